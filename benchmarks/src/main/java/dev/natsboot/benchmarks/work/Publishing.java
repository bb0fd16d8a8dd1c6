package dev.natsboot.benchmarks.work;

import java.util.Map;

/**
 * Publishes as fast as it can.
 */
final class Publishing implements Workload {

	private static final int CHUNK = 500;

	private final Sender sender;

	private final byte[] payload = new byte[128];

	private final Meter meter = new Meter();

	Publishing(Sender sender) {
		this.sender = sender;
	}

	@Override
	public Map<String, Double> call(String command, Arguments arguments) throws Exception {
		long nanos = arguments.nanos("seconds");
		long messages = 0;
		this.meter.begin();
		long end = System.nanoTime() + nanos;
		while (System.nanoTime() < end) {
			for (int i = 0; i < CHUNK; i++) {
				this.sender.send(this.payload);
			}
			messages += CHUNK;
		}
		this.sender.flush();
		return this.meter.end(messages);
	}

	@Override
	public void close() throws Exception {
		this.sender.close();
	}

	/**
	 * One way to publish.
	 */
	interface Sender {

		void send(byte[] payload) throws Exception;

		/**
		 * Waits until the server has everything.
		 */
		void flush() throws Exception;

		void close() throws Exception;

	}

}
