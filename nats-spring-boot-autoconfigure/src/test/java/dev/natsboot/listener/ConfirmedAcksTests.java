package dev.natsboot.listener;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Acknowledgements that the server confirms.
 */
class ConfirmedAcksTests extends JetStreamTestBase {

	@Test
	void allAreConfirmedWhenTheListenerHasStopped() throws Exception {
		TestApplication application = application(Confirmed.class).property("nats.listener.concurrency", 4)
			.start(server.url());
		publish(application, 0, 500);
		eventually(() -> application.bean(Confirmed.class).handled.get() == 500);
		application.close();
		assertThat(consumer().getNumAckPending()).isZero();
		assertThat(consumer().getAckFloor().getStreamSequence()).isEqualTo(500);
	}

	@Test
	void theServerIsKilled() {
		try (TestApplication application = application(Confirmed.class).property("nats.listener.ack-wait", "30s")
			.start(server.url())) {
			publish(application, 0, 300);
			eventually(() -> application.bean(Confirmed.class).handled.get() >= 100);
			server.kill();
			server.restart();
			eventually(() -> application.bean(Confirmed.class).handled.get() >= 300);
			awaitSettled();
		}
	}

	@Test
	void whatIsNotConfirmedIsSentAgainOnTheSameConnection() throws Exception {
		// nobody takes the first acknowledgement: a consumer that is just between two
		// leaders
		AckWindow window = new AckWindow(Duration.ofSeconds(3), 10);
		Message message = mock();
		given(message.getReplyTo()).willReturn("ack.7");
		given(message.getConnection()).willReturn(this.connection);
		window.ack(message);
		this.connection.flush(Duration.ofSeconds(10));
		AtomicInteger received = new AtomicInteger();
		Dispatcher consumer = this.connection.createDispatcher((ack) -> {
			received.incrementAndGet();
			this.connection.publish(ack.getReplyTo(), null);
		});
		consumer.subscribe("ack.7");
		this.connection.flush(Duration.ofSeconds(10));
		eventually(() -> {
			window.tick();
			return received.get() > 0;
		});
		window.close(Duration.ofSeconds(30));
		assertThat(received).hasValueGreaterThan(0);
	}

	static class Confirmed {

		final AtomicInteger handled = new AtomicInteger();

		@ConfirmedAcks
		@NatsListener(subjects = "j.work", durable = "worker")
		void handle(String payload) {
			this.handled.incrementAndGet();
		}

	}

}
