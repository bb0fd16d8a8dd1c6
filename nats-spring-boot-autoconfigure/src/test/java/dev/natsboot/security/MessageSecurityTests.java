package dev.natsboot.security;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.MessageRefusedException;
import dev.natsboot.core.NatsException;
import dev.natsboot.core.Schedule;
import dev.natsboot.core.ServiceErrorException;
import dev.natsboot.security.client.TokenSupplier;
import dev.natsboot.security.keys.FixedSigningKeys;
import dev.natsboot.security.keys.SigningKeys;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.event.AuthorizationDeniedEvent;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;

import static dev.natsboot.TestApplication.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two services that trust each other.
 */
class MessageSecurityTests extends SecurityTestBase {

	private static final OctetKeyPair RECEIVER = key("receiver-1");

	private static TestApplication sender;

	@BeforeAll
	static void start() throws Exception {
		stream("SECURED_BATCHES", "batch.>");
		receiver = startServed(
				application(ReceivingListeners.class, Seen.class, Listeners.class, ReceiverConfiguration.class)
					.property("nats.security.jwt.keys.issuer", "receiver"));
		sender = application(SenderConfiguration.class, TokenConfiguration.class)
			.property("nats.security.jwt.keys.issuer", "sender")
			.property("nats.security.jwt.services.receiver.public-keys[0]", RECEIVER.toPublicJWK().toJSONString())
			.property("nats.security.rules[3].action", "publish")
			.property("nats.security.rules[3].subject", "core.signed.restricted")
			.property("nats.security.rules[3].roles", "CLERK")
			.property("nats.security.rules[4].action", "publish")
			.property("nats.security.rules[4].subject", ">")
			.property("nats.security.rules[4].access", "all")
			.start(dev.natsboot.TestServer.url());
	}

	@AfterAll
	static void stop() throws Exception {
		sender.close();
		management.deleteStream("SECURED_BATCHES");
	}

	@BeforeEach
	void clear() {
		receiver().bean(Seen.class).all.clear();
		sender.bean(Recorder.class).clear();
	}

	private static void flush() {
		try {
			attacker.flush(Duration.ofSeconds(5));
		}
		catch (java.util.concurrent.TimeoutException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<Object> seen() {
		return receiver().bean(Seen.class).all;
	}

	@Test
	void aSignedMessageIsHandledInTheNameOfItsSender() {
		sender.nats().send("core.signed.orders", "1");
		await(() -> !recorder().handled().isEmpty());
		assertThat(recorder().handled()).containsExactly(new Recorder.Handled("core.signed.orders", "1", "sender"));
	}

	@Test
	void aSignedMessageGoesThroughAStream() {
		assertThat(sender.nats().publish("secured.signed.orders", "1").isDuplicate()).isFalse();
		await(() -> recorder().payloads("secured.signed.orders").equals(List.of("1")));
		assertThat(recorder().refused()).isEmpty();
	}

	@Test
	void theStreamItselfRefusesACopy() throws Exception {
		sender.nats().publish("secured.signed.once", "1");
		await(() -> recorder().payloads("secured.signed.once").size() == 1);
		var stored = management.getLastMessage(STREAM, "secured.signed.once");
		assertThat(stored.getHeaders().getFirst("Nats-Msg-Id")).isNotNull();
	}

	@Test
	void aRequestAndItsReplyAreSigned() {
		assertThat(sender.nats().request("ask.signed.orders", "1", String.class)).isEqualTo("re 1");
		assertThat(sender.nats().requestAsync("ask.signed.orders", "2", String.class).join()).isEqualTo("re 2");
		assertThat(sender.nats().to("ask.signed.orders").payload("3").maxReplies(1).requestMany(String.class))
			.containsExactly("re 3");
		assertThat(sender.bean(Recorder.class).refused()).isEmpty();
	}

	@Test
	void theErrorOfAHandlerIsSignedToo() {
		assertThatExceptionOfType(ServiceErrorException.class)
			.isThrownBy(() -> sender.nats().request("fail.signed.orders", "1", String.class))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(409));
		assertThatExceptionOfType(ServiceErrorException.class)
			.isThrownBy(() -> sender.nats().request("ask.signed.scoped", "1", String.class))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(403));
		assertThat(receiver().bean(Seen.class).denied).isNotEmpty();
	}

