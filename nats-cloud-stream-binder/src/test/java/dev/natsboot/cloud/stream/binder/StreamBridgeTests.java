package dev.natsboot.cloud.stream.binder;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.nats.client.Dispatcher;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of sending from outside of functions.
 */
class StreamBridgeTests {

	private static TestApplication application;

	@BeforeAll
	static void start() throws Exception {
		application = TestApplication.with(Errors.class)
			.output("full", "bridge.full")
			.output("async", "bridge.full")
			.nats("async", "producer.sync", false)
			.binding("async", "error-handler-definition", "failed")
			.output("native", "bridge.native")
			.binding("native", "producer.use-native-encoding", true)
			.output("ids", "bridge.ids")
			.nats("ids", "producer.message-id-expression", "headers['order']")
			.output("bare", "bridge.bare")
			.binding("bare", "producer.header-mode", "none")
			.start();
		application.management()
			.addStream(StreamConfiguration.builder().name("BRIDGE").subjects("bridge.many.>").build());
		application.management()
			.addStream(StreamConfiguration.builder()
				.name("FULL")
				.subjects("bridge.full")
				.maxMessages(1)
				.discardPolicy(DiscardPolicy.New)
				.storageType(StorageType.Memory)
				.build());
		application.nats().publish("bridge.full", "first");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void aSubjectIsLookedUpOnceHoweverOftenItsBindingIsMadeAnew() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		Dispatcher dispatcher = application.connection().createDispatcher((message) -> calls.incrementAndGet());
		dispatcher.subscribe("$JS.API.STREAM.>");
		application.connection().flush(null);
		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < 30; i++) {
				application.bridge().send("bridge.many." + i, "x");
			}
		}
		application.connection().flush(null);
		assertThat(application.management().getStreamInfo("BRIDGE").getStreamState().getMsgCount()).isEqualTo(90);
		assertThat(calls.get()).isBetween(30, 32);
		application.connection().closeDispatcher(dispatcher);
	}

	@Test
	void whoeverSendsIsToldThatAMessageIsNotStored() {
		assertThatExceptionOfType(MessagingException.class)
			.isThrownBy(() -> application.bridge().send("full", "second"))
			.withStackTraceContaining("maximum messages exceeded");
	}

	@Test
	void withoutWaitingTheErrorChannelIsTold() throws Exception {
		CompletableFuture<PublishAck> confirm = new CompletableFuture<>();
		application.bridge()
			.send("async", MessageBuilder.withPayload("third").setHeader(NatsHeaders.CONFIRM, confirm).build());
		ErrorMessage error = application.bean(Errors.class).errors.poll(20, TimeUnit.SECONDS);
		assertThat(error).isNotNull();
		assertThat(error.getPayload()).hasStackTraceContaining("maximum messages exceeded");
		assertThat(confirm).isCompletedExceptionally();
	}

	@Test
	void theStreamsConfirmationIsToBeHad() throws Exception {
		CompletableFuture<PublishAck> confirm = new CompletableFuture<>();
		application.bridge()
			.send("bridge.confirmed", MessageBuilder.withPayload("x").setHeader(NatsHeaders.CONFIRM, confirm).build());
		assertThat(confirm.get(10, TimeUnit.SECONDS).getStream()).isEqualTo("bridge%2Econfirmed");
	}

	@Test
	void nativeEncodingIsTheLibrarys() throws Exception {
		application.bridge().send("native", new Order("A1", 3));
		assertThat(application.last("bridge%2Enative", "bridge.native").getData()).asString()
			.isEqualTo("{\"sku\":\"A1\",\"count\":3}");
	}

	@Test
	void duplicatesAreDropped() throws Exception {
		for (int i = 0; i < 2; i++) {
			application.bridge().send("ids", MessageBuilder.withPayload("x").setHeader("order", "o-1").build());
		}
		assertThat(application.management().getStreamInfo("bridge%2Eids").getStreamState().getMsgCount()).isEqualTo(1);
	}

	@Test
	void withoutHeadersThereAreNone() throws Exception {
		application.bridge().send("bare", MessageBuilder.withPayload("x").setHeader("a", 1).build());
		assertThat(application.last("bridge%2Ebare", "bridge.bare").getHeaders()).isNull();
	}

	record Order(String sku, int count) {
	}

	static class Errors {

		final BlockingQueue<ErrorMessage> errors = new LinkedBlockingQueue<>();

		@Bean
		Consumer<ErrorMessage> failed() {
			return this.errors::add;
		}

	}

}
