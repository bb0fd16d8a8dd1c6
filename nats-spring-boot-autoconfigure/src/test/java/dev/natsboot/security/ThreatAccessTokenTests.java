package dev.natsboot.security;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.natsboot.TestApplication.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threats by access tokens that are missing, forged, foreign, misdirected or too old.
 */
class ThreatAccessTokenTests extends SecurityTestBase {

	private static final String SUBJECT = "core.bearer.orders";

	private static Map<String, Supplier<Headers>> tokens;

	@BeforeAll
	static void start() {
		receiver = startServed(application(ReceivingListeners.class));
		tokens = Map.of("missing", Headers::new, "malformed", () -> bearer(unsigned()), "algorithm",
				() -> bearer(symmetric()), "signature", () -> bearer(flipped(issuer.token())), "issuer",
				() -> bearer(issuer.token((claims) -> claims.issuer("https://elsewhere.example"))), "audience",
				() -> bearer(issuer.token((claims) -> claims.audience("invoices"))), "no-expiry",
				() -> bearer(issuer.token((claims) -> claims.expirationTime(null))), "expired",
				() -> bearer(issuer.token((claims) -> claims.issueTime(past(90)).expirationTime(past(60)))),
				"not-yet-valid", () -> bearer(issuer.token((claims) -> claims.notBeforeTime(past(-60)))), "bound",
				() -> bearer(issuer.token((claims) -> claims.claim("cnf", Map.of("jkt", "abc")))));
	}

