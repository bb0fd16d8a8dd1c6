package dev.natsboot.security;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.natsboot.TestApplication;
import dev.natsboot.core.MessageRefusedException;
import dev.natsboot.core.OutboundMessage.Kind;
import dev.natsboot.security.proof.ProofSettings;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;

import static dev.natsboot.TestApplication.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Settings of message security from their properties to what they do.
 */
class MessageSecuritySettingsTests extends SecurityTestBase {

	private static final String SUBJECT = "core.bearer.orders";

	@AfterEach
	void stop() {
		if (receiver != null) {
			receiver.close();
			receiver = null;
		}
		issuer.keys(new JWKSet(issuer.key()));
	}

	private static void receive(TestApplication.Builder application) {
		receiver = startServed(application);
	}

	private static Recorder.Handled handled() {
		await(() -> !recorder().handled().isEmpty());
		assertThat(recorder().handled()).hasSize(1);
		return recorder().handled().get(0);
	}

	@Test
	void anIssuerTellsWhereItsKeysAreAndAResourceServersSettingsServeMessages() {
		receive(TestApplication.with(ReceivingListeners.class, RecorderConfiguration.class)
			.property("nats.listener.dead-letter.enabled", "false")
			.property("nats.security.jwt.mode", "bearer")
			.property("nats.security.jwt.bearer-on-streams", "true")
			.property("nats.security.rules[0].subject", ">")
			.property("spring.security.oauth2.resourceserver.jwt.issuer-uri", issuer.url())
			.property("spring.security.oauth2.resourceserver.jwt.audiences", "other,orders"));
		attacker.publish(SUBJECT, bearer(issuer.token()), bytes("1"));
		assertThat(handled().sender()).isEqualTo("alice");
	}

	@Test
	void aPublicKeyServesInPlaceOfAKeySet() throws Exception {
		int before = issuer.fetches();
		receive(application(ReceivingListeners.class).property("nats.security.jwt.issuers[0].public-key",
				new RSAKey.Builder(issuer.key().toRSAPublicKey()).build().toJSONString()));
		attacker.publish(SUBJECT, bearer(issuer.token()), bytes("1"));
		assertThat(handled().sender()).isEqualTo("alice");
		assertThat(issuer.fetches()).isEqualTo(before);
	}

	@Test
	void algorithmsCanBeRestricted() {
		receive(application(ReceivingListeners.class).property("nats.security.jwt.algorithms", "ES256,EdDSA"));
		attacker.publish(SUBJECT, bearer(issuer.token()), bytes("1"));
		awaitRefused("consume:algorithm");
	}

	@Test
	void clocksMayDifferByTheSkew() {
		receive(application(ReceivingListeners.class).property("nats.security.jwt.clock-skew", "2m"));
		attacker.publish(SUBJECT, bearer(issuer.token((claims) -> claims.issueTime(null)
			.expirationTime(java.util.Date.from(java.time.Instant.now().minusSeconds(60))))), bytes("1"));
		assertThat(handled().sender()).isEqualTo("alice");
	}

	@Test
	void headersAudienceAndWindowOfProofsAreSettings() {
		receive(application(ReceivingListeners.class).property("nats.security.jwt.proof.header", "Proof")
			.property("nats.security.jwt.token-header", "Token")
			.property("nats.security.jwt.proof.audience", "staging")
			.property("nats.security.jwt.proof.window", "5s"));
		attacker.publish(SUBJECT, new Headers().put("Token", issuer.token()), bytes("1"));
		assertThat(handled().sender()).isEqualTo("alice");
		attacker.publish("core.signed.a", proof("staging", Duration.ZERO, "core.signed.a"), bytes("1"));
		await(() -> recorder().payloads("core.signed.a").size() == 1);
		attacker.publish("core.signed.a", proof("nats", Duration.ZERO, "core.signed.a"), bytes("1"));
		awaitRefused("consume:audience");
		attacker.publish("core.signed.a", proof("staging", Duration.ofSeconds(10), "core.signed.a"), bytes("1"));
		awaitRefused("consume:audience", "consume:stale");
	}

	private static Headers proof(String audience, Duration ago, String subject) {
		Headers headers = signed(ProofSigners.with(new ProofSettings(audience, List.of(), Duration.ofMinutes(1)), ago),
				Kind.EVENT, subject, null, new Headers(), "1");
		String proof = headers.getFirst("Message-Proof");
		headers.remove("Message-Proof");
		return headers.put("Proof", proof);
	}

	@Test
	void whenTooManyMessagesAreRememberedFurtherOnesAreRefused() {
		receive(application(ReceivingListeners.class).property("nats.security.jwt.proof.replay-cache-size", "2"));
		for (int i = 0; i < 3; i++) {
			attacker.publish("core.signed.a", event("core.signed.a", "1"), bytes("1"));
		}
		awaitRefused("consume:replay-cache-full");
		assertThat(recorder().handled()).hasSize(2);
	}

	@Test
	void refusedRequestsAreAnsweredOnlySoOften() throws Exception {
		receive(application(ReceivingListeners.class).property("nats.security.jwt.max-error-replies", "0"));
		assertThatExceptionOfType(java.util.concurrent.TimeoutException.class)
			.isThrownBy(() -> attacker.requestWithTimeout("ask.signed.a", bytes("1"), Duration.ofMillis(300))
				.get(300, java.util.concurrent.TimeUnit.MILLISECONDS));
		assertThat(recorder().refused()).containsExactly("consume:missing");
	}

