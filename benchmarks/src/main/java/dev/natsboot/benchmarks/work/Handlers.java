package dev.natsboot.benchmarks.work;

import dev.natsboot.annotation.NatsListener;
import io.nats.client.Message;

/**
 * The listeners of our side, a class for each row.
 */
final class Handlers {

	private Handlers() {
	}

	/**
	 * Row core-bytes.
	 */
	record Bytes(Sink sink) {

		@NatsListener("bench.ours")
		void handle(byte[] payload) {
			this.sink.handled(payload);
		}

	}

	/**
	 * Row core-message.
	 */
	record Messages(Sink sink) {

		@NatsListener("bench.ours")
		void handle(Message message) {
			this.sink.handled(message.getData());
		}

	}

	/**
	 * Row core-json.
	 */
	record Json(Sink sink) {

		@NatsListener("bench.ours")
		void handle(Order order) {
			this.sink.handled(order);
		}

	}

	/**
	 * Rows of JetStream.
	 */
	record Stream(Sink sink) {

		@NatsListener(id = "stream", subjects = Stored.SUBJECTS, stream = Stored.STREAM, durable = "${bench.durable}",
				concurrency = "${bench.concurrency}", order = "${bench.order:none}", autoStartup = "false")
		void handle(byte[] payload) {
			this.sink.handled(payload);
		}

	}

	/**
	 * Row responder.
	 */
	record Echo(Sink sink) {

		@NatsListener("bench.ours")
		byte[] handle(byte[] payload) {
			return payload;
		}

	}

}
