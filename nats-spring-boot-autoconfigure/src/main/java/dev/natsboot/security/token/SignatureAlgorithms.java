package dev.natsboot.security.token;

import java.util.Collection;
import java.util.List;

import com.nimbusds.jose.JWSAlgorithm;

/**
 * The algorithms of signatures that can be allowed: asymmetric ones only, so that a
 * public key never serves as a secret.
 *
 * @since 0.1.0
 */
public final class SignatureAlgorithms {

	/**
	 * Those that are allowed where nothing is configured.
	 */
	public static final List<JWSAlgorithm> DEFAULTS = List.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384,
			JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.PS384, JWSAlgorithm.PS512, JWSAlgorithm.ES256,
			JWSAlgorithm.ES384, JWSAlgorithm.ES512, JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

	private SignatureAlgorithms() {
	}

	/**
	 * Checks algorithms that are to be allowed.
	 * @param algorithms the algorithms
	 * @throws IllegalArgumentException if there are none, or one is symmetric or no
	 * signature
	 */
	public static void check(Collection<JWSAlgorithm> algorithms) {
		if (algorithms.isEmpty() || !DEFAULTS.containsAll(algorithms)) {
			throw new IllegalArgumentException("the algorithms must be some of " + DEFAULTS);
		}
	}

}
