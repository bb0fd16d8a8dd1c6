package dev.natsboot.security;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.natsboot.security.keys.FixedSigningKeys;
import dev.natsboot.security.proof.ProofSettings;
import dev.natsboot.security.proof.ProofSigner;

/**
 * Signers for tests.
 */
final class ProofSigners {

	private ProofSigners() {
	}

	static ProofSigner sender(List<String> headers) {
		return sender(headers, Duration.ZERO);
	}

	static ProofSigner sender(List<String> headers, Duration ago) {
		return of("sender", SecurityTestBase.SENDER, headers, ago);
	}

	static ProofSigner of(String name, OctetKeyPair key, List<String> headers) {
		return of(name, key, headers, Duration.ZERO);
	}

	static ProofSigner with(ProofSettings settings, Duration ago) {
		return of("sender", SecurityTestBase.SENDER, settings, ago);
	}

	private static ProofSigner of(String name, OctetKeyPair key, List<String> headers, Duration ago) {
		return of(name, key, new ProofSettings("nats", headers, Duration.ofMinutes(1)), ago);
	}

	private static ProofSigner of(String name, OctetKeyPair key, ProofSettings settings, Duration ago) {
		return new ProofSigner(new FixedSigningKeys(key), name, settings, List.of("_INBOX."),
				Clock.offset(Clock.systemUTC(), ago.negated()));
	}

}
