package dev.natsboot.listener;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.natsboot.TestApplication;
import dev.natsboot.actuate.NatsStreamsHealthIndicator;
import dev.natsboot.annotation.NatsListener;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Status;

/**
 * Declared streams that somebody deletes while the server stays up.
 */
class DeclaredStreamDeletedTests extends JetStreamTestBase {

	private static TestApplication start(String policy) {
		return application(Worker.class).property("nats.jetstream.provisioning", policy)
			.property("nats.jetstream.streams.J.subjects", "j.>")
			.start(server.url());
	}

	private static void awaitHealth(TestApplication application, Status status) {
		TestApplication
			.await(() -> application.bean(NatsStreamsHealthIndicator.class).health().getStatus().equals(status));
	}

	private static void awaitHandled(TestApplication application, String payload) {
		eventually(() -> {
			application.nats().publish("j.work", payload);
			return application.bean(Worker.class).seen.contains(payload);
		});
	}

	@Test
	void isCreatedAgainWhereThatIsThePolicy() throws Exception {
		try (TestApplication application = start("create")) {
			awaitHandled(application, "before");
			this.management.deleteStream("J");
			awaitHandled(application, "after");
			awaitHealth(application, Status.UP);
			application.awaitState("worker", ListenerState.RUNNING);
		}
	}

	@Test
	void isToldByHealthWhereItIsNot() throws Exception {
		try (TestApplication application = start("validate")) {
			awaitHandled(application, "before");
			awaitHealth(application, Status.UP);
			this.management.deleteStream("J");
			awaitHealth(application, Status.DOWN);
			createStream(this.management, 1);
			awaitHandled(application, "after");
			awaitHealth(application, Status.UP);
		}
	}

	static class Worker {

		final Set<String> seen = ConcurrentHashMap.newKeySet();

		@NatsListener(subjects = "j.work", durable = "worker", id = "worker")
		void handle(String payload) {
			this.seen.add(payload);
		}

	}

}