	/**
	 * No token, {@code alg=none}, HS256 with the public key as the secret, a changed
	 * signature, a foreign issuer with the right key, a wrong audience, no expiry, an
	 * expired token, one that is not valid yet, and one that is bound to a key but comes
	 * without a proof.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "missing", "malformed", "algorithm", "signature", "issuer", "audience", "no-expiry",
			"expired", "not-yet-valid", "bound" })
	void aMessageWithABadTokenIsDroppedAndCounted(String reason) {
		attacker.publish(SUBJECT, tokens.get(reason).get(), bytes("forged"));
		awaitRefused("consume:" + reason);
		attacker.publish(SUBJECT, bearer(issuer.token()), bytes("genuine"));
		await(() -> !recorder().handled().isEmpty());
		assertThat(recorder().handled()).containsExactly(new Recorder.Handled(SUBJECT, "genuine", "alice"));
	}

	@Test
	void aTokenWithoutAnyAudienceIsRefused() {
		attacker.publish(SUBJECT, bearer(issuer.token((claims) -> claims.audience((String) null))), bytes("forged"));
		awaitRefused("consume:audience");
	}

	@Test
	void aTokenOfAnotherTypeIsRefused() {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(issuer.key().getKeyID())
			.type(new com.nimbusds.jose.JOSEObjectType("nats-msg+jwt"))
			.build();
		attacker.publish(SUBJECT, bearer(issuer.token(header, (claims) -> {
		})), bytes("forged"));
		awaitRefused("consume:type");
	}

	@Test
	void aRefusedRequestIsToldNothingButThatItIsUnauthorized() throws Exception {
		Message reply = attacker.request("ask.bearer.orders", bearer(issuer.token((claims) -> claims.audience("x"))),
				bytes("forged"), Duration.ofSeconds(5));
		assertThat(reply.getHeaders().getFirst("Nats-Service-Error-Code")).isEqualTo("401");
		assertThat(reply.getHeaders().getFirst("Nats-Service-Error")).isEqualTo("Unauthorized");
		assertThat(recorder().handled()).isEmpty();
	}

	@Test
	void aRightTokenWithoutTheScopeIsForbidden() throws Exception {
		Headers token = bearer(issuer.token());
		Message reply = attacker.request("ask.bearer.scoped", token, bytes("forged"), Duration.ofSeconds(5));
		assertThat(reply.getHeaders().getFirst("Nats-Service-Error-Code")).isEqualTo("403");
		assertThat(recorder().refused()).containsExactly("consume:denied");
		assertThat(recorder().handled()).isEmpty();
		Headers writer = bearer(issuer.token((claims) -> claims.claim("scope", "read write")));
		assertThat(attacker.request("ask.bearer.scoped", writer, bytes("x"), Duration.ofSeconds(5)).getData())
			.isEqualTo(bytes("re x"));
	}

	@Test
	void twoTokenHeadersOfWhateverCaseAreRefused() {
		String token = issuer.token();
		attacker.publish(SUBJECT, bearer(token).add("Authorization", "Bearer " + token), bytes("forged"));
		awaitRefused("consume:duplicate");
		attacker.publish(SUBJECT, bearer(token).put("authorization", "Bearer " + token), bytes("forged"));
		awaitRefused("consume:duplicate", "consume:duplicate");
		assertThat(recorder().handled()).isEmpty();
	}

	@Test
	void aTokenOfTwentyKilobytesIsRefusedBeforeItIsParsed() {
		attacker.publish(SUBJECT, bearer(issuer.token((claims) -> claims.claim("x", "x".repeat(20_000)))),
				bytes("forged"));
		awaitRefused("consume:too-large");
	}

	@Test
	void aMegabyteOfGarbageIsRefused() {
		attacker.publish(SUBJECT, bearer("x".repeat(500_000)), new byte[500_000]);
		awaitRefused("consume:too-large");
	}

	@Test
	void nothingIsPublishedWhereAReplySubjectPoints() throws Exception {
		List<Message> payments = new java.util.concurrent.CopyOnWriteArrayList<>();
		var dispatcher = attacker.createDispatcher(payments::add);
		dispatcher.subscribe("payments.execute");
		attacker.publish("ask.bearer.orders", "payments.execute", bearer(issuer.token()), bytes("valid"));
		attacker.publish("ask.bearer.orders", "payments.execute", new Headers(), bytes("forged"));
		awaitRefused("consume:reply", "consume:reply");
		attacker.request("ask.bearer.orders", bearer(issuer.token()), bytes("after"), Duration.ofSeconds(5));
		assertThat(payments).isEmpty();
		assertThat(recorder().handled()).extracting(Recorder.Handled::payload).containsExactly("after");
		attacker.closeDispatcher(dispatcher);
	}

	@Test
	void afterAKnownSenderTheSameThreadKnowsNobody() {
		attacker.publish(SUBJECT, bearer(issuer.token()), bytes("known"));
		attacker.publish("core.open.orders", bytes("unknown"));
		await(() -> recorder().handled().size() == 2);
		assertThat(recorder().handled()).extracting(Recorder.Handled::sender).containsExactly("alice", null);
	}

	@Test
	void whatAStreamTookWhileTheTokenWasValidIsHandledAfterItHasExpired() throws Exception {
		receiver().listener("stream").pause();
		Instant expiry = Instant.now().plusSeconds(2);
		String token = issuer.token((claims) -> claims.expirationTime(Date.from(expiry)));
		attacker.publish("secured.bearer.late", bearer(token), bytes("late"));
		attacker.flush(Duration.ofSeconds(5));
		await(() -> Instant.now().isAfter(expiry));
		receiver().listener("stream").resume();
		await(() -> recorder().payloads("secured.bearer.late").equals(List.of("late")));
	}

	@Test
	void whatTheStreamTookAfterTheTokenHadExpiredIsRefusedWhateverATimeHeaderSays() throws Exception {
		int before = deadLetters().size();
		Headers expired = bearer(issuer.token((claims) -> claims.issueTime(past(90)).expirationTime(past(60))));
		expired.put("Nats-Time-Stamp", Instant.now().minusSeconds(70).toString());
		attacker.publish("secured.bearer.forged", expired, bytes("forged"));
		awaitRefused("consume:expired");
		await(() -> deadLetters().size() == before + 1);
		assertThat(recorder().handled()).isEmpty();
	}

	@Test
	void aScheduleIntoAnotherSubjectIsRefused() {
		Headers schedule = bearer(issuer.token()).put("Nats-Schedule", "@at " + Instant.now().toString())
			.put("Nats-Schedule-Target", "secured.bearer.target");
		attacker.publish("secured.schedules.a", schedule, bytes("scheduled"));
		awaitRefused("consume:scheduled");
		assertThat(recorder().handled()).isEmpty();
	}

	@Test
	void deadLettersCarryNoToken() throws Exception {
		int before = deadLetters().size();
		String token = issuer.token();
		String refused = issuer.token((claims) -> claims.audience("x"));
		attacker.publish("secured.bearer.broken", bearer(token), bytes("unreadable"));
		attacker.publish("secured.bearer.refused", bearer(refused), bytes("refused"));
		Headers odd = new Headers().put("AUTHORIZATION", "Bearer " + refused).put("message-PROOF", token);
		attacker.publish("secured.bearer.refused", odd, bytes("refused"));
		await(() -> deadLetters().size() == before + 3);
		assertThat(deadLetters()).allSatisfy((letter) -> {
			assertThat(letter.getHeaders().keySetIgnoreCase()).doesNotContain("authorization", "message-proof");
			assertThat(letter.getHeaders().toMap().values()).flatMap((values) -> values)
				.noneMatch((value) -> value.contains("eyJ"));
		});
		assertThat(deadLetters().get(before + 1).getHeaders().getFirst("Dead-Letter-Exception"))
			.endsWith("MessageRefusedException");
		assertThat(deadLetters().get(before + 1).getHeaders().getFirst("Dead-Letter-Message")).contains("audience");
	}

	private static String unsigned() {
		return new PlainJWT(issuer.claims((claims) -> {
		})).serialize();
	}

	private static String symmetric() {
		try {
			SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), issuer.claims((claims) -> {
			}));
			jwt.sign(new MACSigner(issuer.key().toRSAPublicKey().getEncoded()));
			return jwt.serialize();
		}
		catch (com.nimbusds.jose.JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String flipped(String token) {
		int middle = token.length() - 100;
		return token.substring(0, middle) + ((token.charAt(middle) == 'A') ? 'B' : 'A') + token.substring(middle + 1);
	}

	private static Date past(int seconds) {
		return Date.from(Instant.now().minusSeconds(seconds));
	}

}
