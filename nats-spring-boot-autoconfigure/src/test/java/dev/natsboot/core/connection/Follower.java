package dev.natsboot.core.connection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;

/**
 * Subscribes when connected, as a listener container does, and writes down what it was
 * told.
 */
final class Follower implements ConnectionObserver {

	final List<String> calls = new CopyOnWriteArrayList<>();

	final List<String> received = new CopyOnWriteArrayList<>();

	final List<Thread> threads = new CopyOnWriteArrayList<>();

	private final String subject;

	Follower(String subject) {
		this.subject = subject;
	}

	@Override
	public void connected(Connection connection) {
		Dispatcher dispatcher = connection
			.createDispatcher((message) -> this.received.add(new String(message.getData())));
		dispatcher.subscribe(this.subject);
		this.threads.add(Thread.currentThread());
		this.calls.add("connected");
	}

	@Override
	public void reconnected(Connection connection) {
		this.calls.add("reconnected");
	}

	@Override
	public void disconnected(Connection connection) {
		this.calls.add("disconnected");
	}

}
