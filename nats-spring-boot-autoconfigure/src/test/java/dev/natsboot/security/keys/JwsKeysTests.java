package dev.natsboot.security.keys;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Signatures by each kind of key.
 */
class JwsKeysTests {

	@ParameterizedTest
	@MethodSource("keys")
	void verifiesWhatItSignedAndNothingElse(JWK key) throws Exception {
		JWSObject jws = new JWSObject(new JWSHeader(JwsKeys.algorithm(key)), new Payload("a payload"));
		jws.sign(JwsKeys.signer(key));

		JWSObject parsed = JWSObject.parse(jws.serialize());
		assertThat(parsed.verify(JwsKeys.verifier(key.toPublicJWK()))).isTrue();

		byte[] signature = parsed.getSignature().decode();
		signature[signature.length / 2] ^= 1;
		JWSObject flipped = new JWSObject(parsed.getHeader().toBase64URL(), parsed.getPayload().toBase64URL(),
				Base64URL.encode(signature));
		assertThat(flipped.verify(JwsKeys.verifier(key.toPublicJWK()))).isFalse();
	}

	@Test
	void signsTheTestVectorOfTheSpecification() throws Exception {
		// RFC 8037, appendix A
		OctetKeyPair key = OctetKeyPair.parse("""
				{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
				 "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""");
		JWSObject jws = new JWSObject(new JWSHeader(JWSAlgorithm.EdDSA), new Payload("Example of Ed25519 signing"));
		jws.sign(JwsKeys.signer(key));
		assertThat(jws.getSignature())
			.hasToString("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
	}

	@Test
	void refusesAnAlgorithmThatDoesNotFitTheKey() throws Exception {
		OctetKeyPair key = TestKeys.ed25519();
		byte[] input = "input".getBytes(StandardCharsets.US_ASCII);
		JWSHeader header = new JWSHeader(JWSAlgorithm.ES256);
		assertThatExceptionOfType(JOSEException.class).isThrownBy(() -> JwsKeys.signer(key).sign(header, input));
		assertThatExceptionOfType(JOSEException.class)
			.isThrownBy(() -> JwsKeys.verifier(key).verify(header, input, Base64URL.encode(new byte[64])));
	}

	@Test
	void refusesCriticalHeadersAndSignaturesOfTheWrongSize() throws Exception {
		OctetKeyPair key = TestKeys.ed25519();
		byte[] input = "input".getBytes(StandardCharsets.US_ASCII);
		JWSHeader critical = new JWSHeader.Builder(JWSAlgorithm.EdDSA).criticalParams(Set.of("exp")).build();
		Base64URL signature = JwsKeys.signer(key).sign(critical, input);
		assertThat(JwsKeys.verifier(key).verify(critical, input, signature)).isFalse();
		assertThat(
				JwsKeys.verifier(key).verify(new JWSHeader(JWSAlgorithm.EdDSA), input, Base64URL.encode(new byte[63])))
			.isFalse();
	}

	@Test
	void refusesKeysThatCannotSign() throws Exception {
		List<JWK> unfit = List.of(TestKeys.ed25519().toPublicJWK(), new OctetSequenceKeyGenerator(256).generate(),
				mismatched());
		assertThat(unfit)
			.allSatisfy((key) -> assertThatExceptionOfType(JOSEException.class).isThrownBy(() -> JwsKeys.signer(key)));
	}

	private static OctetKeyPair mismatched() {
		return new OctetKeyPair.Builder(Curve.Ed25519, TestKeys.ed25519().getX()).d(TestKeys.ed25519().getD()).build();
	}

	private static Stream<JWK> keys() throws JOSEException {
		return Stream.of(TestKeys.ed25519(), new ECKeyGenerator(Curve.P_256).generate(),
				new ECKeyGenerator(Curve.P_384).generate(), new RSAKeyGenerator(2048).generate());
	}

}
