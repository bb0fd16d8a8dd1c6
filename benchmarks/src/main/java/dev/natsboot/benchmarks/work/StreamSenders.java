package dev.natsboot.benchmarks.work;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

import dev.natsboot.core.NatsOperations;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import org.jspecify.annotations.Nullable;

/**
 * Asynchronous publishing into a stream with a bounded number of acknowledgements due.
 */
abstract class StreamSenders implements Publishing.Sender {

	static final int WINDOW = 1000;

	static final String SUBJECT = "published.bench";

	private final Semaphore window = new Semaphore(WINDOW);

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	void acquire() throws InterruptedException {
		this.window.acquire();
	}

	void done(@Nullable Object ack, @Nullable Throwable ex) {
		if (ex != null) {
			this.failure.compareAndSet(null, ex);
		}
		this.window.release();
	}

	@Override
	public void flush() throws Exception {
		this.window.acquire(WINDOW);
		this.window.release(WINDOW);
		Throwable ex = this.failure.get();
		if (ex != null) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The client with a semaphore, as one bounds it by hand.
	 */
	static final class Raw extends StreamSenders {

		private final Connection connection;

		private final JetStream jetStream;

		Raw(Connection connection) throws Exception {
			this.connection = connection;
			this.jetStream = connection.jetStream();
		}

		@Override
		public void send(byte[] payload) throws Exception {
			send(SUBJECT, payload);
		}

		@SuppressWarnings("FutureReturnValueIgnored")
		void send(String subject, byte[] payload) throws Exception {
			acquire();
			this.jetStream.publishAsync(subject, payload).whenComplete(this::done);
		}

		@Override
		public void close() throws Exception {
			this.connection.close();
		}

	}

	/**
	 * The template, which has its own window of the same size; acquiring here too only
	 * tells when all is done.
	 */
	static final class Ours extends StreamSenders {

		private final Application application;

		private final NatsOperations nats;

		Ours(String url) {
			this.application = Application.start(url, Map.of("nats.template.max-in-flight", String.valueOf(WINDOW)));
			this.nats = this.application.nats();
		}

		@Override
		@SuppressWarnings("FutureReturnValueIgnored")
		public void send(byte[] payload) throws Exception {
			acquire();
			this.nats.publishAsync(SUBJECT, payload).whenComplete(this::done);
		}

		@Override
		public void close() {
			this.application.close();
		}

	}

}
