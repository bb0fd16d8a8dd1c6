package dev.natsboot.security;

import java.time.Duration;
import java.util.UUID;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import dev.natsboot.TestApplication;
import dev.natsboot.listener.ListenerState;
import io.nats.client.Message;
import io.nats.client.api.ConsumerInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.natsboot.TestApplication.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threats to the fetching of keys: floods of unknown key ids, and an issuer that is away.
 */
class ThreatKeyOutageTests extends SecurityTestBase {

	private static final String SUBJECT = "secured.bearer.orders";

	@AfterEach
	void stop() throws Exception {
		receiver().close();
		receiver = null;
		issuer.away(false);
		management.deleteConsumer(STREAM, "secured-work");
		management.purgeStream(STREAM);
	}

	private static TestApplication.Builder impatient() {
		return application(ReceivingListeners.class).property("nats.security.jwt.key-set.min-interval", "100ms")
			.property("nats.security.jwt.key-set.timeout", "1s");
	}

	private static ConsumerInfo consumer() throws Exception {
		return management.getConsumerInfo(STREAM, "secured-work");
	}

	@Test
	void fiftyUnknownKeyIdsCauseTwoFetchesAndNoEndlessRedeliveries() throws Exception {
		receiver = startServed(application(ReceivingListeners.class));
		int before = issuer.fetches();
		for (int i = 0; i < 50; i++) {
			JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(UUID.randomUUID().toString()).build();
			attacker.publish(SUBJECT, bearer(issuer.token(header, (claims) -> {
			})), bytes("forged"));
		}
		await(() -> deadLetters().size() == 50);
		assertThat(issuer.fetches() - before).isLessThanOrEqualTo(2);
		assertThat(recorder().handled()).isEmpty();
		assertThat(recorder().refused()).contains("consume:rate-limited");
		assertThat(deadLetters()).allSatisfy(
				(letter) -> assertThat(letter.getHeaders().getFirst("Dead-Letter-Deliveries")).isIn("1", "2", "3"));
		assertThat(consumer().getNumAckPending()).isZero();
	}

	@Test
	void whileKeysAreAwayAMessageWaitsAndIsHandledAfterwards() throws Exception {
		issuer.away(true);
		receiver = startServed(impatient());
		int before = issuer.fetches();
		int letters = deadLetters().size();
		attacker.publish(SUBJECT, bearer(issuer.token()), bytes("patient"));
		await(() -> issuer.fetches() > before);
		Message reply = attacker.request("ask.bearer.orders", bearer(issuer.token()), bytes("x"),
				Duration.ofSeconds(5));
		assertThat(reply.getHeaders().getFirst("Nats-Service-Error-Code")).isEqualTo("503");
		assertThat(recorder().handled()).isEmpty();
		issuer.away(false);
		await(() -> recorder().payloads(SUBJECT).size() == 1);
		await(() -> {
			try {
				return consumer().getAckFloor().getConsumerSequence() == 1 && consumer().getNumAckPending() == 0;
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		assertThat(deadLetters()).hasSize(letters);
	}

	@Test
	void whereKeysStayAwayTheListenerIsPausedUntilTheyAreBack() throws Exception {
		issuer.away(true);
		receiver = startServed(impatient().property("nats.security.jwt.key-set.patience", "500ms"));
		int letters = deadLetters().size();
		attacker.publish(SUBJECT, bearer(issuer.token()), bytes("patient"));
		receiver().awaitState("stream", ListenerState.PAUSED);
		assertThat(recorder().handled()).isEmpty();
		issuer.away(false);
		await(() -> recorder().payloads(SUBJECT).size() == 1);
		assertThat(receiver().listener("stream").state()).isEqualTo(ListenerState.RUNNING);
		assertThat(deadLetters()).hasSize(letters);
	}

	@Test
	void knownKeysServeOnWhileTheIssuerIsAway() throws Exception {
		receiver = startServed(impatient().property("nats.security.jwt.key-set.lifetime", "200ms"));
		attacker.publish(SUBJECT, bearer(issuer.token()), bytes("before"));
		await(() -> recorder().payloads(SUBJECT).size() == 1);
		issuer.away(true);
		int before = issuer.fetches();
		await(() -> {
			attacker.publish("core.bearer.orders", bearer(issuer.token()), bytes("meanwhile"));
			return issuer.fetches() > before + 1;
		});
		await(() -> !recorder().payloads("core.bearer.orders").isEmpty());
		assertThat(recorder().refused()).isEmpty();
	}

	@Test
	void whatHasBeenStoredForTooLongIsRefused() {
		attacker.publish(SUBJECT, bearer(issuer.token()), bytes("old"));
		TestApplication.pass(Duration.ofMillis(300));
		receiver = startServed(impatient().property("nats.security.jwt.max-age", "200ms"));
		awaitRefused("consume:too-old");
		assertThat(recorder().handled()).isEmpty();
	}

	@Test
	void whereRevocationMustBiteWhatHasExpiredInTheStreamIsRefused() {
		java.time.Instant expiry = java.time.Instant.now().plusSeconds(2);
		attacker.publish(SUBJECT, bearer(issuer.token((claims) -> claims.expirationTime(java.util.Date.from(expiry)))),
				bytes("late"));
		await(() -> java.time.Instant.now().isAfter(expiry));
		receiver = startServed(impatient().property("nats.security.jwt.expiry-at-consume", "true"));
		awaitRefused("consume:expired");
	}

}
