package dev.natsboot.listener;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.deadletter.DeadLetters;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Listener methods that settle their messages themselves.
 */
class AcknowledgmentTests extends JetStreamTestBase {

	@Test
	void settlesLaterFromAnotherThreadAndOnce() throws Exception {
		try (TestApplication application = application(Manual.class).start(server.url())) {
			publish(application, 0, 1);
			Acknowledgment acknowledgment = take(application);
			assertThat(consumer().getNumAckPending()).isEqualTo(1);
			assertThat(acknowledgment.ack()).isTrue();
			awaitSettled();
			assertThat(acknowledgment.ack()).isFalse();
			assertThat(acknowledgment.nak(Duration.ofMillis(1))).isFalse();
			assertThat(acknowledgment.term("late")).isFalse();
			assertThat(application.bean(Manual.class).deliveries).hasValue(1);
		}
	}

	@Test
	void naksWithADelay() throws Exception {
		try (TestApplication application = application(Manual.class).start(server.url())) {
			publish(application, 0, 1);
			Acknowledgment first = take(application);
			assertThatIllegalArgumentException().isThrownBy(() -> first.nak(Duration.ZERO));
			assertThat(first.nak(Duration.ofMillis(20))).isTrue();
			assertThat(take(application).ack()).isTrue();
			awaitSettled();
		}
	}

	@Test
	void termsAndDeadLetters() throws Exception {
		try (TestApplication application = application(Manual.class).start(server.url())) {
			publish(application, 0, 2);
			assertThat(take(application).term("no use")).isTrue();
			assertThat(take(application).deadLetter(new IllegalStateException("by hand"))).isTrue();
			awaitSettled();
			assertThat(application.bean(DeadLetters.class).list(1, 10)).hasSize(1);
		}
	}

	@Test
	void theLeaseIsKeptWhileItIsNotSettled() throws Exception {
		try (TestApplication application = application(Manual.class).property("nats.listener.ack-wait", "1s")
			.start(server.url())) {
			publish(application, 0, 1);
			Acknowledgment acknowledgment = take(application);
			long begin = System.nanoTime();
			TestApplication.await(() -> System.nanoTime() - begin > Duration.ofMillis(2500).toNanos());
			assertThat(consumer().getRedelivered()).isZero();
			acknowledgment.ack();
			awaitSettled();
		}
	}

	@Test
	void anExceptionBeforeTheSettlementIsDecidedByTheErrorHandler() {
		try (TestApplication application = application(ThrowsFirst.class).start(server.url())) {
			publish(application, 0, 1);
			TestApplication.await(() -> application.bean(ThrowsFirst.class).deliveries.get() == 2);
			awaitSettled();
		}
	}

	@Test
	void stoppingWaitsForTheSettlement() throws Exception {
		TestApplication application = application(Manual.class).start(server.url());
		publish(application, 0, 1);
		Acknowledgment acknowledgment = take(application);
		Thread closing = new Thread(application::close);
		closing.start();
		TestApplication.await(() -> !application.listener("manual").isRunning());
		assertThat(acknowledgment.ack()).isTrue();
		closing.join(20_000);
		awaitSettled();
	}

	@Test
	void thereIsNoneOutsideOfAListener() {
		assertThatIllegalStateException().isThrownBy(Acknowledgment::current);
	}

	private static Acknowledgment take(TestApplication application) throws InterruptedException {
		Acknowledgment acknowledgment = application.bean(Manual.class).acknowledgments.poll(20, TimeUnit.SECONDS);
		assertThat(acknowledgment).isNotNull();
		return acknowledgment;
	}

	static class Manual {

		final BlockingQueue<Acknowledgment> acknowledgments = new LinkedBlockingQueue<>();

		final AtomicInteger deliveries = new AtomicInteger();

		@NatsListener(subjects = "j.work", durable = "worker", id = "manual")
		void handle(String payload, Acknowledgment acknowledgment) {
			this.deliveries.incrementAndGet();
			this.acknowledgments.add(acknowledgment);
		}

	}

	static class ThrowsFirst {

		final AtomicInteger deliveries = new AtomicInteger();

		@NatsListener(subjects = "j.work", durable = "worker")
		void handle(String payload, Acknowledgment acknowledgment) {
			if (this.deliveries.incrementAndGet() == 1) {
				throw new IllegalStateException("before the settlement");
			}
			acknowledgment.ack();
		}

	}

}
