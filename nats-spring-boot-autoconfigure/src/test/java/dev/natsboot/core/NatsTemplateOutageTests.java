package dev.natsboot.core;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.nats.client.Connection;
import io.nats.client.Options;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NatsTemplateOutageTests extends TemplateTestBase {

	@AfterEach
	void serverIsBack() {
		if (!server.isRunning()) {
			server.restart();
		}
	}

	private static Connection cutOff(Options.Builder options) throws Exception {
		Connection client = connect(options.maxReconnects(-1).reconnectWait(Duration.ofMinutes(1)));
		server.kill();
		Awaitility.await().atMost(LONG).until(() -> client.getStatus() != Connection.Status.CONNECTED);
		return client;
	}

	private static void fill(NatsTemplate template) {
		for (int i = 0; i < 1000; i++) {
			template.send("outage", new byte[100]);
		}
	}

	@Test
	void aFullQueueIsSaid() throws Exception {
		Connection client = cutOff(
				Options.builder().maxMessagesInOutgoingQueue(10).writeQueuePushTimeout(Duration.ofMillis(50)));
		try {
			assertThatExceptionOfType(OutgoingBufferFullException.class).isThrownBy(() -> fill(builder(client).build()))
				.withMessageContaining("outage");
		}
		finally {
			client.close();
		}
	}

	@Test
	void aFullReconnectBufferIsSaid() throws Exception {
		Connection client = cutOff(Options.builder().reconnectBufferSize(1000));
		try {
			NatsTemplate template = builder(client).build();
			assertThatExceptionOfType(OutgoingBufferFullException.class).isThrownBy(() -> fill(template))
				.withMessageContaining("buffer is full");
			assertThatExceptionOfType(OutgoingBufferFullException.class)
				.isThrownBy(() -> template.publishAsync("outage", new byte[1000]));
			assertThat(template.getInFlight()).isZero();
		}
		finally {
			client.close();
		}
	}

	@Test
	void anInterruptWhileSendingIsSaid() throws Exception {
		Connection client = cutOff(
				Options.builder().maxMessagesInOutgoingQueue(10).writeQueuePushTimeout(Duration.ofMinutes(1)));
		CountDownLatch sending = new CountDownLatch(1);
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		Thread sender = new Thread(() -> {
			sending.countDown();
			try {
				fill(builder(client).build());
			}
			catch (NatsInterruptedException ex) {
				if (Thread.currentThread().isInterrupted()) {
					thrown.set(ex);
				}
			}
		});
		try {
			sender.start();
			await(sending);
			Awaitility.await().atMost(LONG).until(() -> sender.getState() == Thread.State.TIMED_WAITING);
			sender.interrupt();
			sender.join(LONG.toMillis());
			assertThat(thrown.get()).hasMessageContaining("may not have been sent");
		}
		finally {
			client.close();
		}
	}

}
