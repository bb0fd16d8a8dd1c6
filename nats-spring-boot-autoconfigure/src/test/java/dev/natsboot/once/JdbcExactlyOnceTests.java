package dev.natsboot.once;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Effects in a database, counted: one for each message, whatever is delivered.
 */
class JdbcExactlyOnceTests extends OnceTestBase {

	private JdbcTemplate jdbc;

	@BeforeEach
	void createTable() {
		this.jdbc = new JdbcTemplate(new DriverManagerDataSource(this.database, "sa", ""));
		this.jdbc.execute("CREATE TABLE EFFECT (MESSAGE VARCHAR(100))");
	}

	@Test
	void aMessageThatComesAgainHasOneEffect() {
		try (TestApplication application = application(Writes.class, LosesTheFirstSettlement.class)
			.start(server.url())) {
			publish(application, 0, 50);
			LosesTheFirstSettlement filter = application.bean(LosesTheFirstSettlement.class);
			eventually(() -> filter.deliveries.get() >= 100);
			awaitSettled("writes");
			assertThat(application.bean(Writes.class).calls).hasValue(50);
			assertOneEffectEach(50);
		}
	}

	@Test
	void whatAFailedHandlerDidIsUndoneAndDoneAgain() {
		try (TestApplication application = application(FailsFirst.class).start(server.url())) {
			publish(application, 0, 20);
			eventually(() -> application.bean(FailsFirst.class).calls.get() == 40);
			awaitSettled("fails");
			assertOneEffectEach(20);
		}
	}

	@Test
	void twoInstancesWithTheSameMessageAtOnce() throws Exception {
		try (TestApplication one = application(Waits.class).start(server.url());
				TestApplication other = application(Waits.class).start(server.url())) {
			sendTheSameTwice(one, false);
			Waits first = one.bean(Waits.class);
			Waits second = other.bean(Waits.class);
			eventually(() -> first.calls.get() + second.calls.get() == 1);
			eventually(() -> this.management.getConsumerInfo("O", "waits").getNumAckPending() == 2);
			first.go.countDown();
			second.go.countDown();
			awaitSettled("waits");
			assertThat(first.calls.get() + second.calls.get()).isOne();
			assertOneEffectEach(1);
		}
	}

	@Test
	void theSecondHandlesItWhenTheFirstFails() throws Exception {
		try (TestApplication application = application(Waits.class).property("nats.listener.concurrency", 2)
			.start(server.url())) {
			sendTheSameTwice(application, true);
			Waits waits = application.bean(Waits.class);
			eventually(() -> waits.calls.get() == 1);
			waits.go.countDown();
			awaitSettled("waits");
			assertThat(waits.calls).hasValue(2);
			assertOneEffectEach(1);
		}
	}

	@Test
	void theServerIsKilledWhileTwoInstancesWork() {
		try (TestApplication one = application(Writes.class).property("nats.listener.concurrency", 4)
			.start(server.url());
				TestApplication other = application(Writes.class).property("nats.listener.concurrency", 4)
					.start(server.url())) {
			publish(one, 0, 300);
			AtomicInteger before = one.bean(Writes.class).calls;
			for (int kill = 0; kill < 3; kill++) {
				int handled = kill * 50;
				eventually(() -> before.get() >= handled);
				server.kill();
				server.restart();
			}
			eventually(() -> count() >= 300);
			awaitSettled("writes");
			assertOneEffectEach(300);
		}
	}

	@Test
	void oldIdsAreDeleted() {
		try (TestApplication application = application(Writes.class).property("nats.once.retention", "1ms")
			.property("nats.once.kv.lease", "1s")
			.property("nats.once.store", "jdbc")
			.property("nats.once.jdbc.cleanup-interval", "50ms")
			.start(server.url())) {
			publish(application, 0, 5);
			eventually(() -> count() == 5);
			eventually(() -> this.jdbc.queryForObject("SELECT COUNT(*) FROM NATS_PROCESSED_ID", Integer.class) == 0);
		}
	}

	private static void sendTheSameTwice(TestApplication application, boolean failing) {
		for (int i = 0; i < 2; i++) {
			application.nats()
				.to("o.work")
				.header("Order-Id", "7")
				.header("Fails", "" + failing)
				.payload("0")
				.publish();
		}
	}

	private int count() {
		Integer count = this.jdbc.queryForObject("SELECT COUNT(DISTINCT MESSAGE) FROM EFFECT", Integer.class);
		return (count != null) ? count : 0;
	}

	private void assertOneEffectEach(int messages) {
		assertThat(count()).isEqualTo(messages);
		assertThat(this.jdbc.queryForObject("SELECT COUNT(*) FROM EFFECT", Integer.class)).isEqualTo(messages);
	}

	static class Writes {

		final AtomicInteger calls = new AtomicInteger();

		private final JdbcTemplate jdbc;

		Writes(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@ExactlyOnce
		@NatsListener(subjects = "o.work", durable = "writes")
		void handle(String payload) {
			this.jdbc.update("INSERT INTO EFFECT VALUES (?)", payload);
			this.calls.incrementAndGet();
		}

	}

	static class FailsFirst {

		final AtomicInteger calls = new AtomicInteger();

		private final JdbcTemplate jdbc;

		FailsFirst(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@ExactlyOnce(store = "jdbc")
		@NatsListener(subjects = "o.work", durable = "fails")
		void handle(String payload, io.nats.client.Message message) {
			this.jdbc.update("INSERT INTO EFFECT VALUES (?)", payload);
			this.calls.incrementAndGet();
			if (message.metaData().deliveredCount() == 1) {
				throw new IllegalStateException("after its effect");
			}
		}

	}

	static class Waits {

		final AtomicInteger calls = new AtomicInteger();

		final CountDownLatch go = new CountDownLatch(1);

		private final JdbcTemplate jdbc;

		Waits(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@ExactlyOnce(id = "header('Order-Id')")
		@NatsListener(subjects = "o.work", durable = "waits")
		void handle(String payload, @Header("Fails") boolean fails) throws InterruptedException {
			int call = this.calls.incrementAndGet();
			this.jdbc.update("INSERT INTO EFFECT VALUES (?)", payload);
			this.go.await(30, TimeUnit.SECONDS);
			if (fails && call == 1) {
				throw new IllegalStateException("after its effect");
			}
		}

	}

}
