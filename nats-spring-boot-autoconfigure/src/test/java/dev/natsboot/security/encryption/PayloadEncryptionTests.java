package dev.natsboot.security.encryption;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.natsboot.core.OutboundMessage;
import dev.natsboot.core.PayloadConversionException;
import dev.natsboot.core.SubjectPattern;
import dev.natsboot.security.keys.KeyReader;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Encryption by each kind of key, and what is refused.
 */
class PayloadEncryptionTests {

	private static final String TEXT = "{\"card\":\"4111\"}";

	@ParameterizedTest
	@MethodSource("keys")
	void decryptsWhatItEncrypted(JWK key) throws Exception {
		JWK recipient = (key instanceof OctetSequenceKey) ? key : key.toPublicJWK();
		Message received = encrypt(recipient);
		assertThat(received.getHeaders().getFirst("Content-Type")).isEqualTo("application/jose");
		assertThat(new String(received.getData(), StandardCharsets.US_ASCII)).doesNotContain("4111");

		Message clear = decryption(key).decrypt(received);
		assertThat(new String(clear.getData(), StandardCharsets.UTF_8)).isEqualTo(TEXT);
		assertThat(clear.getHeaders().getFirst("Content-Type")).isEqualTo("application/json");
		assertThat(clear.getHeaders().getFirst("Other")).isEqualTo("stays");
		assertThat(clear.getSubject()).isEqualTo("cards.new");
		assertThat(received.getHeaders().getFirst("Content-Type")).isEqualTo("application/jose");
	}

	@ParameterizedTest
	@MethodSource("keys")
	void refusesWhatWasChanged(JWK key) throws Exception {
		Message received = encrypt((key instanceof OctetSequenceKey) ? key : key.toPublicJWK());
		byte[] data = received.getData();
		for (int at : new int[] { 5, data.length / 2, data.length - 3 }) {
			byte[] changed = data.clone();
			changed[at] = (byte) ((changed[at] == 'A') ? 'B' : 'A');
			refused(decryption(key), message(new String(changed, StandardCharsets.US_ASCII)));
		}
		refused(decryption(key), message("nonsense"));
		refused(decryption(key), message(""));
	}

	@Test
	void refusesUnknownKeysOtherAlgorithmsAndCompression() throws Exception {
		RSAKey key = new RSAKeyGenerator(2048).keyID("k").generate();
		PayloadDecryption decryption = decryption(key);
		refused(decryption, encrypt(new ECKeyGenerator(Curve.P_256).generate()));
		refused(decryption, message(jwe(key, header(JWEAlgorithm.RSA_OAEP_512).build())));
		refused(decryption, message(jwe(key,
				new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128GCM).keyID("k").build())));
		refused(decryption, message(
				jwe(key, header(JWEAlgorithm.RSA_OAEP_256).compressionAlgorithm(CompressionAlgorithm.DEF).build())));
		assertThat(decryption.decrypt(message(jwe(key, header(JWEAlgorithm.RSA_OAEP_256).build()))).getData())
			.asString()
			.isEqualTo(TEXT);
	}

	@Test
	void leavesOtherMessagesAlone() throws Exception {
		JWK key = new OctetSequenceKeyGenerator(256).generate();
		Message plain = NatsMessage.builder().subject("cards.new").data(TEXT).build();
		assertThat(decryption(key).decrypt(plain)).isSameAs(plain);
		OutboundMessage other = new OutboundMessage(OutboundMessage.Kind.EVENT, "orders.new", null, new Headers(),
				new byte[0]);
		new PayloadEncryptionFilter(rules(key), null).filter(other, (message) -> {
			assertThat(message).isSameAs(other);
			return null;
		});
	}

	@Test
	void decryptsReplies() throws Exception {
		JWK key = new OctetSequenceKeyGenerator(256).generate();
		Message reply = encrypt(key);
		PayloadEncryptionFilter filter = new PayloadEncryptionFilter(rules(key), decryption(key));
		OutboundMessage request = new OutboundMessage(OutboundMessage.Kind.REQUEST, "orders.get", null, new Headers(),
				new byte[0]);
		assertThat(filter.filter(request, (message) -> reply)).isInstanceOfSatisfying(Message.class,
				(clear) -> assertThat(clear.getData()).asString().isEqualTo(TEXT));
		assertThat(filter.filter(request, (message) -> CompletableFuture.completedFuture(reply)))
			.isInstanceOfSatisfying(CompletableFuture.class,
					(future) -> assertThat(((Message) future.join()).getData()).asString().isEqualTo(TEXT));
	}

	@Test
	void refusesKeysThatCannotEncrypt() throws Exception {
		List<JWK> unfit = List.of(new OctetSequenceKeyGenerator(128).generate(),
				new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).generate(), read("Ed25519"));
		assertThat(unfit).allSatisfy(
				(key) -> assertThatExceptionOfType(JOSEException.class).isThrownBy(() -> EncryptionKey.of(key)));
	}

	private static void refused(PayloadDecryption decryption, Message message) {
		assertThatExceptionOfType(PayloadConversionException.class).isThrownBy(() -> decryption.decrypt(message))
			.withNoCause()
			.withMessage("An encrypted payload cannot be decrypted");
	}

	private static Message encrypt(JWK key) throws Exception {
		List<OutboundMessage> sent = new ArrayList<>();
		Headers headers = new Headers().put("Content-Type", "application/json").put("Other", "stays");
		new PayloadEncryptionFilter(rules(key), null).filter(new OutboundMessage(OutboundMessage.Kind.EVENT,
				"cards.new", null, headers, TEXT.getBytes(StandardCharsets.UTF_8)), (message) -> {
					sent.add(message);
					return null;
				});
		return NatsMessage.builder()
			.subject("cards.new")
			.headers(sent.get(0).headers())
			.data(sent.get(0).data())
			.build();
	}

	private static List<EncryptionRule> rules(JWK key) throws JOSEException {
		return List.of(new EncryptionRule(SubjectPattern.parse("cards.>"), EncryptionKey.of(key)));
	}

	private static PayloadDecryption decryption(JWK key) throws JOSEException {
		return new PayloadDecryption(List.of(EncryptionKey.of(key)));
	}

	private static Message message(String data) {
		return NatsMessage.builder()
			.subject("cards.new")
			.headers(new Headers().put("Content-Type", "application/jose"))
			.data(data)
			.build();
	}

	private static JWEHeader.Builder header(JWEAlgorithm algorithm) {
		return new JWEHeader.Builder(algorithm, EncryptionMethod.A256GCM).keyID("k");
	}

	private static String jwe(RSAKey key, JWEHeader header) throws JOSEException {
		JWEObject jwe = new JWEObject(header, new Payload(TEXT));
		jwe.encrypt(new RSAEncrypter(key));
		return jwe.serialize();
	}

	private static Stream<JWK> keys() throws Exception {
		return Stream.of(new OctetSequenceKeyGenerator(256).generate(), read("X25519"),
				new ECKeyGenerator(Curve.P_256).generate(), new RSAKeyGenerator(2048).generate());
	}

	private static JWK read(String kind) throws Exception {
		byte[] encoded = KeyPairGenerator.getInstance(kind).generateKeyPair().getPrivate().getEncoded();
		return KeyReader.read("-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
				+ "\n-----END PRIVATE KEY-----");
	}

}
