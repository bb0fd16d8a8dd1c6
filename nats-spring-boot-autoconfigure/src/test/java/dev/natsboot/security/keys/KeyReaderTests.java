package dev.natsboot.security.keys;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.stream.Stream;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Keys as they are written in files, made by the JDK.
 */
class KeyReaderTests {

	@ParameterizedTest
	@CsvSource({ "Ed25519,", "X25519,", "RSA,", "EC,secp256r1", "EC,secp384r1", "EC,secp521r1" })
	void readsBothHalvesInPem(String kind, String curve) throws Exception {
		KeyPair pair = generate(kind, curve);
		JWK secret = KeyReader.read("a comment\n" + pem("PRIVATE KEY", pair.getPrivate()));
		JWK open = KeyReader.read(pem("PUBLIC KEY", pair.getPublic()));
		assertThat(secret.isPrivate()).isTrue();
		assertThat(open.isPrivate()).isFalse();
		assertThat(secret.toPublicJWK()).isEqualTo(open);
	}

	@Test
	void readsAJwk() throws Exception {
		JWK key = TestKeys.ed25519();
		assertThat(KeyReader.read(" " + key.toJSONString())).isEqualTo(key);
	}

	@ParameterizedTest
	@MethodSource("wrong")
	void saysWhatIsWrongAndNothingOfTheText(String text, String message) {
		assertThatExceptionOfType(InvalidKeyException.class).isThrownBy(() -> KeyReader.read(text))
			.withMessageContaining(message)
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("U0VDUkVU"));
	}

	private static Stream<Object[]> wrong() throws Exception {
		KeyPair small = generate("RSA", "1024");
		String set = new JWKSet(TestKeys.ed25519()).toString(false);
		return Stream.of(new Object[] { "U0VDUkVU", "neither PEM nor a JWK" },
				new Object[] { "-----BEGIN RSA PRIVATE KEY-----\nU0VDUkVU\n-----END RSA PRIVATE KEY-----", "PKCS #8" },
				new Object[] { "-----BEGIN ENCRYPTED PRIVATE KEY-----\nU0VDUkVU\n-----END X-----", "PKCS #8" },
				new Object[] { "-----BEGIN PRIVATE KEY-----\nU0VDUkVU\n-----END PRIVATE KEY-----", "not a key" },
				new Object[] { "{\"kty\":\"OKP\",\"d\":\"U0VDUkVU\"}", "not one JWK" },
				new Object[] { set, "not one JWK" },
				new Object[] { pem("PRIVATE KEY", small.getPrivate()), "1024 bits" },
				new Object[] { new RSAKeyGenerator(1024, true).generate().toJSONString(), "1024 bits" });
	}

	private static KeyPair generate(String kind, String parameter) throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
		if ("EC".equals(kind)) {
			generator.initialize(new ECGenParameterSpec(parameter));
		}
		else if (parameter != null) {
			generator.initialize(Integer.parseInt(parameter));
		}
		return generator.generateKeyPair();
	}

	private static String pem(String label, Key key) {
		return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
				+ "\n-----END " + label + "-----\n";
	}

}
