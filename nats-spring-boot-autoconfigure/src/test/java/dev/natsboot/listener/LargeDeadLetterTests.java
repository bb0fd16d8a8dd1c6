package dev.natsboot.listener;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.natsboot.RawMessage;
import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.NatsException;
import dev.natsboot.deadletter.DeadLetter;
import dev.natsboot.deadletter.DeadLetterHeaders;
import dev.natsboot.deadletter.DeadLetters;
import io.nats.client.Message;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Messages of which the dead letter cannot carry all: it carries what it can, points at
 * the original, and can be put back all the same.
 */
class LargeDeadLetterTests extends JetStreamTestBase {

	private static final int MAX_PAYLOAD = 1024 * 1024;

	private static List<DeadLetter> letters(TestApplication application) {
		return application.bean(DeadLetters.class).list(1, 100);
	}

	private static DeadLetter awaitLetter(TestApplication application) {
		eventually(() -> letters(application).size() == 1);
		return letters(application).get(0);
	}

	private TestApplication start() {
		return application(Fails.class).property("nats.listener.max-deliveries", "1").start(server.url());
	}

	private void limitLetters(int size) throws Exception {
		this.management.addStream(StreamConfiguration.builder()
			.name("DEAD_LETTERS")
			.subjects("dead-letters.>")
			.maximumMessageSize(size)
			.build());
	}

	private static void redrive(TestApplication application) {
		application.bean(Fails.class).failing = false;
		application.bean(DeadLetters.class).redriveAll((letter) -> true);
		TestApplication.await(() -> application.bean(Fails.class).handled.size() == 1);
		assertThat(letters(application)).isEmpty();
	}

	@Test
	void theLargestPayloadIsPointedAt() throws Exception {
		try (TestApplication application = start()) {
			this.connection.publish("j.work", new byte[MAX_PAYLOAD]);
			DeadLetter letter = awaitLetter(application);
			awaitSettled();
			assertThat(letter.isComplete()).isFalse();
			assertThat(letter.data()).isEmpty();
			assertThat(letter.headers().get(DeadLetterHeaders.OMITTED)).contains("payload");
			assertThat(letter.headers().getFirst(DeadLetterHeaders.OMITTED_BECAUSE)).contains("max_payload");
			assertThat(letter.headers().getFirst(DeadLetterHeaders.SEQUENCE)).isEqualTo("1");
			assertThat(this.management.getStreamInfo("J").getStreamState().getMsgCount()).isOne();
			redrive(application);
			assertThat(application.bean(Fails.class).handled.get(0).getData()).hasSize(MAX_PAYLOAD);
			assertThat(this.management.getStreamInfo("J").getStreamState().getMsgCount()).isEqualTo(2);
		}
	}

	@Test
	void largeHeadersAreLeftOutAndThePayloadIsNot() {
		try (TestApplication application = start()) {
			this.connection.publish("j.work",
					new Headers().put("Huge", "x".repeat(65_400)).put("Region", "eu").put("Authorization", "secret"),
					new byte[] { 1 });
			DeadLetter letter = awaitLetter(application);
			awaitSettled();
			assertThat(letter.headers().get(DeadLetterHeaders.OMITTED)).containsExactly("message", "headers");
			assertThat(letter.headers().getFirst("Region")).isEqualTo("eu");
			assertThat(letter.data()).containsExactly(1);
			redrive(application);
			Message again = application.bean(Fails.class).handled.get(0);
			assertThat(again.getData()).containsExactly(1);
			assertThat(again.getHeaders().getFirst("Huge")).hasSize(65_400);
			assertThat(again.getHeaders().containsKey("Authorization")).isFalse();
		}
	}

	@Test
	void theExceptionsMessageIsTheFirstToGo() throws Exception {
		limitLetters(1800);
		try (TestApplication application = start()) {
			this.connection.publish("j.work", new Headers().put("Region", "eu"), new byte[1000]);
			DeadLetter letter = awaitLetter(application);
			awaitSettled();
			assertThat(letter.headers().get(DeadLetterHeaders.OMITTED)).containsExactly("message");
			assertThat(letter.headers().getFirst(DeadLetterHeaders.MESSAGE)).isNull();
			assertThat(letter.isComplete()).isTrue();
			assertThat(letter.data()).hasSize(1000);
			assertThat(letter.headers().getFirst("Region")).isEqualTo("eu");
		}
	}

	@Test
	void whatItPointsAtMayHaveHeadersThatTheClientCannotRead() throws Exception {
		limitLetters(1800);
		try (TestApplication application = start()) {
			RawMessage.publish(server.port(), "j.work", "NATS/1.0\r\nText: Gr\u00fc\u00dfe\r\n\r\n", "x".repeat(5000));
			awaitLetter(application);
			awaitSettled();
			redrive(application);
			Message again = application.bean(Fails.class).handled.get(0);
			assertThat(again.getData()).hasSize(5000);
			assertThat(again.getHeaders().getFirst("Text")).isEqualTo("Gr%C3%BC%C3%9Fe");
		}
	}

	@Test
	void whatItPointsAtMayBeGone() throws Exception {
		limitLetters(1800);
		try (TestApplication application = start()) {
			this.connection.publish("j.work", new byte[5000]);
			DeadLetter letter = awaitLetter(application);
			awaitSettled();
			this.management.purgeStream("J");
			assertThatExceptionOfType(NatsException.class)
				.isThrownBy(() -> application.bean(DeadLetters.class).redrive(letter.sequence()))
				.withMessageContaining("only points at message 1 of 'J'");
			assertThat(letters(application)).hasSize(1);
		}
	}

	@Test
	void aWorkQueueKeepsWhatIsOnlyPointedAt() throws Exception {
		this.management.deleteStream("J");
		this.management.addStream(StreamConfiguration.builder()
			.name("J")
			.subjects("j.>")
			.retentionPolicy(RetentionPolicy.WorkQueue)
			.build());
		try (TestApplication application = start()) {
			this.connection.publish("j.work", new byte[MAX_PAYLOAD]);
			awaitLetter(application);
			eventually(() -> consumer().getNumAckPending() == 1);
			assertThat(this.management.getStreamInfo("J").getStreamState().getMsgCount()).isOne();
			redrive(application);
			awaitSettled();
			assertThat(this.management.getStreamInfo("J").getStreamState().getMsgCount()).isZero();
		}
	}

	@Test
	void whatDoesNotEvenFitWithoutAllThisIsKept() throws Exception {
		limitLetters(100);
		try (TestApplication application = start()) {
			this.connection.publish("j.work", new byte[5000]);
			eventually(() -> consumer().getNumAckPending() == 1);
			this.management.updateStream(
					StreamConfiguration.builder(this.management.getStreamInfo("DEAD_LETTERS").getConfiguration())
						.maximumMessageSize(10_000)
						.build());
			assertThat(awaitLetter(application).data()).hasSize(5000);
			awaitSettled();
		}
	}

	static class Fails {

		volatile boolean failing = true;

		final List<Message> handled = new CopyOnWriteArrayList<>();

		@NatsListener(subjects = "j.work", durable = "worker")
		void handle(Message message) {
			if (this.failing) {
				throw new IllegalStateException("x".repeat(600));
			}
			this.handled.add(message);
		}

	}

}
