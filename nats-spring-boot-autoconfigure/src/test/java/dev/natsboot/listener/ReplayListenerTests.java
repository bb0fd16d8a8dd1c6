package dev.natsboot.listener;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.jetstream.DeliverFrom;
import io.nats.client.api.DeliverPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Listeners that read a stream from some point on, in order and for themselves.
 */
class ReplayListenerTests extends JetStreamTestBase {

	private static List<String> numbers(int from, int to) {
		return IntStream.range(from, to).mapToObj(Integer::toString).toList();
	}

	@Test
	void readsAllInOrderAndGoesOn() throws Exception {
		try (TestApplication application = application(Reads.class).property("deliver", "all")
			.property("nats.listener.auto-startup", "false")
			.start(server.url())) {
			publish(application, 0, 1000);
			application.listener("reads").start();
			Reads reads = application.bean(Reads.class);
			TestApplication.await(() -> reads.seen.size() == 1000);
			publish(application, 1000, 1010);
			TestApplication.await(() -> reads.seen.size() == 1010);
			assertThat(reads.seen).isEqualTo(numbers(0, 1010));
			application.listener("reads").stop();
			assertThat(this.management.getConsumerNames("J")).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "new,10", "last,9", "sequence:6,5", "time:2020-01-01T00:00:00Z,0", "last-per-subject,9" })
	void beginsWhereItIsTold(String deliver, int first) {
		try (TestApplication application = application(Reads.class).property("deliver", deliver)
			.property("nats.listener.auto-startup", "false")
			.start(server.url())) {
			publish(application, 0, 10);
			application.listener("reads").start();
			publish(application, 10, 15);
			Reads reads = application.bean(Reads.class);
			TestApplication.await(() -> reads.seen.size() == 15 - first);
			assertThat(reads.seen).isEqualTo(numbers(first, 15));
		}
	}

	@Test
	void missesAndRepeatsNothingWhenConsumerAndServerGo() throws Exception {
		try (TestApplication application = application(Reads.class).property("deliver", "all").start(server.url())) {
			Reads reads = application.bean(Reads.class);
			publish(application, 0, 50);
			TestApplication.await(() -> reads.seen.size() == 50);
			for (String consumer : this.management.getConsumerNames("J")) {
				this.management.deleteConsumer("J", consumer);
			}
			publish(application, 50, 100);
			TestApplication.await(() -> reads.seen.size() == 100);
			server.kill();
			application.awaitState("reads", ListenerState.WAITING);
			server.restart();
			application.awaitState("reads", ListenerState.RUNNING);
			publish(application, 100, 150);
			TestApplication.await(() -> reads.seen.size() == 150);
			application.listener("reads").pause();
			publish(application, 150, 160);
			application.listener("reads").resume();
			TestApplication.await(() -> reads.seen.size() == 160);
			assertThat(reads.seen).isEqualTo(numbers(0, 160));
		}
	}

	@Test
	void triesAFailedMessageAgainInItsPlaceAndThenReadsOn() {
		try (TestApplication application = application(FailsOnThree.class).property("nats.listener.max-deliveries", "3")
			.start(server.url())) {
			FailsOnThree reads = application.bean(FailsOnThree.class);
			publish(application, 0, 6);
			TestApplication.await(() -> reads.seen.size() == 8);
			assertThat(reads.seen).containsExactly("0", "1", "2", "3", "3", "3", "4", "5");
		}
	}

	@Test
	void aDurableBeginsWhereItIsToldWhenItIsCreated() throws Exception {
		this.connection.jetStream().publish("j.work", new byte[] { '0' });
		try (TestApplication application = application(DurableFromNow.class).start(server.url())) {
			publish(application, 1, 3);
			TestApplication.await(() -> application.bean(DurableFromNow.class).seen.size() == 2);
			assertThat(application.bean(DurableFromNow.class).seen).containsExactly("1", "2");
			assertThat(consumer().getConsumerConfiguration().getDeliverPolicy()).isEqualTo(DeliverPolicy.New);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "some", "sequence", "sequence:", "sequence:0", "sequence:x", "time", "time:now", "all:1" })
	void refusesWhatIsNoBeginning(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> DeliverFrom.valueOf(text));
	}

	static class Reads {

		final List<String> seen = Collections.synchronizedList(new ArrayList<>());

		@NatsListener(stream = "J", subjects = "j.work", deliver = "${deliver}", id = "reads")
		void handle(String payload) {
			this.seen.add(payload);
		}

	}

	static class FailsOnThree {

		final List<String> seen = Collections.synchronizedList(new ArrayList<>());

		@NatsListener(subjects = "j.work", deliver = "all")
		void handle(String payload) {
			this.seen.add(payload);
			if (payload.equals("3")) {
				throw new IllegalStateException("always failing");
			}
		}

	}

	static class DurableFromNow {

		final List<String> seen = Collections.synchronizedList(new ArrayList<>());

		@NatsListener(subjects = "j.work", durable = "worker", deliver = "new")
		void handle(String payload) {
			this.seen.add(payload);
		}

	}

}
