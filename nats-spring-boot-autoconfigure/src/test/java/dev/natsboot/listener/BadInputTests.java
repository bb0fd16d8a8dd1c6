package dev.natsboot.listener;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import dev.natsboot.RawMessage;
import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.connection.NatsConnectionEvent;
import dev.natsboot.deadletter.DeadLetter;
import dev.natsboot.deadletter.DeadLetterHeaders;
import dev.natsboot.deadletter.DeadLetters;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.event.EventListener;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that no well-behaved publisher sends: each ends as a dead letter with all that
 * it carried, and the next one is handled.
 */
class BadInputTests extends JetStreamTestBase {

	private static final int MAX_PAYLOAD = 1024 * 1024;

	private static List<DeadLetter> letters(TestApplication application) {
		return application.bean(DeadLetters.class).list(1, 100);
	}

	private DeadLetter awaitLetter(TestApplication application) {
		eventually(() -> letters(application).size() == 1);
		awaitSettled();
		return letters(application).get(0);
	}

	private void awaitNextHandled(TestApplication application) {
		application.nats().publish("j.work", new Number(7));
		TestApplication.await(() -> application.bean(Numbers.class).seen.contains(7));
		awaitSettled();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "nonsense", "{\"value\":\"seven\"}", "[7]", "{\"value\":7", "\u0000\u0001" })
	void whatIsNotTheTypeBecomesADeadLetterAtOnce(String payload) throws Exception {
		try (TestApplication application = application(Numbers.class).start(server.url())) {
			this.connection.publish("j.work", payload.getBytes(StandardCharsets.ISO_8859_1));
			DeadLetter letter = awaitLetter(application);
			assertThat(letter.data()).isEqualTo(payload.getBytes(StandardCharsets.ISO_8859_1));
			assertThat(letter.headers().getFirst(DeadLetterHeaders.DELIVERIES)).isEqualTo("1");
			awaitNextHandled(application);
			assertThat(consumer().getRedelivered()).isZero();
		}
	}

	@Test
	void deepNestingBecomesADeadLetterAtOnce() {
		try (TestApplication application = application(Numbers.class).start(server.url())) {
			this.connection.publish("j.work",
					("{\"other\":" + "[".repeat(500_000)).getBytes(StandardCharsets.US_ASCII));
			assertThat(awaitLetter(application).headers().getFirst(DeadLetterHeaders.DELIVERIES)).isEqualTo("1");
			awaitNextHandled(application);
		}
	}

	@Test
	void theLargestPayloadIsHandled() {
		try (TestApplication application = application(Sizes.class).start(server.url())) {
			this.connection.publish("j.work", new byte[MAX_PAYLOAD]);
			TestApplication.await(() -> application.bean(Sizes.class).seen.contains(MAX_PAYLOAD));
			awaitSettled();
		}
	}

	@Test
	void manyHeadersReachTheHandlerAndTheDeadLetter() {
		Headers headers = new Headers();
		IntStream.range(0, 5000).forEach((i) -> headers.put("H" + i, "v" + i));
		try (TestApplication application = application(Numbers.class).start(server.url())) {
			this.connection.publish("j.work", headers, "{".getBytes(StandardCharsets.US_ASCII));
			assertThat(awaitLetter(application).headers().getFirst("H4999")).isEqualTo("v4999");
			awaitNextHandled(application);
		}
	}

	@Test
	void aHugeHeaderReachesTheDeadLetter() {
		Headers headers = new Headers().put("Huge", "x".repeat(60_000)).put("Empty", "");
		try (TestApplication application = application(Numbers.class).start(server.url())) {
			this.connection.publish("j.work", headers, "{".getBytes(StandardCharsets.US_ASCII));
			assertThat(awaitLetter(application).headers().getFirst("Huge")).hasSize(60_000);
			awaitNextHandled(application);
		}
	}

	@Test
	void controlHeadersDoNotActAgain() throws Exception {
		this.management.updateStream(StreamConfiguration.builder(this.management.getStreamInfo("J").getConfiguration())
			.allowRollup(true)
			.allowMessageTtl(true)
			.build());
		Headers headers = new Headers().put("Nats-Msg-Id", "one")
			.put("Nats-Expected-Stream", "J")
			.put("Nats-Rollup", "sub")
			.put("Nats-TTL", "1h")
			.put("Nats-Anything", "x")
			.put("nats-lower-case", "y");
		try (TestApplication application = application(Numbers.class, Echo.class).start(server.url())) {
			this.connection.publish("j.work", headers, "{".getBytes(StandardCharsets.US_ASCII));
			DeadLetter letter = awaitLetter(application);
			assertThat(letter.headers().keySet()).noneMatch((name) -> name.equals("Nats-Expected-Stream")
					|| name.equals("Nats-Rollup") || name.equals("Nats-TTL") || name.equals("Nats-Anything"));
			assertThat(letter.headers().getFirst("Original-Nats-Msg-Id")).isEqualTo("one");
			this.connection.publish("j.echo", new Headers().put("Nats-Expected-Stream", "J").put("Nats-Msg-Id", "two"),
					"hello".getBytes(StandardCharsets.US_ASCII));
			eventually(() -> this.management.getLastMessage("J", "j.echoed") != null);
			awaitNextHandled(application);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Text: a\tb\u0001c\r\n", "Text:\r\n", "Text: 1\r\nText: 2\r\ntext: 3\r\n" })
	void oddHeadersReachTheDeadLetter(String lines) throws Exception {
		try (TestApplication application = application(Numbers.class).start(server.url())) {
			publishRaw("j.work", "NATS/1.0\r\n" + lines + "\r\n", "{");
			DeadLetter letter = awaitLetter(application);
			assertThat(letter.data()).isEqualTo("{".getBytes(StandardCharsets.US_ASCII));
			publishRaw("j.work", "NATS/1.0\r\n" + lines + "\r\n", "{\"value\":8}");
			TestApplication.await(() -> application.bean(Numbers.class).seen.contains(8));
			awaitNextHandled(application);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\r\n", " 503\r\n", " 409 Consumer Deleted\r\n", " 100 Idle Heartbeat\r\n" })
	void aStatusThatIsNotTheServers(String status) throws Exception {
		try (TestApplication application = application(Numbers.class).start(server.url())) {
			publishRaw("j.work", "NATS/1.0" + status + "\r\n", "{\"value\":9}");
			awaitNextHandled(application);
			application.awaitState("numbers", ListenerState.RUNNING);
		}
	}

	/**
	 * The client's reader would end at such a message, and with it the connection.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "no headers at all", "NATS/1.0\r\nwithout a colon", "NATS/1.0\r\nA b: space",
			"NATS/1.0\r\nText: Gr\u00fc\u00dfe" })
	void headersThatTheClientCannotReadAreEscaped(String headers) throws Exception {
		try (TestApplication application = application(Numbers.class, Connections.class).start(server.url())) {
			publishRaw("j.work", headers + "\r\n\r\n", "{\"value\":9}");
			publishRaw("j.work", headers + "\r\n\r\n", "{");
			publishRaw("c.work", headers + "\r\n\r\n", "core");
			DeadLetter letter = awaitLetter(application);
			assertThat(letter.headers().containsKey("Escaped-Headers")).isTrue();
			awaitNextHandled(application);
			assertThat(application.bean(Numbers.class).seen).containsExactly(9, 7);
			assertThat(consumer().getRedelivered()).isZero();
			Connections connections = application.bean(Connections.class);
			TestApplication.await(() -> connections.core.contains("core"));
			TestApplication.await(() -> !connections.escaped.isEmpty());
			assertThat(connections.escaped).hasSize(1);
			assertThat(connections.lost).isEmpty();
		}
	}

	@Test
	void aValueThatIsNotAsciiReachesTheHandler() throws Exception {
		try (TestApplication application = application(Greets.class).start(server.url())) {
			publishRaw("j.work", "NATS/1.0\r\nText: Gr\u00fc\u00dfe\r\n\r\n", "hello");
			TestApplication.await(() -> application.bean(Greets.class).seen.contains("hello Gr%C3%BC%C3%9Fe Text"));
		}
	}

	private static void publishRaw(String subject, String headers, String payload) throws IOException {
		RawMessage.publish(server.port(), subject, headers, payload);
	}

	record Number(int value) {

	}

	static class Numbers {

		final List<Integer> seen = new CopyOnWriteArrayList<>();

		@NatsListener(id = "numbers", subjects = "j.work", durable = "worker")
		void handle(Number number) {
			this.seen.add(number.value());
		}

	}

	static class Connections {

		final List<String> core = new CopyOnWriteArrayList<>();

		final List<NatsConnectionEvent> escaped = new CopyOnWriteArrayList<>();

		final List<NatsConnectionEvent> lost = new CopyOnWriteArrayList<>();

		@NatsListener("c.work")
		void handle(String payload) {
			this.core.add(payload);
		}

		@EventListener
		void escaped(NatsConnectionEvent.HeadersEscaped event) {
			this.escaped.add(event);
		}

		@EventListener
		void lost(NatsConnectionEvent.Disconnected event) {
			this.lost.add(event);
		}

	}

	static class Greets {

		final List<String> seen = new CopyOnWriteArrayList<>();

		@NatsListener(subjects = "j.work", durable = "worker")
		void handle(String payload, @Header("Text") String text, @Header("Escaped-Headers") String escaped) {
			this.seen.add(payload + " " + text + " " + escaped);
		}

	}

	static class Sizes {

		final List<Integer> seen = new CopyOnWriteArrayList<>();

		@NatsListener(subjects = "j.work", durable = "worker")
		void handle(byte[] payload) {
			this.seen.add(payload.length);
		}

	}

	static class Echo {

		@NatsListener(subjects = "j.echo", durable = "echo")
		@SendTo("j.echoed")
		String handle(String payload) {
			return payload;
		}

	}

}