	@Test
	void aReplyThatNobodySignedIsRefused() {
		var dispatcher = attacker
			.createDispatcher((message) -> attacker.publish(message.getReplyTo(), bytes("forged")));
		dispatcher.subscribe("impostor.signed.orders");
		flush();
		assertThatExceptionOfType(MessageRefusedException.class)
			.isThrownBy(() -> sender.nats().request("impostor.signed.orders", "1", String.class));
		assertThat(sender.nats().to("impostor.signed.orders").payload("1").maxReplies(1).requestMany(String.class))
			.isEmpty();
		assertThat(sender.nats().requestAsync("impostor.signed.orders", "1", String.class))
			.failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(MessageRefusedException.class);
		attacker.closeDispatcher(dispatcher);
	}

	@Test
	void aReplyToAnotherRequestIsRefused() {
		List<Message> replies = new CopyOnWriteArrayList<>();
		var listening = attacker.createDispatcher(replies::add);
		listening.subscribe("_INBOX.>");
		flush();
		sender.nats().request("ask.signed.orders", "1", String.class);
		await(() -> replies.stream()
			.anyMatch((reply) -> new String(reply.getData(), StandardCharsets.UTF_8).equals("re 1")));
		attacker.closeDispatcher(listening);
		Message old = replies.stream().filter((reply) -> reply.getData().length == 4).findFirst().orElseThrow();
		var dispatcher = attacker
			.createDispatcher((message) -> attacker.publish(message.getReplyTo(), old.getHeaders(), old.getData()));
		dispatcher.subscribe("impostor.signed.orders");
		flush();
		assertThatExceptionOfType(MessageRefusedException.class)
			.isThrownBy(() -> sender.nats().request("impostor.signed.orders", "1", String.class));
		attacker.closeDispatcher(dispatcher);
	}

	@Test
	void anAccessTokenIsFetchedAndAccepted() {
		sender.nats().send("core.bearer.orders", "1");
		await(() -> !recorder().handled().isEmpty());
		assertThat(recorder().handled()).containsExactly(new Recorder.Handled("core.bearer.orders", "1", "alice"));
		assertThat(sender.nats().request("ask.bearer.orders", "2", String.class)).isEqualTo("re 2");
	}

	@Test
	void aTokenThatIsBoundToTheSendersKeyIsAcceptedFromTheSenderOnly() {
		List<Message> stolen = new CopyOnWriteArrayList<>();
		var dispatcher = attacker.createDispatcher(stolen::add);
		dispatcher.subscribe("core.bound.>");
		flush();
		sender.nats().send("core.bound.orders", "1");
		await(() -> !recorder().handled().isEmpty() && !stolen.isEmpty());
		assertThat(recorder().handled()).containsExactly(new Recorder.Handled("core.bound.orders", "1", "alice"));
		attacker.closeDispatcher(dispatcher);
		// the token with a proof by another key
		OctetKeyPair own = key("own");
		String token = stolen.get(0).getHeaders().getFirst("Authorization").substring("Bearer ".length());
		var message = new dev.natsboot.core.OutboundMessage(dev.natsboot.core.OutboundMessage.Kind.EVENT,
				"core.bound.orders", null, bearer(token), bytes("2"));
		message.headers()
			.put("Message-Proof", ProofSigners.of("sender", own, List.of()).sign(message, "x", null, token));
		attacker.publish("core.bound.orders", message.headers(), bytes("2"));
		awaitRefused("consume:not-bound");
	}

