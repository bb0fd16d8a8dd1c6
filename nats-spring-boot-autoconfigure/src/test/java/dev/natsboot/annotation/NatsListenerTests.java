package dev.natsboot.annotation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.natsboot.TestApplication;
import dev.natsboot.TestServer;
import dev.natsboot.core.NatsTimeoutException;
import dev.natsboot.core.ServiceErrorException;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a user of {@link NatsListener} may write, each thing tried against a server.
 */
class NatsListenerTests {

	private static TestApplication application;

	private static final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

	@BeforeAll
	static void start() {
		application = TestApplication.with(Handlers.class, GenericHandlers.class, ValidatedHandlers.class)
			.property("app.subject", "t.placeholder")
			.property("app.subjects", "t.list.a,t.list.b")
			.start(TestServer.url());
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	private static Object take() throws InterruptedException {
		Object value = received.poll(20, TimeUnit.SECONDS);
		assertThat(value).as("a message within 20 s").isNotNull();
		return value;
	}

	private static void send(String subject, @Nullable Object payload) {
		application.nats().send(subject, payload);
	}

	private static <T> T request(String subject, @Nullable Object payload, Class<T> type) {
		return application.nats().request(subject, payload, type);
	}

	@Test
	void bytes() throws Exception {
		send("t.bytes", new byte[] { 1, 2 });
		assertThat((byte[]) take()).containsExactly(1, 2);
	}

	@Test
	void textAndEmptyText() throws Exception {
		send("t.text", "häh");
		assertThat(take()).isEqualTo("häh");
		send("t.text", null);
		assertThat(take()).isEqualTo("");
	}

	@Test
	void record() throws Exception {
		send("t.record", new Order("1", 2));
		assertThat(take()).isEqualTo(new Order("1", 2));
	}

	@Test
	void generics() throws Exception {
		send("t.generics", List.of(new Order("1", 2), new Order("2", 3)));
		assertThat(take()).isEqualTo(List.of(new Order("1", 2), new Order("2", 3)));
	}

	@Test
	void typeVariableOfABaseClass() throws Exception {
		send("t.typevariable", new Order("5", 6));
		assertThat(take()).isEqualTo(new Order("5", 6));
	}

	@Test
	void optionalPayload() throws Exception {
		send("t.optional", null);
		assertThat(take()).isEqualTo(Optional.empty());
		send("t.optional", new Order("1", 1));
		assertThat(take()).isEqualTo(Optional.of(new Order("1", 1)));
	}

	@Test
	void notRequiredPayload() throws Exception {
		send("t.notrequired", null);
		assertThat(take()).isEqualTo("nothing");
	}

	@Test
	void placeholdersExpressionsAndWildcards() throws Exception {
		send("t.placeholder", "p");
		assertThat(take()).isEqualTo("t.placeholder");
		send("t.list.a", "a");
		send("t.list.b", "b");
		assertThat(List.of(take(), take())).containsExactlyInAnyOrder("t.list.a", "t.list.b");
		send("t.wild.x.y", "w");
		assertThat(take()).isEqualTo("t.wild.x.y");
	}

	@Test
	void subjectTokens() throws Exception {
		send("t.token.eu.17.created", "x");
		assertThat(take()).isEqualTo("eu/17/created");
	}

	@Test
	void headers() throws Exception {
		application.nats().to("t.headers").payload("x").header("Count", "7").header("Tag", "a", "b").send();
		assertThat(take()).isEqualTo("7 [a, b] none Optional.empty fallback");
	}

	@Test
	void springMessage() throws Exception {
		application.nats().to("t.message").payload(new Order("1", 2)).header("Region", "eu").send();
		Message<?> message = (Message<?>) take();
		assertThat(message.getPayload()).isEqualTo(new Order("1", 2));
		assertThat(message.getHeaders()).containsEntry("Region", "eu").containsEntry("nats_subject", "t.message");
	}

	@Test
	void clientTypes() throws Exception {
		application.nats().to("t.client").payload("x").header("Region", "eu").send();
		assertThat(take()).isEqualTo("t.client eu CONNECTED eu");
	}

	@Test
	void repeatedAnnotationHasIdsOfItsOwn() throws Exception {
		send("t.repeat.one", "1");
		assertThat(take()).isEqualTo("t.repeat.one");
		send("t.repeat.two", "2");
		assertThat(take()).isEqualTo("t.repeat.two");
		assertThat(application.listener("natsListenerTests.Handlers.repeated-1").description().subjects())
			.containsExactly("t.repeat.one");
	}

	@Test
	void metaAnnotation() throws Exception {
		send("t.meta", "1");
		assertThat(take()).isEqualTo("meta 1");
	}

	@Test
	void queueNameFromAnExpression() {
		String queue = application.listener("grouped").description().queue();
		assertThat(queue).startsWith("workers.").hasSizeGreaterThan("workers.".length());
		assertThat(queue).doesNotContain("$").doesNotContain("#");
	}

	@Test
	void answersARequest() {
		assertThat(request("t.reply", new Order("1", 2), Order.class)).isEqualTo(new Order("1", 4));
	}

	@Test
	void answersLater() {
		assertThat(request("t.future", "a", String.class)).isEqualTo("future a");
		assertThat(request("t.mono", "b", String.class)).isEqualTo("mono b");
	}

	@Test
	void answersWithATypedList() {
		assertThat(application.nats().request("t.replies", null, new ParameterizedTypeReference<List<Order>>() {
		})).containsExactly(new Order("a", 1), new Order("b", 2));
	}

	@Test
	void sendsTheResultOn() throws Exception {
		send("t.sendto", "x");
		assertThat(take()).isEqualTo("sent on: x");
	}

	@Test
	void aFailedRequestIsAnsweredAtOnce() {
		assertThatExceptionOfType(ServiceErrorException.class).isThrownBy(() -> request("t.fails", "x", String.class))
			.satisfies((ex) -> {
				assertThat(ex.getCode()).isEqualTo(500);
				assertThat(ex.getDescription()).contains("IllegalStateException").doesNotContain("secret");
			});
		assertThatExceptionOfType(ServiceErrorException.class)
			.isThrownBy(() -> request("t.fails.later", "x", String.class))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(500));
	}

