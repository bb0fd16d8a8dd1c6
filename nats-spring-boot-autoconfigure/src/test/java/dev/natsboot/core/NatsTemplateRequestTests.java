package dev.natsboot.core;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Options;
import io.nats.client.impl.Headers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NatsTemplateRequestTests extends TemplateTestBase {

	private static void answer(String subject, String payload) throws Exception {
		respond(subject, (request) -> connection.publish(request.getReplyTo(),
				new Headers().put("Content-Type", "application/json"), payload.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void readsRepliesOfEveryType() throws Exception {
		answer("request.order", "{\"id\":\"o-1\",\"quantity\":2}");
		NatsTemplate template = template();
		assertThat(template.request("request.order", "x", Order.class)).isEqualTo(new Order("o-1", 2));
		assertThat(template.request("request.order", "x", String.class)).startsWith("{\"id\"");
		assertThat(template.request("request.order", "x", byte[].class)).isNotEmpty();
		Message raw = template.request("request.order", "x", Message.class);
		assertThat(raw).isNotNull();
		assertThat(raw.getHeaders().getFirst("Content-Type")).isEqualTo("application/json");
		assertThat(template.request("request.order", "x", Void.class)).isNull();
	}

	@Test
	void readsGenericReplies() throws Exception {
		answer("request.lines", "[{\"sku\":\"a\",\"amounts\":{\"eu\":1}}]");
		List<Line> lines = template().request("request.lines", null, new ParameterizedTypeReference<List<Line>>() {
		});
		assertThat(lines).containsExactly(new Line("a", Map.of("eu", 1)));
		Optional<List<Line>> optional = template().request("request.lines", null,
				new ParameterizedTypeReference<Optional<List<Line>>>() {
				});
		assertThat(optional).contains(lines);
		CompletableFuture<List<Line>> future = template().requestAsync("request.lines", null,
				new ParameterizedTypeReference<List<Line>>() {
				});
		assertThat(future.get(20, TimeUnit.SECONDS)).isEqualTo(lines);
	}

	@Test
	void anEmptyReplyIsNoRecordButAnEmptyOptional() throws Exception {
		respond("request.empty", (request) -> connection.publish(request.getReplyTo(), new byte[0]));
		assertThatExceptionOfType(PayloadConversionException.class)
			.isThrownBy(() -> template().request("request.empty", "x", Order.class));
		assertThat(template().request("request.empty", "x", new ParameterizedTypeReference<Optional<Order>>() {
		})).isEmpty();
		assertThat(template().request("request.empty", "x", String.class)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "advanced", "report", "old" })
	void tellsNoRespondersFromATimeout(String mode) throws Exception {
		Options.Builder options = Options.builder();
		switch (mode) {
			case "advanced" -> options.advancedRequestBehavior();
			case "report" -> options.reportNoResponders();
			case "old" -> options.oldRequestStyle();
			default -> {
			}
		}
		Connection client = connect(options);
		try {
			NatsTemplate template = builder(client).build();
			assertThatExceptionOfType(NoRespondersException.class)
				.isThrownBy(() -> template.request("request.nobody", "x", String.class))
				.withMessageContaining("request.nobody");
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> template.requestAsync("request.nobody", "x", String.class).get())
				.withCauseInstanceOf(NoRespondersException.class);
			respond("request.silent", (request) -> {
			});
			assertThatExceptionOfType(NatsTimeoutException.class)
				.isThrownBy(() -> template.to("request.silent").timeout(SHORT).request(String.class))
				.withMessageContaining("200 ms");
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> template.to("request.silent").timeout(SHORT).requestAsync(String.class).get())
				.withCauseInstanceOf(NatsTimeoutException.class);
		}
		finally {
			client.close();
		}
	}

	@Test
	void aServiceErrorIsAnException() throws Exception {
		respond("request.error",
				(request) -> connection.publish(request.getReplyTo(),
						new Headers().put("Nats-Service-Error", "no such order").put("Nats-Service-Error-Code", "404"),
						new byte[0]));
		assertThatExceptionOfType(ServiceErrorException.class)
			.isThrownBy(() -> template().request("request.error", "x", Order.class))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(404))
			.withMessage("404 no such order");
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> template().requestAsync("request.error", "x", Void.class).get())
			.withCauseInstanceOf(ServiceErrorException.class);
		Message raw = template().request("request.error", "x", Message.class);
		assertThat(raw).isNotNull();
		assertThat(raw.getHeaders().getFirst("Nats-Service-Error-Code")).isEqualTo("404");
	}

	@Test
	void aCallbackMayWaitForAnotherReply() throws Exception {
		answer("request.nested", "{\"id\":\"o-1\",\"quantity\":2}");
		NatsTemplate template = template();
		CompletableFuture<Order> second = template.requestAsync("request.nested", "x", Order.class)
			.thenApply((first) -> template.request("request.nested", first, Order.class));
		assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(new Order("o-1", 2));
	}

	@Test
	void anInterruptEndsTheWaiting() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		respond("request.patience", (request) -> asked.countDown());
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		Thread caller = new Thread(() -> {
			try {
				template().request("request.patience", "x", String.class);
			}
			catch (NatsInterruptedException ex) {
				if (Thread.currentThread().isInterrupted()) {
					thrown.set(ex);
				}
			}
		});
		caller.start();
		await(asked);
		Awaitility.await().atMost(LONG).until(() -> caller.getState() == Thread.State.TIMED_WAITING);
		caller.interrupt();
		caller.join(LONG.toMillis());
		assertThat(thrown.get()).hasMessageContaining("was sent");
	}

	@Test
	void aConnectionClosedMeanwhileIsNotATimeout() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		respond("request.closing", (request) -> asked.countDown());
		Connection client = connect(Options.builder());
		CompletableFuture<String> reply = builder(client).build().requestAsync("request.closing", "x", String.class);
		await(asked);
		client.close();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> reply.get(20, TimeUnit.SECONDS))
			.withCauseInstanceOf(NatsNotConnectedException.class);
	}

	@Test
	void aFrozenServerIsATimeoutForEveryFuture() throws Exception {
		NatsTemplate template = template();
		connection.flush(LONG);
		server.pause();
		try {
			CompletableFuture<String> reply = template.to("request.frozen").timeout(SHORT).requestAsync(String.class);
			Awaitility.await().atMost(LONG).until(reply::isDone);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(reply::get)
				.withCauseInstanceOf(NatsTimeoutException.class);
		}
		finally {
			server.resume();
		}
	}

}
