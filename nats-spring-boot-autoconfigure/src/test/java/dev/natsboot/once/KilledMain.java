package dev.natsboot.once;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.InboundFilter;
import dev.natsboot.core.InboundHandler;
import dev.natsboot.core.ListenerDescription;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An application whose listeners have an effect on a database and then may come to a
 * halt, each at another moment: to be killed there. It ends with its standard input.
 */
public final class KilledMain {

	static final String HALTED = "@ halted ";

	private KilledMain() {
	}

	public static void main(String[] args) throws IOException {
		start(args[0], args[1], Halting.class);
		while (System.in.read() >= 0) {
			// nothing is ever sent: the end of this stream is the end of the test
		}
		System.exit(0);
	}

	static TestApplication start(String server, String database, Class<?>... more) {
		Class<?>[] beans = new Class<?>[more.length + 2];
		beans[0] = Effects.class;
		beans[1] = Listeners.class;
		System.arraycopy(more, 0, beans, 2, more.length);
		return TestApplication.with(beans)
			.property("nats.reconnect.initial", "50ms")
			.property("nats.listener.retry.initial", "20ms")
			.property("nats.listener.ack-wait", "1s")
			.property("nats.once.kv.lease", "1s")
			.property("nats.once.jdbc.initialize-schema", "always")
			.property("spring.datasource.url", database)
			.property("spring.datasource.username", "sa")
			.start(server);
	}

	static void halt(String where) {
		System.out.println(HALTED + where);
		while (true) {
			LockSupport.park();
		}
	}

	/**
	 * Halts after the effect, before the id is kept for good; or behind both, before the
	 * message is acknowledged.
	 */
	@Order(0)
	static class Halting implements InboundFilter {

		@Override
		public InboundHandler apply(ListenerDescription listener, InboundHandler next) {
			if (!listener.id().endsWith("-after")) {
				return next;
			}
			return (message) -> {
				next.handle(message);
				halt(listener.id());
				return null;
			};
		}

	}

	static class Effects {

		private final JdbcTemplate jdbc;

		private final boolean halting;

		Effects(JdbcTemplate jdbc, ObjectProvider<Halting> halting) {
			this.jdbc = jdbc;
			this.halting = halting.getIfAvailable() != null;
		}

		void on(String listener) {
			this.jdbc.update("INSERT INTO EFFECT VALUES (?)", listener);
			if (this.halting && listener.endsWith("-before")) {
				halt(listener);
			}
		}

	}

	static class Listeners {

		private final Effects effects;

		Listeners(Effects effects) {
			this.effects = effects;
		}

		@ExactlyOnce(store = "jdbc")
		@NatsListener(id = "jdbc-before", subjects = "o.work", durable = "jdbc-before")
		void jdbcBefore(String payload) {
			this.effects.on("jdbc-before");
		}

		@ExactlyOnce(store = "jdbc")
		@NatsListener(id = "jdbc-after", subjects = "o.work", durable = "jdbc-after")
		void jdbcAfter(String payload) {
			this.effects.on("jdbc-after");
		}

		@ExactlyOnce(store = "kv")
		@NatsListener(id = "kv-before", subjects = "o.work", durable = "kv-before")
		void kvBefore(String payload) {
			this.effects.on("kv-before");
		}

		@ExactlyOnce(store = "kv")
		@NatsListener(id = "kv-after", subjects = "o.work", durable = "kv-after")
		void kvAfter(String payload) {
			this.effects.on("kv-after");
		}

	}

}