	@Test
	void aListenerWithNothingToAnswerAnswersNoFailureEither() {
		// its requester may be a publisher that waits for a stream's confirmation
		assertThatExceptionOfType(NatsTimeoutException.class).isThrownBy(() -> application.nats()
			.to("t.fails.void")
			.payload("x")
			.timeout(Duration.ofMillis(300))
			.request(String.class));
	}

	@Test
	void isCalledThroughTheProxiesAroundItsBean() throws Exception {
		send("t.proxied", "no");
		send("t.proxied", "long enough");
		assertThat(take()).isEqualTo("long enough");
	}

	@Test
	void theHandlerChoosesItsError() {
		assertThatExceptionOfType(ServiceErrorException.class).isThrownBy(() -> request("t.chosen", "x", String.class))
			.satisfies((ex) -> {
				assertThat(ex.getCode()).isEqualTo(404);
				assertThat(ex.getDescription()).isEqualTo("no such thing?line two");
			});
	}

	@Test
	void malformedAndInvalidRequestsAreBadRequests() {
		assertThatExceptionOfType(ServiceErrorException.class)
			.isThrownBy(() -> application.nats()
				.to("t.reply")
				.contentType("application/json")
				.payload("{\"id\":".getBytes(java.nio.charset.StandardCharsets.UTF_8))
				.request(Order.class))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(400));
		assertThatExceptionOfType(ServiceErrorException.class)
			.isThrownBy(() -> request("t.valid", new Order("1", -77), String.class))
			.satisfies((ex) -> {
				assertThat(ex.getCode()).isEqualTo(400);
				assertThat(ex.getDescription()).contains("quantity").doesNotContain("77");
			});
		assertThat(request("t.valid", new Order("1", 77), String.class)).isEqualTo("valid");
	}

	@Test
	void aHandlerThatLeavesItsThreadInterruptedStillGetsTheNextMessage() throws Exception {
		send("t.interrupts", "1");
		assertThat(take()).isEqualTo("1");
		send("t.interrupts", "2");
		assertThat(take()).isEqualTo("2");
	}

	@Test
	void anErrorOfTheVirtualMachineDoesNotEndTheListener() throws Exception {
		send("t.dies", "1");
		assertThat(take()).isEqualTo("1");
		send("t.dies", "2");
		assertThat(take()).isEqualTo("2");
	}

	@Test
	void nullAnswersWithAnEmptyPayload() {
		assertThat(application.nats().to("t.null").payload("x").timeout(Duration.ofSeconds(20)).request(byte[].class))
			.isEmpty();
	}

	record Order(String id, @Positive int quantity) {

	}

	@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
	@NatsListener("t.meta")
	@interface MetaListener {

	}

	abstract static class Base<T> {

		@NatsListener("t.typevariable")
		void handle(T payload) {
			received.add(payload);
		}

	}

	static class GenericHandlers extends Base<Order> {

	}

	@Validated
	static class ValidatedHandlers {

		@NatsListener("t.proxied")
		public void handle(@Size(min = 5) String payload) {
			received.add(payload);
		}

	}

	static class Handlers {

		@NatsListener("t.bytes")
		void bytes(byte[] payload) {
			received.add(payload);
		}

		@NatsListener("t.text")
		public void text(String payload) {
			received.add(payload);
		}

		@NatsListener("t.record")
		private void record(Order payload) {
			received.add(payload);
		}

		@NatsListener("t.generics")
		void generics(List<Order> payload) {
			received.add(payload);
		}

		@NatsListener("t.optional")
		void optional(Optional<Order> payload) {
			received.add(payload);
		}

		@NatsListener("t.notrequired")
		void notRequired(@Payload(required = false) Order payload) {
			received.add((payload != null) ? payload : "nothing");
		}

		@NatsListener({ "${app.subject}", "#{'${app.subjects}'.split(',')}", "t.wild.>" })
		void subjects(io.nats.client.Message message) {
			received.add(message.getSubject());
		}

		@NatsListener("t.token.{region}.*.created")
		void tokens(@SubjectToken String region, @SubjectToken(4) int number, @SubjectToken(5) String last) {
			received.add(region + "/" + number + "/" + last);
		}

		@NatsListener("t.headers")
		void headers(@Header("Count") int count, @Header("Tag") List<String> tags,
				@Header(name = "Missing", required = false) String missing, @Header("Absent") Optional<String> absent,
				@Header(name = "Default", defaultValue = "fallback") String fallback) {
			received
				.add(count + " " + tags + " " + ((missing != null) ? missing : "none") + " " + absent + " " + fallback);
		}

		@NatsListener("t.message")
		void message(Message<Order> message) {
			received.add(message);
		}

		@NatsListener("t.client")
		void client(io.nats.client.Message message, Headers headers, Connection connection,
				@org.springframework.messaging.handler.annotation.Headers Map<String, Object> map) {
			received.add(message.getSubject() + " " + headers.getFirst("Region") + " " + connection.getStatus() + " "
					+ map.get("Region"));
		}

		@NatsListener("t.repeat.one")
		@NatsListener("t.repeat.two")
		void repeated(io.nats.client.Message message) {
			received.add(message.getSubject());
		}

		@MetaListener
		void meta(String payload) {
			received.add("meta " + payload);
		}

		@NatsListener(subjects = "t.queue", queue = "workers.#{T(java.lang.ProcessHandle).current().pid()}",
				id = "grouped")
		void queue(String payload) {
			received.add(payload);
		}

		@NatsListener("t.reply")
		Order reply(Order order) {
			return new Order(order.id(), order.quantity() * 2);
		}

		@NatsListener("t.future")
		CompletableFuture<String> future(String payload) {
			return CompletableFuture.supplyAsync(() -> "future " + payload);
		}

		@NatsListener("t.mono")
		Mono<String> mono(String payload) {
			return Mono.delay(Duration.ofMillis(5)).map((tick) -> "mono " + payload);
		}

		@NatsListener("t.replies")
		List<Order> replies() {
			return List.of(new Order("a", 1), new Order("b", 2));
		}

		@NatsListener("t.sendto")
		@SendTo("t.sendto.target")
		String sendTo(String payload) {
			return "sent on: " + payload;
		}

		@NatsListener("t.sendto.target")
		void sendToTarget(String payload) {
			received.add(payload);
		}

		@NatsListener("t.fails")
		String fails(String payload) {
			throw new IllegalStateException("secret");
		}

		@NatsListener("t.fails.later")
		CompletableFuture<String> failsLater(String payload) {
			return CompletableFuture.supplyAsync(() -> {
				throw new IllegalStateException("secret");
			});
		}

		@NatsListener("t.fails.void")
		void failsVoid(String payload) {
			throw new IllegalStateException("secret");
		}

		@NatsListener("t.chosen")
		String chosen(String payload) {
			throw new ServiceErrorException(404, "no such thing\nline two");
		}

		@NatsListener("t.valid")
		String valid(@Valid Order order) {
			return "valid";
		}

		@NatsListener("t.interrupts")
		void interrupts(String payload) {
			received.add(payload);
			Thread.currentThread().interrupt();
		}

		@NatsListener("t.dies")
		void dies(String payload) {
			received.add(payload);
			throw new StackOverflowError();
		}

		@NatsListener("t.null")
		String nothing(String payload) {
			return null;
		}

	}

}
