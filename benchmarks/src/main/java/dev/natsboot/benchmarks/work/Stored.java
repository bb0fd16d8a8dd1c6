package dev.natsboot.benchmarks.work;

import java.time.Duration;
import java.util.Map;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;

/**
 * Handles the messages of a stream that the driver has filled. Each round has a consumer
 * made anew, and ends when the server knows every acknowledgement; if the stream holds
 * more than is asked for, when the last one is handled.
 */
final class Stored implements Workload {

	static final String STREAM = "BENCH";

	static final String SUBJECTS = "stored.>";

	private final Connection admin;

	private final Sink sink;

	private final String durable;

	private final Consumption consumption;

	private final AckPolicy policy;

	private final Meter meter = new Meter();

	private Map<String, Double> measured = Map.of();

	Stored(Connection admin, Sink sink, String durable, AckPolicy policy, Consumption consumption) {
		this.admin = admin;
		this.sink = sink;
		this.durable = durable;
		this.policy = policy;
		this.consumption = consumption;
	}

	@Override
	public Map<String, Double> call(String command, Arguments arguments) throws Exception {
		switch (command) {
			case "prepare" -> prepare();
			case "run" -> run(arguments.number("messages"));
			case "measured" -> {
				this.consumption.stop();
				return this.measured;
			}
			default -> throw new IllegalArgumentException(command);
		}
		return Map.of();
	}

	private void prepare() throws Exception {
		JetStreamManagement management = this.admin.jetStreamManagement();
		try {
			management.deleteConsumer(STREAM, this.durable);
		}
		catch (JetStreamApiException ex) {
			// the first round
		}
		management.createConsumer(STREAM,
				ConsumerConfiguration.builder()
					.durable(this.durable)
					.filterSubject(SUBJECTS)
					.ackPolicy(this.policy)
					.ackWait(Duration.ofSeconds(30))
					.maxDeliver(15)
					.build());
	}

	private void run(long messages) throws Exception {
		long before = this.sink.count();
		this.meter.begin();
		this.consumption.start();
		this.sink.awaitCount(before + messages);
		this.measured = this.meter.end(messages);
		if (this.admin.jetStreamManagement().getConsumerInfo(STREAM, this.durable).getNumPending() == 0) {
			awaitAcknowledged();
		}
	}

	private void awaitAcknowledged() throws Exception {
		long deadline = System.nanoTime() + Clients.LONG.toNanos();
		ConsumerInfo info = this.admin.jetStreamManagement().getConsumerInfo(STREAM, this.durable);
		while (info.getNumAckPending() > 0) {
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException(info.getNumAckPending() + " messages stay unacknowledged");
			}
			info = this.admin.jetStreamManagement().getConsumerInfo(STREAM, this.durable);
		}
	}

	@Override
	public void close() throws Exception {
		this.consumption.close();
	}

	/**
	 * What is measured.
	 */
	interface Consumption {

		void start() throws Exception;

		void stop() throws Exception;

		void close() throws Exception;

	}

}
