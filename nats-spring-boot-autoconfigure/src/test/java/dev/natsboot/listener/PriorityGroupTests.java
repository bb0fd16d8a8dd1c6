package dev.natsboot.listener;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.PriorityPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several instances of one durable consumer, among which the server chooses by a priority
 * policy.
 */
class PriorityGroupTests extends JetStreamTestBase {

	private static final Duration A_WHILE = Duration.ofMillis(700);

	private static TestApplication.Builder instance(String policy) {
		return application(Worker.class).property("policy", policy).property("nats.listener.ack-wait", "2s");
	}

	private static Worker worker(TestApplication application) {
		return application.bean(Worker.class);
	}

	private static int seen(TestApplication... applications) {
		int count = 0;
		for (TestApplication application : applications) {
			count += worker(application).seen.size();
		}
		return count;
	}

	@ParameterizedTest
	@CsvSource({ "min-pending,50", "min-ack-pending,5" })
	void overflowComesOnlyBeyondTheThreshold(String threshold, int value) throws Exception {
		try (TestApplication first = instance("overflow").property("nats.listener.max-in-flight", "10")
			.start(server.url());
				TestApplication second = instance("overflow").property(threshold, value).start(server.url())) {
			ConsumerConfiguration created = consumer().getConsumerConfiguration();
			assertThat(created.getPriorityGroups()).containsExactly("jobs");
			assertThat(created.getPriorityPolicy()).isEqualTo(PriorityPolicy.Overflow);
			worker(first).block();
			publish(first, 0, 4);
			TestApplication.pass(A_WHILE);
			assertThat(seen(second)).isZero();
			publish(first, 4, 120);
			TestApplication.await(() -> seen(second) > 0);
			worker(first).goOn();
			TestApplication.await(() -> seen(first, second) == 120);
			awaitSettled();
			assertThat(first.listener("worker").state()).isEqualTo(ListenerState.RUNNING);
			assertThat(second.listener("worker").state()).isEqualTo(ListenerState.RUNNING);
		}
	}

	@Test
	void onePinnedInstanceHandlesAllAlsoWhileItIsBusy() throws Exception {
		try (TestApplication first = instance("pinned-client").property("nats.listener.max-in-flight", "2")
			.property("timeout", "1s")
			.start(server.url())) {
			worker(first).block();
			publish(first, 0, 50);
			TestApplication.await(() -> worker(first).gated.getQueueLength() > 0);
			try (TestApplication second = instance("pinned-client").start(server.url())) {
				// more than two times the timeout without room for another message
				TestApplication.pass(Duration.ofMillis(2500));
				worker(first).goOn();
				TestApplication.await(() -> seen(first) == 50);
				assertThat(seen(second)).isZero();
				first.listener("worker").stop();
				publish(first, 50, 60);
				TestApplication.await(() -> seen(second) == 10);
				assertThat(seen(first)).isEqualTo(50);
				awaitSettled();
			}
		}
	}

	@Test
	void anIdlePinnedInstanceKeepsThePin() throws Exception {
		try (TestApplication first = instance("pinned-client").property("timeout", "1s").start(server.url());
				TestApplication second = instance("pinned-client").start(server.url())) {
			publish(first, 0, 1);
			TestApplication.await(() -> seen(first, second) == 1);
			TestApplication pinned = (seen(first) == 1) ? first : second;
			TestApplication.pass(Duration.ofMillis(2500));
			publish(first, 1, 10);
			TestApplication.await(() -> seen(first, second) == 10);
			assertThat(seen(pinned)).isEqualTo(10);
		}
	}

