package dev.natsboot.cloud.stream.binder;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import io.nats.client.api.MessageInfo;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.function.cloudevent.CloudEventMessageBuilder;
import org.springframework.cloud.stream.binder.BinderHeaders;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the framework does on top of a binder: routing, content types,
 * CloudEvents, batches, embedded headers, several destinations.
 */
class MessagingTests {

	private static TestApplication application;

	private static Functions functions;

	@BeforeAll
	static void start() {
		application = TestApplication.with(Functions.class)
			.functions("functionRouter;embedded;several;multiplexed;batch;busy;split;events;decoded")
			.property("spring.cloud.function.routing-expression", "headers['to']")
			.input("functionRouter-in-0", "msg.routed", "router")
			.input("embedded-in-0", "msg.embedded", "embedded")
			.binding("embedded-in-0", "consumer.header-mode", "embeddedHeaders")
			.output("embed", "msg.embedded")
			.binding("embed", "producer.header-mode", "embeddedHeaders")
			.property("spring.cloud.stream.nats.binder.headers", "colour")
			.input("several-in-0", "msg.one, msg.two", "several")
			.input("multiplexed-in-0", "msg.one,msg.two", "multiplexed")
			.binding("multiplexed-in-0", "consumer.multiplex", true)
			.input("batch-in-0", "msg.batch", "batch")
			.binding("batch-in-0", "consumer.batch-mode", true)
			.property("spring.cloud.stream.nats.default.consumer.batch-size", 3)
			.property("spring.cloud.stream.nats.default.consumer.batch-wait", "5s")
			.input("busy-in-0", "msg.busy", "busy")
			.binding("busy-in-0", "consumer.concurrency", 3)
			.input("split-in-0", "msg.split", "split")
			.output("split-out-0", "msg.parts")
			.input("events-in-0", "msg.events", "events")
			.output("events-out-0", "msg.events-out")
			.input("decoded-in-0", "msg.decoded", "decoded")
			.binding("decoded-in-0", "consumer.use-native-decoding", true)
			.start();
		functions = application.bean(Functions.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
		T next = queue.poll(20, TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	@Test
	void aMessageIsRoutedToAFunction() throws Exception {
		application.bridge().send("msg.routed", MessageBuilder.withPayload("x").setHeader("to", "first").build());
		application.bridge().send("msg.routed", MessageBuilder.withPayload("y").setHeader("to", "second").build());
		assertThat(List.of(next(functions.routed), next(functions.routed))).containsExactly("first x", "second y");
	}

	@Test
	void headersMayBeEmbeddedInThePayload() throws Exception {
		application.bridge()
			.send("embed", MessageBuilder.withPayload("x").setHeader("colour", "red").setHeader("other", 1).build());
		assertThat(application.last("msg%2Eembedded", "msg.embedded").getHeaders()).isNull();
		Message<String> message = next(functions.embedded);
		assertThat(message.getPayload()).isEqualTo("x");
		assertThat(message.getHeaders()).containsEntry("colour", "red").doesNotContainKey("other");
	}

	@Test
	void aBindingMayHaveSeveralDestinations() throws Exception {
		application.nats().publish("msg.one", "1");
		application.nats().publish("msg.two", "2");
		assertThat(List.of(next(functions.several), next(functions.several))).containsExactlyInAnyOrder("1", "2");
		assertThat(List.of(next(functions.multiplexed), next(functions.multiplexed))).containsExactlyInAnyOrder("1",
				"2");
		assertThat(application.bindings().queryState("several-in-0")).hasSize(2);
		assertThat(application.bindings().queryState("multiplexed-in-0")).hasSize(1);
		assertThat(application.consumer("msg%2Etwo", "several-msg%2Etwo")).isNotNull();
	}

	@Test
	void aBatchHasPayloadsAndHeaders() throws Exception {
		for (int i = 0; i < 3; i++) {
			application.bridge().send("msg.batch", MessageBuilder.withPayload("m" + i).setHeader("place", i).build());
		}
		Message<List<String>> batch = next(functions.batches);
		assertThat(batch.getPayload()).containsExactly("m0", "m1", "m2");
		assertThat(batch.getHeaders().get(BinderHeaders.BATCH_HEADERS))
			.asInstanceOf(InstanceOfAssertFactories.list(Map.class))
			.extracting((headers) -> headers.get("place"))
			.containsExactly(0, 1, 2);
		application.awaitSettled("msg%2Ebatch", "batch");
	}

	@Test
	void messagesAreHandledAtTheSameTime() {
		for (int i = 0; i < 3; i++) {
			application.nats().publish("msg.busy", "x");
		}
		TestApplication.eventually(() -> functions.most.get() == 3);
		application.awaitSettled("msg%2Ebusy", "busy");
	}

	@Test
	void aListBecomesMessagesThatAreAllStoredBeforeTheInputIsAcknowledged() throws Exception {
		application.nats().publish("msg.split", "a,b,c");
		application.awaitSettled("msg%2Esplit", "split");
		assertThat(application.management().getStreamInfo("msg%2Eparts").getStreamState().getMsgCount()).isEqualTo(3);
	}

	@Test
	void cloudEventsStayCloudEvents() throws Exception {
		application.bridge()
			.send("msg.events",
					CloudEventMessageBuilder.withData("{\"a\":1}".getBytes(StandardCharsets.UTF_8))
						.setId("7")
						.setType("made")
						.setSource(URI.create("https://example.org"))
						.build("ce-"));
		TestApplication.eventually(() -> application.last("msg%2Eevents-out", "msg.events-out") != null);
		MessageInfo sent = application.last("msg%2Eevents", "msg.events");
		assertThat(sent.getHeaders().getFirst("ce-type")).isEqualTo("made");
		assertThat(next(functions.events)).isEqualTo("made");
	}

	@Test
	void nativeDecodingIsThePayloadAsItCame() throws Exception {
		application.nats().publish("msg.decoded", new byte[] { 1, 2 });
		assertThat(next(functions.decoded)).containsExactly(1, 2);
	}

	static class Functions {

		final BlockingQueue<String> routed = new LinkedBlockingQueue<>();

		final BlockingQueue<Message<String>> embedded = new LinkedBlockingQueue<>();

		final BlockingQueue<String> several = new LinkedBlockingQueue<>();

		final BlockingQueue<String> multiplexed = new LinkedBlockingQueue<>();

		final BlockingQueue<Message<List<String>>> batches = new LinkedBlockingQueue<>();

		final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		final BlockingQueue<byte[]> decoded = new LinkedBlockingQueue<>();

		final AtomicInteger now = new AtomicInteger();

		final AtomicInteger most = new AtomicInteger();

		@Bean
		Consumer<String> first() {
			return (text) -> this.routed.add("first " + text);
		}

		@Bean
		Consumer<String> second() {
			return (text) -> this.routed.add("second " + text);
		}

		@Bean
		Consumer<Message<String>> embedded() {
			return this.embedded::add;
		}

		@Bean
		Consumer<String> several() {
			return this.several::add;
		}

		@Bean
		Consumer<String> multiplexed() {
			return this.multiplexed::add;
		}

		@Bean
		Consumer<Message<List<String>>> batch() {
			return this.batches::add;
		}

		@Bean
		Consumer<String> busy() {
			return (text) -> {
				int together = this.now.incrementAndGet();
				this.most.accumulateAndGet(together, Math::max);
				TestApplication.eventually(() -> this.most.get() == 3);
				this.now.decrementAndGet();
			};
		}

		@Bean
		Function<String, List<Message<String>>> split() {
			return (text) -> Stream.of(text.split(","))
				.map((part) -> MessageBuilder.withPayload(part).build())
				.toList();
		}

		@Bean
		Function<Message<Map<String, Object>>, Map<String, Object>> events() {
			return (message) -> {
				this.events.add(String.valueOf(message.getHeaders().get("ce-type")));
				return Map.of("b", 2);
			};
		}

		@Bean
		Consumer<byte[]> decoded() {
			return this.decoded::add;
		}

	}

}
