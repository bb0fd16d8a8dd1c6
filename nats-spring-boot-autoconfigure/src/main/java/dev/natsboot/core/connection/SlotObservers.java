package dev.natsboot.core.connection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.nats.client.Connection;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * Who follows a slot. Calls are made under the slot's lock, so that each observer sees
 * them one after the other. An observer that fails does not keep the others from theirs.
 */
final class SlotObservers {

	private static final LogAccessor logger = new LogAccessor(LogFactory.getLog(SlotObservers.class));

	private final List<Follower> followers = new CopyOnWriteArrayList<>();

	Follower add(ConnectionObserver observer) {
		Follower follower = new Follower(observer);
		this.followers.add(follower);
		return follower;
	}

	void connected(Connection client) {
		this.followers.forEach((follower) -> guarded(follower, (observer) -> follower.connected(client)));
	}

	void disconnected(Connection client) {
		this.followers.forEach((follower) -> guarded(follower, (observer) -> {
			if (follower.client == client) {
				observer.disconnected(client);
			}
		}));
	}

	void serverError(Connection client, String error) {
		this.followers.forEach((follower) -> guarded(follower, (observer) -> observer.serverError(client, error)));
	}

	private void guarded(Follower follower, Consumer<ConnectionObserver> call) {
		try {
			call.accept(follower.observer);
		}
		catch (RuntimeException ex) {
			logger.error(ex, () -> "An observer of a NATS connection failed: " + follower.observer);
		}
	}

	final class Follower implements NatsConnectionPool.Registration {

		private final ConnectionObserver observer;

		private @Nullable Connection client;

		Follower(ConnectionObserver observer) {
			this.observer = observer;
		}

		void connected(Connection client) {
			if (this.client != client) {
				this.client = client;
				this.observer.connected(client);
			}
			else {
				this.observer.reconnected(client);
			}
		}

		@Override
		public void close() {
			SlotObservers.this.followers.remove(this);
		}

	}

}
