package dev.natsboot.benchmarks.work;

import java.util.Objects;

import io.nats.client.Connection;
import io.nats.client.MessageConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The client's {@code consume()} with its defaults, each message acknowledged.
 */
final class RawConsumption implements Stored.Consumption {

	private final Connection connection;

	private final Sink sink;

	private final String durable;

	private @Nullable MessageConsumer consumer;

	RawConsumption(Connection connection, Sink sink, String durable) {
		this.connection = connection;
		this.sink = sink;
		this.durable = durable;
	}

	@Override
	public void start() throws Exception {
		this.consumer = this.connection.getStreamContext(Stored.STREAM)
			.getConsumerContext(this.durable)
			.consume((message) -> {
				this.sink.handled(message.getData());
				message.ack();
			});
	}

	@Override
	public void stop() throws Exception {
		Objects.requireNonNull(this.consumer).close();
	}

	@Override
	public void close() throws Exception {
		this.connection.close();
	}

}
