package dev.natsboot.benchmarks.work;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.MessageHandler;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * The raw side of the core rows, as somebody who knows the client well writes it.
 */
final class Raw {

	private Raw() {
	}

	static AutoCloseable bytes(String url, Sink sink) throws Exception {
		return listen(url, (message) -> sink.handled(message.getData()));
	}

	static AutoCloseable json(String url, Sink sink) throws Exception {
		ObjectReader reader = JsonMapper.builder().build().readerFor(Order.class);
		return listen(url, (message) -> sink.handled(reader.<Order>readValue(message.getData())));
	}

	static AutoCloseable echo(String url) throws Exception {
		Connection connection = Clients.connect(url);
		return listen(connection, "bench.raw",
				(message) -> connection.publish(message.getReplyTo(), message.getData()));
	}

	private static AutoCloseable listen(String url, MessageHandler handler) throws Exception {
		return listen(Clients.connect(url), "bench.raw", handler);
	}

	static AutoCloseable listen(Connection connection, String subject, MessageHandler handler) throws Exception {
		Dispatcher dispatcher = connection.createDispatcher(handler);
		dispatcher.subscribe(subject);
		connection.flush(Clients.LONG);
		return connection;
	}

}
