package dev.natsboot.core;

import java.util.concurrent.atomic.LongAdder;

import io.nats.client.api.PublishAck;
import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of publishes into streams. Thread-safe.
 */
final class PublishCounters {

	private final LongAdder acknowledged = new LongAdder();

	private final LongAdder duplicates = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder retries = new LongAdder();

	PublishAck acknowledged(PublishAck ack, int messages) {
		this.acknowledged.add(messages);
		if (ack.isDuplicate()) {
			this.duplicates.increment();
		}
		return ack;
	}

	void failed(int messages) {
		this.failed.add(messages);
	}

	void retried() {
		this.retries.increment();
	}

	void completed(@Nullable PublishAck ack) {
		if (ack != null) {
			acknowledged(ack, 1);
		}
		else {
			failed(1);
		}
	}

	PublishSnapshot snapshot(int inFlight) {
		return new PublishSnapshot(this.acknowledged.sum(), this.duplicates.sum(), this.failed.sum(),
				this.retries.sum(), inFlight);
	}

}