	@Test
	void thePinMovesWhenItsHolderDiesAndNothingIsLost() throws Exception {
		try (TestApplication second = instance("pinned-client").property("timeout", "1s").start(server.url())) {
			second.listener("worker").pause();
			publish(second, 0, 100);
			Connection dying = Nats.connect(server.url());
			Subscription pulled = dying.subscribe("dying");
			dying.publish("$JS.API.CONSUMER.MSG.NEXT.J.worker", "dying",
					"{\"batch\":10,\"expires\":30000000000,\"group\":\"jobs\"}".getBytes(StandardCharsets.US_ASCII));
			Message message = pulled.nextMessage(Duration.ofSeconds(10));
			assertThat(message.getHeaders().getFirst("Nats-Pin-Id")).isNotEmpty();
			second.listener("worker").resume();
			TestApplication.pass(Duration.ofMillis(300));
			assertThat(seen(second)).isZero();
			dying.close();
			TestApplication.await(() -> seen(second) == 100);
			awaitSettled();
		}
	}

	@Test
	void goesOnWithAnotherPinWhenAnOperatorTakesIt() throws Exception {
		try (TestApplication first = instance("pinned-client").start(server.url())) {
			publish(first, 0, 5);
			TestApplication.await(() -> seen(first) == 5);
			for (int i = 1; i < 4; i++) {
				assertThat(this.management.unpinConsumer("J", "worker", "jobs")).isTrue();
				publish(first, 5 * i, 5 * i + 5);
				int all = 5 * i + 5;
				TestApplication.await(() -> seen(first) == all);
			}
			awaitSettled();
			assertThat(first.listener("worker").state()).isEqualTo(ListenerState.RUNNING);
		}
	}

	@Test
	void theLowerPriorityGetsMessagesOnlyWhileTheHigherIsAway() throws Exception {
		try (TestApplication low = instance("prioritized").property("priority", "3").start(server.url());
				TestApplication high = instance("prioritized").property("priority", "1").start(server.url())) {
			publish(low, 0, 50);
			TestApplication.await(() -> seen(high) == 50);
			high.listener("worker").pause();
			publish(low, 50, 60);
			TestApplication.await(() -> seen(low) == 10);
			high.listener("worker").resume();
			high.awaitState("worker", ListenerState.RUNNING);
			publish(low, 60, 70);
			TestApplication.await(() -> seen(high) == 60);
			assertThat(seen(low)).isEqualTo(10);
			awaitSettled();
		}
	}

	@Test
	void aConsumerWithAnotherPolicyIsNotUsed() throws Exception {
		this.management.createConsumer("J",
				ConsumerConfiguration.builder().durable("worker").filterSubject("j.work").build());
		try (TestApplication application = instance("overflow").start(server.url())) {
			application.awaitState("worker", ListenerState.WAITING);
			assertThat(application.listener("worker").waitingFor()).contains("no priority groups", "'priorityGroup'",
					"\"jobs\"");
		}
	}

	@Test
	void aConsumerWithGroupsIsNotUsedWithoutOne() throws Exception {
		this.management.createConsumer("J",
				ConsumerConfiguration.builder()
					.durable("worker")
					.filterSubject("j.work")
					.priorityGroups("jobs")
					.priorityPolicy(PriorityPolicy.Overflow)
					.build());
		try (TestApplication application = application(Plain.class).start(server.url())) {
			application.awaitState("plain", ListenerState.WAITING);
			assertThat(application.listener("plain").waitingFor()).contains("[jobs]", "'priorityGroup'", "overflow");
		}
	}

	static class Worker {

		final Set<String> seen = ConcurrentHashMap.newKeySet();

		final Semaphore gated = new Semaphore(0);

		private volatile boolean blocked;

		void block() {
			this.blocked = true;
		}

		void goOn() {
			this.blocked = false;
			this.gated.release(1000);
		}

		@NatsListener(subjects = "j.work", durable = "worker", id = "worker", priorityGroup = "jobs",
				priorityPolicy = "${policy}", priorityTimeout = "${timeout:}", priority = "${priority:}",
				minPending = "${min-pending:}", minAckPending = "${min-ack-pending:}")
		void handle(String payload) throws InterruptedException {
			if (this.blocked) {
				this.gated.acquire();
			}
			this.seen.add(payload);
		}

	}

	static class Plain {

		@NatsListener(subjects = "j.work", durable = "worker", id = "plain")
		void handle(String payload) {
		}

	}

}
