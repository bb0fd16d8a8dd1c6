package dev.natsboot.once;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.listener.Settlement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Effects of listeners that take several messages together, counted: one for each
 * message.
 */
class BatchExactlyOnceTests extends OnceTestBase {

	private JdbcTemplate jdbc;

	@BeforeEach
	void createTable() {
		this.jdbc = new JdbcTemplate(new DriverManagerDataSource(this.database, "sa", ""));
		this.jdbc.execute("CREATE TABLE EFFECT (MESSAGE VARCHAR(100))");
	}

	private TestApplication start(Class<?>... beans) {
		return application(beans).start(server.url());
	}

	private void assertOneEffectEach(int messages) {
		assertThat(this.jdbc.queryForObject("SELECT COUNT(DISTINCT MESSAGE) FROM EFFECT", Integer.class))
			.isEqualTo(messages);
		assertThat(this.jdbc.queryForObject("SELECT COUNT(*) FROM EFFECT", Integer.class)).isEqualTo(messages);
	}

	private int ids() {
		Integer count = this.jdbc.queryForObject("SELECT COUNT(*) FROM NATS_PROCESSED_ID", Integer.class);
		return (count != null) ? count : 0;
	}

	@Test
	void whatComesAgainIsLeftOutOfTheBatch() {
		try (TestApplication application = start(InTransaction.class, LosesTheFirstSettlement.class)) {
			publish(application, 0, 50);
			LosesTheFirstSettlement filter = application.bean(LosesTheFirstSettlement.class);
			eventually(() -> filter.deliveries.get() >= 100);
			awaitSettled("batch");
			assertOneEffectEach(50);
			assertThat(ids()).isEqualTo(50);
		}
	}

	@Test
	void aBatchThatFailsIsUndoneAsAWhole() {
		try (TestApplication application = start(FailsAtTheEnd.class)) {
			publish(application, 0, 20);
			awaitSettled("fails");
			assertThat(application.bean(FailsAtTheEnd.class).failures).hasPositiveValue();
			assertOneEffectEach(20);
			assertThat(ids()).isEqualTo(20);
		}
	}

	@Test
	void oneMessageThatIsNotHandledLeavesTheOthersHandled() {
		try (TestApplication application = start(NaksFirst.class)) {
			publish(application, 0, 20);
			awaitSettled("naks");
			assertOneEffectEach(20);
			assertThat(application.bean(NaksFirst.class).seen).hasSize(10);
		}
	}

	@Test
	void theSameTwiceInABatchAndInTwoInstances() {
		try (TestApplication one = start(ByOrder.class); TestApplication other = start(ByOrder.class)) {
			for (int i = 0; i < 120; i++) {
				one.nats().to("o.work").header("Order-Id", "" + i % 40).payload("" + i % 40).publish();
			}
			awaitSettled("orders");
			assertOneEffectEach(40);
		}
	}

	@Test
	void withABucketEachMessageHasAClaimOfItsOwn() {
		try (TestApplication application = start(WithBucket.class, LosesTheFirstSettlement.class)) {
			publish(application, 0, 50);
			LosesTheFirstSettlement filter = application.bean(LosesTheFirstSettlement.class);
			eventually(() -> filter.deliveries.get() >= 125);
			awaitSettled("bucket");
			// half of them were not handled at first, and came once more
			assertThat(application.bean(WithBucket.class).effects).hasSize(50);
			assertThat(application.bean(WithBucket.class).repeated).isEmpty();
		}
	}

	static class InTransaction {

		private final JdbcTemplate jdbc;

		InTransaction(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@ExactlyOnce(store = "jdbc")
		@NatsListener(subjects = "o.work", durable = "batch", batch = "10")
		void handle(List<String> payloads) {
			payloads.forEach((payload) -> this.jdbc.update("INSERT INTO EFFECT VALUES (?)", payload));
		}

	}

	static class FailsAtTheEnd {

		final AtomicInteger failures = new AtomicInteger();

		private final Set<String> seen = ConcurrentHashMap.newKeySet();

		private final JdbcTemplate jdbc;

		FailsAtTheEnd(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@ExactlyOnce(store = "jdbc")
		@NatsListener(subjects = "o.work", durable = "fails", batch = "10")
		void handle(List<String> payloads) {
			payloads.forEach((payload) -> this.jdbc.update("INSERT INTO EFFECT VALUES (?)", payload));
			if (this.seen.addAll(payloads)) {
				this.failures.incrementAndGet();
				throw new IllegalStateException("after the effects");
			}
		}

	}

	static class NaksFirst {

		final Set<String> seen = ConcurrentHashMap.newKeySet();

		private final JdbcTemplate jdbc;

		NaksFirst(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@ExactlyOnce(store = "jdbc")
		@NatsListener(subjects = "o.work", durable = "naks", batch = "10")
		List<Settlement> handle(List<String> payloads) {
			List<Settlement> settlements = new ArrayList<>();
			for (String payload : payloads) {
				boolean notYet = Integer.parseInt(payload) % 2 == 0 && this.seen.add(payload);
				if (!notYet) {
					this.jdbc.update("INSERT INTO EFFECT VALUES (?)", payload);
				}
				settlements.add(notYet ? Settlement.nak(Duration.ofMillis(50)) : Settlement.ack());
			}
			return settlements;
		}

	}

	static class ByOrder {

		private final JdbcTemplate jdbc;

		ByOrder(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@ExactlyOnce(store = "jdbc", id = "header('Order-Id')")
		@NatsListener(subjects = "o.work", durable = "orders", batch = "10", concurrency = "2")
		void handle(List<String> payloads) {
			payloads.forEach((payload) -> this.jdbc.update("INSERT INTO EFFECT VALUES (?)", payload));
		}

	}

	static class WithBucket {

		final Set<String> effects = ConcurrentHashMap.newKeySet();

		final Set<String> repeated = ConcurrentHashMap.newKeySet();

		private final Set<String> seen = ConcurrentHashMap.newKeySet();

		@ExactlyOnce(store = "kv")
		@NatsListener(subjects = "o.work", durable = "bucket", batch = "10")
		List<Settlement> handle(List<String> payloads) {
			List<Settlement> settlements = new ArrayList<>();
			for (String payload : payloads) {
				boolean notYet = Integer.parseInt(payload) % 2 == 0 && this.seen.add(payload);
				if (!notYet && !this.effects.add(payload)) {
					this.repeated.add(payload);
				}
				settlements.add(notYet ? Settlement.nak(Duration.ofMillis(50)) : Settlement.ack());
			}
			return settlements;
		}

	}

}
