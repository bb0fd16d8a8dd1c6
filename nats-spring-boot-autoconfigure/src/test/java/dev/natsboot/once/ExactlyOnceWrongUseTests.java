package dev.natsboot.once;

import java.util.concurrent.CompletableFuture;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.listener.Acknowledgment;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What cannot work is told at start.
 */
class ExactlyOnceWrongUseTests extends OnceTestBase {

	@Test
	void onACoreListener() {
		assertRefused(application(Core.class), "core subscription");
	}

	@Test
	void settledByHand() {
		assertRefused(application(ByHand.class), "by hand");
	}

	@Test
	void aFutureInATransaction() {
		assertRefused(application(Future.class), "CompletableFuture");
	}

	@Test
	void anExpressionThatIsNone() {
		assertRefused(application(Expression.class), "no SpEL expression");
	}

	@Test
	void aStoreThatIsNotThere() {
		assertRefused(application(Store.class), "no store of processed ids 'redis'");
	}

	@Test
	void aTableThatIsNotThere() {
		assertRefused(application(Fine.class).property("nats.once.jdbc.initialize-schema", "never"),
				"table 'NATS_PROCESSED_ID'");
	}

	@Test
	void aRetentionShorterThanTheLease() {
		assertRefused(application(Fine.class).property("nats.once.store", "kv").property("nats.once.retention", "1s"),
				"not longer");
	}

	private static void assertRefused(TestApplication.Builder application, String why) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> application.start(server.url()).close())
			.satisfies((ex) -> assertThatExceptionOfType(NatsConfigurationException.class).isThrownBy(() -> {
				throw rootConfiguration(ex);
			}).withMessageContaining(why));
	}

	private static Throwable rootConfiguration(Throwable ex) {
		Throwable cause = ex;
		while (!(cause instanceof NatsConfigurationException) && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	static class Core {

		@ExactlyOnce
		@NatsListener("o.work")
		void handle(String payload) {
		}

	}

	static class ByHand {

		@ExactlyOnce
		@NatsListener(subjects = "o.work", durable = "wrong")
		void handle(String payload, Acknowledgment acknowledgment) {
		}

	}

	static class Future {

		@ExactlyOnce(store = "jdbc")
		@NatsListener(subjects = "o.work", durable = "wrong")
		CompletableFuture<Void> handle(String payload) {
			return CompletableFuture.completedFuture(null);
		}

	}

	static class Expression {

		@ExactlyOnce(id = "header(")
		@NatsListener(subjects = "o.work", durable = "wrong")
		void handle(String payload) {
		}

	}

	static class Store {

		@ExactlyOnce(store = "redis")
		@NatsListener(subjects = "o.work", durable = "wrong")
		void handle(String payload) {
		}

	}

	static class Fine {

		@ExactlyOnce
		@NatsListener(subjects = "o.work", durable = "wrong")
		void handle(String payload) {
		}

	}

}
