package dev.natsboot.benchmarks.work;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;

/**
 * Gives the subjects work: messages, requests and replies, always by the raw client.
 */
final class Driver implements Workload {

	/**
	 * How many credits may be due: enough that the subject never waits.
	 */
	private static final int CREDITS = 30;

	private static final int KEYS = 1009;

	private final Connection connection;

	private final Semaphore credits = new Semaphore(0);

	private final AutoCloseable answering;

	Driver(String url) throws Exception {
		this.connection = Clients.connect(url);
		Raw.listen(this.connection, "credit.*", (message) -> this.credits.release());
		Connection answers = Clients.connect(url);
		this.answering = Raw.listen(answers, Requesting.SUBJECT,
				(message) -> answers.publish(message.getReplyTo(), message.getData()));
	}

	@Override
	public Map<String, Double> call(String command, Arguments arguments) throws Exception {
		return switch (command) {
			case "publish" -> publish(arguments);
			case "request" -> request(arguments);
			case "stream" -> stream(arguments);
			case "fill" -> fill(arguments);
			case "purge" -> purge(arguments);
			default -> throw new IllegalArgumentException(command);
		};
	}

	private Map<String, Double> publish(Arguments arguments) throws Exception {
		byte[] payload = payload(arguments);
		String[] subjects = subjects(arguments);
		long end = System.nanoTime() + arguments.nanos("seconds");
		this.credits.drainPermits();
		int window = Math.max(1, Math.min(CREDITS, 64 * 1024 * 1024 / (payload.length + 64) / Sink.CREDIT));
		this.credits.release(window);
		long messages = 0;
		while (System.nanoTime() < end) {
			this.credits.acquire();
			for (int i = 0; i < Sink.CREDIT; i++) {
				this.connection.publish(subjects[(int) ((messages + i) % subjects.length)], payload);
			}
			messages += Sink.CREDIT;
		}
		this.credits.acquire(window);
		return Map.of("messages", (double) messages);
	}

	private static String[] subjects(Arguments arguments) {
		String subject = arguments.text("subject");
		int spread = arguments.number("spread", 0);
		return (spread == 0) ? new String[] { subject }
				: IntStream.range(0, spread).mapToObj((i) -> subject + "." + i).toArray(String[]::new);
	}

	private static byte[] payload(Arguments arguments) {
		int size = arguments.number("size", 0);
		return (size > 0) ? new byte[size] : Order.JSON;
	}

	private Map<String, Double> request(Arguments arguments) throws Exception {
		String subject = arguments.text("subject");
		return new Requests(
				(payload) -> Objects.requireNonNull(this.connection.request(subject, payload, Clients.LONG)).getData())
			.call(arguments);
	}

	private Map<String, Double> stream(Arguments arguments) throws Exception {
		this.connection.jetStreamManagement()
			.addStream(StreamConfiguration.builder()
				.name(arguments.text("name"))
				.subjects(arguments.text("subjects"))
				.storageType(StorageType.File)
				.duplicateWindow(Duration.ofSeconds(1))
				.build());
		return Map.of();
	}

	/**
	 * Under many subjects, so that there is something to keep in order.
	 */
	private Map<String, Double> fill(Arguments arguments) throws Exception {
		int messages = arguments.number("messages");
		byte[] payload = payload(arguments);
		StreamSenders.Raw sender = new StreamSenders.Raw(this.connection);
		for (int i = 0; i < messages; i++) {
			sender.send("stored.key" + (i % KEYS), payload);
		}
		sender.flush();
		return Map.of();
	}

	private Map<String, Double> purge(Arguments arguments) throws Exception {
		JetStreamManagement management = this.connection.jetStreamManagement();
		management.purgeStream(arguments.text("name"));
		return Map.of();
	}

	@Override
	public void close() throws Exception {
		this.answering.close();
		this.connection.close();
	}

}
