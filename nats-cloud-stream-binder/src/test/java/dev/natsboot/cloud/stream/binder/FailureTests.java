package dev.natsboot.cloud.stream.binder;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.natsboot.listener.Acknowledgment;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.stream.binder.RequeueCurrentMessageException;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.ErrorMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of functions that fail: who retries, what is told, and where messages end.
 */
class FailureTests {

	private static TestApplication application;

	private static Functions functions;

	@BeforeAll
	static void start() {
		TestApplication.Builder builder = TestApplication.with(Functions.class)
			.functions("framework;server;handled;manual;manualSends;batch;requeued;unkept;picky;parted")
			.input("framework-in-0", "fail.framework", "framework")
			.input("server-in-0", "fail.server", "server")
			.binding("server-in-0", "consumer.max-attempts", 1)
			.nats("server-in-0", "consumer.max-deliveries", 3)
			.nats("server-in-0", "consumer.dead-letter.stream", "FAIL_DEAD")
			.nats("server-in-0", "consumer.dead-letter.ttl", "1h")
			.input("handled-in-0", "fail.handled", "handled")
			.binding("handled-in-0", "error-handler-definition", "errors")
			.input("manual-in-0", "fail.manual", "manual")
			.nats("manual-in-0", "consumer.ack-mode", "manual")
			.input("manualSends-in-0", "fail.manual-sends", "manual")
			.nats("manualSends-in-0", "consumer.ack-mode", "manual")
			.input("batch-in-0", "fail.batch", "batch")
			.binding("batch-in-0", "consumer.batch-mode", true)
			.nats("batch-in-0", "consumer.batch-size", 4)
			.nats("batch-in-0", "consumer.batch-wait", "2s")
			.input("requeued-in-0", "fail.requeued", "requeued")
			.input("unkept-in-0", "fail.unkept", "unkept")
			.nats("unkept-in-0", "consumer.dead-letter.enabled", false)
			.input("picky-in-0", "fail.picky", "picky")
			.binding("picky-in-0", "consumer.retryable-exceptions.java.lang.IllegalArgumentException", false)
			.input("parted-in-0", "fail.parted", "parted")
			.binding("parted-in-0", "consumer.partitioned", true)
			.binding("parted-in-0", "consumer.instance-index", 1)
			.binding("parted-in-0", "consumer.instance-count", 2);
		application = builder.start();
		functions = application.bean(Functions.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	private static MessageInfo deadLetter(String stream, String subject) {
		TestApplication.eventually(() -> application.last(stream, subject) != null);
		try {
			return application.last(stream, subject);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void theFrameworkRetriesWithinOneDeliveryAndThenTheMessageIsADeadLetter() {
		application.nats().publish("fail.framework", "x");
		MessageInfo letter = deadLetter("DEAD_LETTERS", "dead-letters.fail%2Eframework.framework");
		assertThat(letter.getHeaders().getFirst("Dead-Letter-Deliveries")).isEqualTo("1");
		assertThat(letter.getHeaders().getFirst("Dead-Letter-Listener")).isEqualTo("framework-in-0");
		assertThat(letter.getHeaders().getFirst("Dead-Letter-Exception")).isEqualTo("java.lang.IllegalStateException");
		assertThat(functions.calls("framework")).isEqualTo(3);
		assertThat(functions.attempts).containsExactly(1, 2, 3);
		application.awaitSettled("fail%2Eframework", "framework");
	}

	@Test
	void theServerRetriesWithGrowingDeliveriesIntoADeadLetterStreamOfItsOwn() throws Exception {
		application.nats().publish("fail.server", "x");
		MessageInfo letter = deadLetter("FAIL_DEAD", "FAIL_DEAD.fail%2Eserver.server");
		assertThat(letter.getHeaders().getFirst("Dead-Letter-Deliveries")).isEqualTo("3");
		assertThat(letter.getHeaders().getFirst("Nats-TTL")).isEqualTo("3600s");
		assertThat(functions.calls("server")).isEqualTo(3);
		assertThat(application.management().getStreamInfo("FAIL_DEAD").getConfiguration().getAllowMessageTtl())
			.isTrue();
	}

	@Test
	void anErrorHandlerOfTheBindingTakesTheMessage() throws Exception {
		application.nats().publish("fail.handled", "x");
		ErrorMessage error = functions.errors.poll(20, TimeUnit.SECONDS);
		assertThat(error).isNotNull();
		assertThat(error.getOriginalMessage()).isNotNull();
		assertThat(error.getOriginalMessage().getHeaders()).containsEntry(NatsHeaders.SUBJECT, "fail.handled");
		application.awaitSettled("fail%2Ehandled", "handled");
		assertThat(application.management().getStreamNames()).contains("fail%2Ehandled");
		assertThat(functions.calls("handled")).isEqualTo(3);
	}

	@Test
	void aFunctionSettlesByHand() throws Exception {
		application.nats().publish("fail.manual", "x");
		Acknowledgment acknowledgment = functions.acknowledgments.poll(20, TimeUnit.SECONDS);
		assertThat(acknowledgment).isNotNull();
		assertThat(application.consumer("fail%2Emanual", "manual").getNumAckPending()).isEqualTo(1);
		assertThat(acknowledgment.ack()).isTrue();
		application.awaitSettled("fail%2Emanual", "manual");
	}

	@Test
	void whoSettlesByHandKnowsThatWhatItSentIsStored() throws Exception {
		application.management()
			.addStream(StreamConfiguration.builder()
				.name("NO_ROOM")
				.subjects("fail.no-room")
				.maxMessages(1)
				.discardPolicy(DiscardPolicy.New)
				.build());
		application.nats().publish("fail.no-room", "first");
		application.nats().publish("fail.manual-sends", "x");
		// the function does not get as far as to acknowledge
		MessageInfo letter = deadLetter("DEAD_LETTERS", "dead-letters.fail%2Emanual-sends.manual");
		assertThat(new String(letter.getData())).isEqualTo("x");
	}

	@Test
	void inABatchOnlyWhatFailedIsTriedAgain() throws Exception {
		for (String payload : List.of("a", "bad", "c", "d")) {
			application.nats().publish("fail.batch", payload);
		}
		MessageInfo letter = deadLetter("DEAD_LETTERS", "dead-letters.fail%2Ebatch.batch");
		assertThat(new String(letter.getData())).isEqualTo("bad");
		assertThat(letter.getHeaders().getFirst("Dead-Letter-Deliveries")).isEqualTo("3");
		application.awaitSettled("fail%2Ebatch", "batch");
		assertThat(functions.batches.get(0)).contains("a", "bad");
		assertThat(functions.batches.stream().flatMap(List::stream).filter("a"::equals)).hasSize(1);
		assertThat(functions.batches.stream().flatMap(List::stream).filter("bad"::equals)).hasSize(3);
	}

	@Test
	void aMessageThatIsRequeuedComesAgain() {
		application.nats().publish("fail.requeued", "x");
		TestApplication.eventually(() -> functions.calls("requeued") > 3);
		application.awaitSettled("fail%2Erequeued", "requeued");
	}

	@Test
	void withoutDeadLettersAMessageIsDropped() throws Exception {
		application.nats().publish("fail.unkept", "x");
		TestApplication.eventually(() -> functions.calls("unkept") == 3);
		application.awaitSettled("fail%2Eunkept", "unkept");
	}

	@Test
	void whatIsNotWorthTryingAgainIsNot() {
		application.nats().publish("fail.picky", "x");
		deadLetter("DEAD_LETTERS", "dead-letters.fail%2Epicky.picky");
		assertThat(functions.calls("picky")).isEqualTo(1);
	}

	@Test
	void deadLettersOfPartitionsAreApart() {
		application.nats().publish("fail.parted.partition.1", "x");
		MessageInfo letter = deadLetter("DEAD_LETTERS", "dead-letters.fail%2Eparted.parted-1");
		assertThat(letter.getHeaders().getFirst("Dead-Letter-Subject")).isEqualTo("fail.parted.partition.1");
	}

	static class Functions {

		final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

		final BlockingQueue<Integer> attempts = new LinkedBlockingQueue<>();

		final BlockingQueue<ErrorMessage> errors = new LinkedBlockingQueue<>();

		final BlockingQueue<Acknowledgment> acknowledgments = new LinkedBlockingQueue<>();

		final List<List<String>> batches = new CopyOnWriteArrayList<>();

		int calls(String name) {
			return this.calls.getOrDefault(name, new AtomicInteger()).get();
		}

		private int called(String name) {
			return this.calls.computeIfAbsent(name, (key) -> new AtomicInteger()).incrementAndGet();
		}

		private Consumer<String> failing(String name) {
			return (text) -> {
				called(name);
				throw new IllegalStateException("no");
			};
		}

		@Bean
		Consumer<Message<String>> framework() {
			return (message) -> {
				called("framework");
				this.attempts.add(message.getHeaders()
					.get(IntegrationMessageHeaderAccessor.DELIVERY_ATTEMPT, AtomicInteger.class)
					.get());
				throw new IllegalStateException("no");
			};
		}

		@Bean
		Consumer<String> server() {
			return failing("server");
		}

		@Bean
		Consumer<String> handled() {
			return failing("handled");
		}

		@Bean
		Consumer<ErrorMessage> errors() {
			return this.errors::add;
		}

		@Bean
		Consumer<Message<String>> manual() {
			return (message) -> this.acknowledgments
				.add(message.getHeaders().get(NatsHeaders.ACKNOWLEDGMENT, Acknowledgment.class));
		}

		@Bean
		Consumer<Message<String>> manualSends(ObjectProvider<StreamBridge> bridge) {
			return (message) -> {
				bridge.getObject().send("fail.no-room", message.getPayload());
				message.getHeaders().get(NatsHeaders.ACKNOWLEDGMENT, Acknowledgment.class).ack();
			};
		}

		@Bean
		Consumer<List<String>> batch() {
			return (texts) -> {
				this.batches.add(List.copyOf(texts));
				if (texts.contains("bad")) {
					throw new BatchFailureException(texts.indexOf("bad"), new IllegalStateException("bad"));
				}
			};
		}

		@Bean
		Consumer<String> requeued() {
			return (text) -> {
				if (called("requeued") <= 3) {
					throw new RequeueCurrentMessageException(new IllegalStateException("later"));
				}
			};
		}

		@Bean
		Consumer<String> unkept() {
			return failing("unkept");
		}

		@Bean
		Consumer<String> picky() {
			return (text) -> {
				called("picky");
				throw new IllegalArgumentException("no");
			};
		}

		@Bean
		Consumer<String> parted() {
			return failing("parted");
		}

	}

}
