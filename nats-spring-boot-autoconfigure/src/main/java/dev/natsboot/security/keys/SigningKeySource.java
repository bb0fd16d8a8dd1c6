package dev.natsboot.security.keys;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.List;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import dev.natsboot.core.NatsConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys to sign with from where they are written. Thread-safe.
 *
 * @since 0.1.0
 */
public final class SigningKeySource {

	private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

	private final KeyLocation location;

	private final @Nullable String keyId;

	private final @Nullable String algorithm;

	private final List<KeyLocation> previous;

	/**
	 * Creates the source.
	 * @param location the key to sign with
	 * @param keyId the key's {@code kid}; {@code null} for its own, and for its
	 * thumbprint (RFC 7638) where it has none
	 * @param algorithm the algorithm; {@code null} for that which its kind suggests
	 * @param previous keys or directories of keys that signed before
	 */
	public SigningKeySource(KeyLocation location, @Nullable String keyId, @Nullable String algorithm,
			List<KeyLocation> previous) {
		this.location = location;
		this.keyId = keyId;
		this.algorithm = algorithm;
		this.previous = List.copyOf(previous);
	}

	/**
	 * Makes a key that lives as long as this process.
	 * @return a key of Ed25519
	 */
	public static JWK generate() {
		try {
			return named(BouncyCastleKeys.generateEd25519(), null, null);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String text() {
		return this.location.text();
	}

	JWK key(String text) {
		JWK key = this.location.parse(text);
		try {
			if (!key.isPrivate()) {
				throw new InvalidKeyException("has no private part");
			}
			if (KeyUse.ENCRYPTION.equals(key.getKeyUse())) {
				throw new InvalidKeyException("is for encryption ('use' is 'enc')");
			}
			JWK named = named(key, this.keyId, this.algorithm);
			probe(named);
			return named;
		}
		catch (JOSEException | InvalidKeyException | RuntimeException ex) {
			throw this.location.wrong("cannot sign: " + ex.getMessage(), ex);
		}
	}

	List<JWK> previous() {
		List<JWK> keys = new ArrayList<>();
		for (KeyLocation entry : this.previous) {
			for (KeyLocation file : entry.files()) {
				try {
					keys.add(named(file.parse(file.text()).toPublicJWK(), null, null));
				}
				catch (JOSEException | RuntimeException ex) {
					throw (ex instanceof NatsConfigurationException same) ? same
							: file.wrong("cannot verify: " + file.resource().getDescription(), ex);
				}
			}
		}
		return keys;
	}

	private static JWK named(JWK key, @Nullable String keyId, @Nullable String algorithm) throws JOSEException {
		String own = (keyId != null) ? keyId : key.getKeyID();
		JWK result = JwkMembers.with(key, "kid", (own != null) ? own : key.computeThumbprint().toString());
		result = JwkMembers.with(result, "use", KeyUse.SIGNATURE.identifier());
		return JwkMembers.with(result, "alg", (algorithm != null) ? algorithm : JwsKeys.algorithm(key).getName());
	}

	/**
	 * Signs once, so that a key whose parts do not belong together is found now.
	 */
	private static void probe(JWK key) throws JOSEException, InvalidKeyException {
		JWSSigner signer = JwsKeys.signer(key);
		JWSAlgorithm algorithm = JwsKeys.algorithm(key);
		if (!signer.supportedJWSAlgorithms().contains(algorithm)) {
			throw new InvalidKeyException("the algorithm '" + algorithm + "' does not fit a key of its kind, which can "
					+ signer.supportedJWSAlgorithms());
		}
		JWSHeader header = new JWSHeader(algorithm);
		if (!JwsKeys.verifier(key.toPublicJWK()).verify(header, PROBE, signer.sign(header, PROBE))) {
			throw new InvalidKeyException("its public and its private part do not belong together");
		}
	}

}
