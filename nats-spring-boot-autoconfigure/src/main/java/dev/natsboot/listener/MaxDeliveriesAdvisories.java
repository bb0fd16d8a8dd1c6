package dev.natsboot.listener;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

import dev.natsboot.core.Backoff;
import dev.natsboot.core.ListenerDescription;
import dev.natsboot.deadletter.DeadLetterOrigin;
import dev.natsboot.deadletter.DeadLetterWriter;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;

import org.springframework.core.log.LogAccessor;

/**
 * Hears the server's advisories about messages that reached their consumer's last
 * delivery without being settled, because whoever handled them did not survive it, and
 * makes dead letters of them. One of all instances that listen gets each advisory.
 */
final class MaxDeliveriesAdvisories {

	private static final LogAccessor logger = new LogAccessor(MaxDeliveriesAdvisories.class);

	private static final String SUBJECT = "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.";

	private static final String QUEUE = "dead-letters";

	private static final Backoff AGAIN = new Backoff(Duration.ofMillis(500), 2, Duration.ofMinutes(1), 0.2);

	private final Connection connection;

	private final String stream;

	private final ListenerDescription listener;

	private final DeadLetterWriter writer;

	private final ListenerServices services;

	private final Dispatcher dispatcher;

	MaxDeliveriesAdvisories(Connection connection, String stream, ListenerDescription listener, DeadLetterWriter writer,
			ListenerServices services) {
		this.connection = connection;
		this.stream = stream;
		this.listener = listener;
		this.writer = writer;
		this.services = services;
		this.dispatcher = connection.createDispatcher();
		this.dispatcher.subscribe(SUBJECT + stream + "." + listener.durable(), QUEUE,
				(advisory) -> services.execute(() -> handle(advisory, 1)));
	}

	boolean isOn(Connection candidate) {
		return this.connection == candidate;
	}

	void close() {
		if (this.dispatcher.isActive() && this.connection.getStatus() != Connection.Status.CLOSED) {
			this.connection.closeDispatcher(this.dispatcher);
		}
	}

	private void handle(Message advisory, int attempt) {
		try {
			JsonValue json = JsonParser.parse(advisory.getData());
			long sequence = JsonValueUtils.readLong(json, "stream_seq", 0);
			long deliveries = JsonValueUtils.readLong(json, "deliveries", 0);
			DeadLetterOrigin origin = DeadLetterOrigin.read(this.connection, this.stream, sequence);
			this.writer
				.write(origin, Objects.requireNonNull(this.listener.durable()), this.listener.id(), deliveries, null)
				.join();
			logger.error(() -> "Message " + sequence + " of stream '" + this.stream + "' was delivered " + deliveries
					+ " times to consumer '" + this.listener.durable()
					+ "' and never settled: it becomes a dead letter");
		}
		catch (JetStreamApiException ex) {
			logger.error(ex, "An unsettled message is not in its stream any more and cannot be made a dead letter");
		}
		catch (IOException | RuntimeException ex) {
			if (this.dispatcher.isActive()) {
				Duration delay = AGAIN.delay(attempt);
				logger.error(ex, () -> "An unsettled message could not be made a dead letter; it is tried again in "
						+ delay.toMillis() + " ms");
				this.services.later(() -> handle(advisory, attempt + 1), delay);
			}
		}
	}

}
