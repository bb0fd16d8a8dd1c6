package dev.natsboot.core.connection;

import io.nats.client.Statistics;

/**
 * When a client last had messages, told by its own counters between two looks at them:
 * nothing is counted per message. Used by one thread at a time.
 */
final class SlotTraffic {

	/** Bytes of the longest heartbeat line; each message takes more than this. */
	private static final int HEARTBEAT_BYTES = 8;

	private volatile long lastUsed = System.nanoTime();

	private volatile boolean busy;

	private long inMessages;

	private long outMessages;

	private long outBytes;

	private int pressure;

	void reset(Statistics statistics) {
		this.lastUsed = System.nanoTime();
		this.pressure = 0;
		read(statistics);
	}

	void look(Statistics statistics) {
		long in = statistics.getInMsgs() - this.inMessages;
		long out = statistics.getOutMsgs() - this.outMessages;
		long bytes = statistics.getOutBytes() - this.outBytes;
		this.busy = in > 0 || bytes > out * HEARTBEAT_BYTES;
		if (this.busy) {
			this.lastUsed = System.nanoTime();
		}
		read(statistics);
	}

	private void read(Statistics statistics) {
		this.inMessages = statistics.getInMsgs();
		this.outMessages = statistics.getOutMsgs();
		this.outBytes = statistics.getOutBytes();
	}

	/**
	 * Note whether bytes wait to be sent.
	 * @return how many times in a row they did
	 */
	int waiting(boolean waiting) {
		this.pressure = waiting ? this.pressure + 1 : 0;
		return this.pressure;
	}

	boolean isBusy() {
		return this.busy;
	}

	long idleNanos() {
		return System.nanoTime() - this.lastUsed;
	}

}
