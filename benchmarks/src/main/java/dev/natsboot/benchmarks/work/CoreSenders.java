package dev.natsboot.benchmarks.work;

import java.util.Map;

import dev.natsboot.core.NatsOperations;
import io.nats.client.Connection;

/**
 * Core publishing, to nobody: what it costs the sender.
 */
final class CoreSenders {

	private static final String SUBJECT = "bench.sent";

	private CoreSenders() {
	}

	record Raw(Connection connection) implements Publishing.Sender {

		@Override
		public void send(byte[] payload) {
			this.connection.publish(SUBJECT, payload);
		}

		@Override
		public void flush() throws Exception {
			this.connection.flush(Clients.LONG);
		}

		@Override
		public void close() throws Exception {
			this.connection.close();
		}

	}

	/**
	 * The template. A round trip behind everything sent is the flush.
	 */
	record Ours(Application application, NatsOperations nats, Connection pooled) implements Publishing.Sender {

		static Ours start(String url) throws Exception {
			Application application = Application.start(url, Map.of());
			return new Ours(application, application.nats(), application.connection(SUBJECT));
		}

		@Override
		public void send(byte[] payload) {
			this.nats.send(SUBJECT, payload);
		}

		@Override
		public void flush() throws Exception {
			this.pooled.flush(Clients.LONG);
		}

		@Override
		public void close() {
			this.application.close();
		}

	}

}