	@Test
	void aListenerMethodGetsItsSender() {
		sender.nats().send("who.bearer.orders", "1");
		await(() -> seen().size() == 1);
		assertThat(seen()).containsExactly(List.of("alice", "alice", "alice", "alice", "alice"));
	}

	@Test
	void aSimpUserHeaderIsNeverMapped() {
		sender.nats().to("map.signed.orders").header("simpUser", "root").payload("1").send();
		await(() -> seen().size() == 1);
		assertThat(seen().get(0)).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
			.doesNotContainKey("simpUser")
			.containsEntry("principal", "sender");
	}

	@Test
	void methodSecurityDecidesWithTheSender() {
		assertThatExceptionOfType(ServiceErrorException.class)
			.isThrownBy(() -> sender.nats().request("admin.signed.orders", "1", String.class))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(403));
		assertThat(sender.nats().request("admin.signed.service", "1", String.class)).isEqualTo("yes");
	}

	@Test
	void eachMessageOfABatchIsAuthenticatedAndTheBatchKnowsNobody() {
		int before = deadLetters().size();
		sender.nats().publish("batch.signed.orders", "1");
		attacker.publish("batch.signed.orders", bytes("forged"));
		sender.nats().publish("batch.signed.orders", "2");
		await(() -> seen().size() == 2);
		assertThat(seen()).containsExactly("1 by nobody", "2 by nobody");
		await(() -> deadLetters().size() == before + 1);
		assertThat(recorder().refused()).containsExactly("consume:missing");
	}

	@Test
	void aFutureIsAnsweredAndTheThreadKnowsNobodyAfterwards() {
		assertThat(sender.nats().request("later.signed.orders", "1", String.class)).isEqualTo("sender, then nobody");
		assertThatExceptionOfType(ServiceErrorException.class)
			.isThrownBy(() -> sender.nats().request("later.signed.denied", "1", String.class))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(403));
	}

	@Test
	void aReactiveListenerFindsItsSenderOnAnyThread() {
		assertThat(sender.nats().request("mono.signed.orders", "1", String.class))
			.isEqualTo("sender on another thread");
	}

	@Test
	void whoMayNotPublishIsTold() {
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("bob", "", "ROLE_GUEST"));
		try {
			assertThatExceptionOfType(AuthorizationDeniedException.class)
				.isThrownBy(() -> sender.nats().send("core.signed.restricted", "1"));
			SecurityContextHolder.getContext()
				.setAuthentication(new TestingAuthenticationToken("eve", "", "ROLE_CLERK"));
			sender.nats().send("core.signed.restricted", "2");
		}
		finally {
			SecurityContextHolder.clearContext();
		}
		await(() -> recorder().payloads("core.signed.restricted").equals(List.of("2")));
	}

	@Test
	void anApplicationMayNotSetTokenHeadersItself() {
		assertThatExceptionOfType(NatsException.class)
			.isThrownBy(() -> sender.nats().to("core.signed.orders").header("authorization", "x").payload("1").send())
			.withMessageContaining("only the library sets");
		assertThatExceptionOfType(NatsException.class)
			.isThrownBy(() -> sender.nats().send("core.bearer.orders", "1", new Headers().put("MESSAGE-PROOF", "x")));
	}

	@Test
	void whatTheServerWouldChangeCannotBeProtected() {
		assertThatExceptionOfType(NatsException.class)
			.isThrownBy(() -> sender.nats()
				.to("secured.schedules.c")
				.deliver(Schedule.after(Duration.ofHours(1)), "secured.signed.later")
				.payload("1")
				.publish())
			.withMessageContaining("is a schedule");
	}

	@Test
	void refusalsAreEventsForAudit() {
		attacker.publish("core.signed.orders", bytes("forged"));
		await(() -> !receiver().bean(Seen.class).failures.isEmpty());
		assertThat(receiver().bean(Seen.class).failures).contains("core: A message was refused: missing");
	}

	/**
	 * The receiver's key.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class ReceiverConfiguration {

		@Bean
		SigningKeys signingKeys() {
			return new FixedSigningKeys(RECEIVER);
		}

	}

	/**
	 * Where the sender's access tokens come from.
	 */
	@Configuration(proxyBeanMethods = false)
	static class TokenConfiguration {

		@Bean
		TokenSupplier tokens() {
			return (message) -> issuer.token((claims) -> {
				if (message.subject().contains(".bound.")) {
					claims.claim("cnf", Map.of("jkt", thumbprint()));
				}
			});
		}

		private static String thumbprint() {
			try {
				return SENDER.computeThumbprint().toString();
			}
			catch (com.nimbusds.jose.JOSEException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * What listeners saw, and the events.
	 */
	static class Seen {

		final List<Object> all = new CopyOnWriteArrayList<>();

		final List<String> failures = new CopyOnWriteArrayList<>();

		final List<Object> denied = new CopyOnWriteArrayList<>();

		@EventListener
		void failed(AbstractAuthenticationFailureEvent event) {
			this.failures.add(event.getAuthentication().getName() + ": " + event.getException().getMessage());
		}

		@EventListener
		void denied(AuthorizationDeniedEvent<?> event) {
			this.denied.add(event.getObject());
		}

	}

	/**
	 * Listeners that look at their sender.
	 */
	static class Listeners {

		private final List<Object> seen;

		Listeners(Seen seen) {
			this.seen = seen.all;
		}

		@NatsListener(id = "who", subjects = "who.bearer.>")
		void who(String payload, Authentication authentication, Principal principal, Jwt jwt,
				@AuthenticationPrincipal Jwt principalJwt,
				@AuthenticationPrincipal(expression = "subject") String subject) {
			this.seen.add(List.of(authentication.getName(), principal.getName(), jwt.getSubject(),
					principalJwt.getSubject(), subject));
		}

		@NatsListener(id = "map", subjects = "map.signed.>")
		void map(@org.springframework.messaging.handler.annotation.Headers Map<String, Object> headers,
				Principal principal) {
			Map<String, Object> all = new java.util.HashMap<>(headers);
			all.put("principal", principal.getName());
			this.seen.add(all);
		}

		@NatsListener(id = "admin", subjects = "admin.signed.orders")
		@PreAuthorize("hasRole('ADMIN')")
		public String admin() {
			return "yes";
		}

		@NatsListener(id = "service", subjects = "admin.signed.service")
		@PreAuthorize("hasAuthority('SERVICE_sender')")
		public String service() {
			return "yes";
		}

		@NatsListener(id = "fail", subjects = "fail.signed.>")
		String fail() {
			throw new ServiceErrorException(409, "Conflict");
		}

		@NatsListener(id = "batch", subjects = "batch.signed.>", durable = "batch", batch = "2", batchWait = "50ms")
		void batch(List<String> payloads) {
			Authentication sender = SecurityContextHolder.getContext().getAuthentication();
			payloads.forEach((payload) -> this.seen.add(payload + " by " + ((sender != null) ? sender : "nobody")));
		}

		@NatsListener(id = "mono", subjects = "mono.signed.>")
		Mono<String> mono() {
			Thread first = Thread.currentThread();
			return Mono.delay(Duration.ofMillis(1))
				.then(ReactiveSecurityContextHolder.getContext())
				.map((context) -> context.getAuthentication().getName()
						+ ((Thread.currentThread() != first) ? " on another thread" : ""));
		}

		@NatsListener(id = "later", subjects = "later.signed.>")
		CompletableFuture<String> later(Message message) {
			String first = SecurityContextHolder.getContext().getAuthentication().getName();
			if (message.getSubject().endsWith(".denied")) {
				return CompletableFuture.failedFuture(new AuthorizationDeniedException("no"));
			}
			Executor other = (task) -> new Thread(task).start();
			return CompletableFuture.supplyAsync(
					() -> first + ", then "
							+ ((SecurityContextHolder.getContext().getAuthentication() != null) ? "known" : "nobody"),
					other);
		}

	}

}
