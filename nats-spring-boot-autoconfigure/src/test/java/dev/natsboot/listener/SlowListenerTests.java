package dev.natsboot.listener;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.List;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.connection.NatsConnectionEvent;
import org.junit.jupiter.api.Test;

import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers that do not keep up: a core listener drops messages and says so, a JetStream
 * listener leaves them in their stream.
 */
class SlowListenerTests extends JetStreamTestBase {

	private static final int MANY = 5000;

	@Test
	void aCoreListenerDropsAndSaysSoAndGoesOn() {
		try (TestApplication application = application(Core.class, Events.class)
			.property("nats.listener.pending-messages", "100")
			.start(server.url())) {
			Core core = application.bean(Core.class);
			for (int i = 0; i < MANY; i++) {
				application.nats().send("core.work", Integer.toString(i));
			}
			TestApplication.await(() -> !application.bean(Events.class).slow.isEmpty());
			NatsConnectionEvent.SlowConsumer event = application.bean(Events.class).slow.get(0);
			assertThat(event.dropped()).isPositive();
			core.gate.countDown();
			TestApplication.await(() -> {
				application.nats().send("core.work", "after");
				return core.seen.contains("after");
			});
			assertThat(core.seen.size()).isLessThan(MANY);
			assertThat(application.listener("core").state()).isEqualTo(ListenerState.RUNNING);
		}
	}

	@Test
	void aJetStreamListenerGetsAllInTheEnd() throws Exception {
		try (TestApplication application = application(Stream.class, Events.class)
			.property("nats.listener.max-in-flight", "50")
			.start(server.url())) {
			for (int i = 0; i < MANY; i++) {
				this.connection.publish("j.work", Integer.toString(i).getBytes());
			}
			eventually(() -> consumer().getNumAckPending() >= 50);
			assertThat(consumer().getNumAckPending()).isLessThanOrEqualTo(100);
			Stream stream = application.bean(Stream.class);
			stream.gate.countDown();
			TestApplication.await(() -> stream.seen.size() == MANY);
			awaitSettled();
			assertThat(application.bean(Events.class).slow).isEmpty();
		}
	}

	static class Core {

		final CountDownLatch gate = new CountDownLatch(1);

		final Set<String> seen = ConcurrentHashMap.newKeySet();

		@NatsListener(id = "core", subjects = "core.work")
		void handle(String payload) throws InterruptedException {
			this.gate.await();
			this.seen.add(payload);
		}

	}

	static class Stream {

		final CountDownLatch gate = new CountDownLatch(1);

		final Set<String> seen = ConcurrentHashMap.newKeySet();

		@NatsListener(subjects = "j.work", durable = "worker")
		void handle(String payload) throws InterruptedException {
			this.gate.await();
			this.seen.add(payload);
		}

	}

	static class Events {

		final List<NatsConnectionEvent.SlowConsumer> slow = new CopyOnWriteArrayList<>();

		@EventListener
		void slow(NatsConnectionEvent.SlowConsumer event) {
			this.slow.add(event);
		}

	}

}