	@Test
	void repliesMayGoToFurtherPrefixes() throws Exception {
		receive(application(ReceivingListeners.class).property("nats.security.jwt.reply-prefixes", "answers"));
		List<Message> answers = new CopyOnWriteArrayList<>();
		var dispatcher = attacker.createDispatcher(answers::add);
		dispatcher.subscribe("answers.>").subscribe("answersandmore");
		attacker.publish("ask.bearer.a", "answers.mine", bearer(issuer.token()), bytes("1"));
		attacker.publish("ask.bearer.a", "answersandmore", bearer(issuer.token()), bytes("1"));
		await(() -> !answers.isEmpty());
		awaitRefused("consume:reply");
		assertThat(answers).hasSize(1);
		attacker.closeDispatcher(dispatcher);
	}

	@Test
	void theServersOwnSubjectsAreNoPlaceForReplies() throws Exception {
		receive(application(OpenListener.class));
		List<Message> commands = new CopyOnWriteArrayList<>();
		var dispatcher = attacker.createDispatcher(commands::add);
		dispatcher.subscribe("$JS.API.STREAM.DELETE.ORDERS");
		dispatcher.subscribe("secured-dead.>");
		attacker.publish("ask.open.a", "$JS.API.STREAM.DELETE.ORDERS", bytes("1"));
		attacker.publish("ask.open.a", "secured-dead.a", bytes("1"));
		assertThat(attacker.request("ask.open.a", bytes("1"), Duration.ofSeconds(5)).getData()).isEqualTo(bytes("yes"));
		assertThat(commands).isEmpty();
		attacker.closeDispatcher(dispatcher);
	}

	@Test
	void whereRepliesNeedNotBeSignedAnyIsAccepted() throws Exception {
		receive(application(ReceivingListeners.class));
		var dispatcher = attacker.createDispatcher((message) -> attacker.publish(message.getReplyTo(), bytes("ok")));
		dispatcher.subscribe("plain.replies.*").subscribe("signed.replies.*");
		attacker.flush(Duration.ofSeconds(5));
		try (TestApplication sender = application(SenderConfiguration.class)
			.property("nats.security.jwt.subjects[3].subject", "plain.replies.*")
			.property("nats.security.jwt.subjects[3].mode", "signed")
			.property("nats.security.jwt.subjects[3].verify-replies", "false")
			.start(dev.natsboot.TestServer.url())) {
			assertThat(sender.nats().request("plain.replies.a", "1", String.class)).isEqualTo("ok");
			assertThatExceptionOfType(MessageRefusedException.class)
				.isThrownBy(() -> sender.nats().request("signed.replies.a", "1", String.class));
		}
		attacker.closeDispatcher(dispatcher);
	}

	@Test
	void aServiceHasItsAuthoritiesAndItsKeySet() throws Exception {
		OctetKeyPair key = key("other-1");
		RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa-2").generate();
		issuer.keys(new JWKSet(List.of(rsa.toPublicJWK(), key.toPublicJWK())));
		receive(application(ReceivingListeners.class)
			.property("nats.security.jwt.services.other.jwk-set-uri", issuer.jwkSetUri())
			.property("nats.security.jwt.services.other.authorities", "SCOPE_write"));
		String subject = "core.signed.scoped";
		attacker.publish(subject, event(subject, "1"), bytes("1"));
		awaitRefused("consume:denied");
		attacker.publish(subject,
				signed(ProofSigners.of("other", key, List.of()), Kind.EVENT, subject, null, new Headers(), "1"),
				bytes("1"));
		assertThat(handled().sender()).isEqualTo("other");
	}

	@Test
	void keysComeFromTheBucketWhereServicesPublishThem() {
		receive(application(ReceivingListeners.class).property("nats.security.jwt.keys.bucket", "security-test-keys")
			.property("nats.security.jwt.services.publisher.authorities", "SCOPE_any"));
		try (TestApplication sender = application().property("nats.security.jwt.signing.generate", "true")
			.property("nats.security.jwt.keys.bucket", "security-test-keys")
			.property("nats.security.jwt.keys.issuer", "publisher")
			.start(dev.natsboot.TestServer.url())) {
			await(() -> {
				sender.nats().send("core.signed.published", "1");
				return !recorder().handled().isEmpty();
			});
		}
		assertThat(recorder().handled().get(0).sender()).isEqualTo("publisher");
	}

	@Test
	void aConverterAndAnAuthorizationManagerOfTheApplicationAreHeard() {
		receive(application(ReceivingListeners.class, Beans.class).property("nats.security.jwt.success-events",
				"true"));
		attacker.publish("core.bearer.scoped", bearer(issuer.token()), bytes("1"));
		await(() -> recorder().handled().size() == 1);
		attacker.publish("core.bearer.vetoed", bearer(issuer.token()), bytes("2"));
		awaitRefused("consume:denied");
		assertThat(recorder().handled()).hasSize(1);
		assertThat(receiver().bean(Beans.class).successes).contains("alice");
	}

	/**
	 * A responder whose subject is not protected.
	 */
	static class OpenListener {

		@dev.natsboot.annotation.NatsListener(id = "open", subjects = "ask.open.>")
		String open() {
			return "yes";
		}

	}

	/**
	 * Beans of the application.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Beans {

		final List<String> successes = new CopyOnWriteArrayList<>();

		@EventListener
		void succeeded(AuthenticationSuccessEvent event) {
			this.successes.add(event.getAuthentication().getName());
		}

		@Bean
		JwtAuthenticationConverter converter() {
			JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
			converter.setJwtGrantedAuthoritiesConverter((jwt) -> List.of(new SimpleGrantedAuthority("SCOPE_write")));
			return converter;
		}

		@Bean
		AuthorizationManager<MessageAuthorizationContext> veto() {
			return (sender, context) -> new AuthorizationDecision(!context.subject().endsWith(".vetoed"));
		}

	}

}
