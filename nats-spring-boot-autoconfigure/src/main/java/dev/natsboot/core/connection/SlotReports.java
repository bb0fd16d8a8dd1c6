package dev.natsboot.core.connection;

import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import dev.natsboot.core.HeaderText;
import dev.natsboot.core.tls.NatsTlsException;
import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.Subscription;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * Says what happens to a slot: one line in the log and one event for each.
 */
final class SlotReports {

	private static final LogAccessor logger = new LogAccessor(LogFactory.getLog(NatsConnectionPool.class));

	private static final int MAX_PROBLEM = 300;

	private static final Duration ESCAPED_AGAIN = Duration.ofMinutes(1);

	private final String pool;

	private final String connection;

	private final String serversSetting;

	private final ConnectionRuntime runtime;

	private volatile @Nullable String lastError;

	private volatile @Nullable String lastTlsFailure;

	/** Why there is no server, as far as that is known. */
	private volatile @Nullable String problem;

	private volatile long escapedAt;

	SlotReports(String pool, String connection, String serversSetting, ConnectionRuntime runtime) {
		this.pool = pool;
		this.connection = connection;
		this.serversSetting = serversSetting;
		this.runtime = runtime;
	}

	String connection() {
		return this.connection;
	}

	@Nullable String problem() {
		return this.problem;
	}

	/**
	 * Remember why there is no server.
	 */
	void keep(Exception cause) {
		String detail = detail(cause);
		if (detail != null) {
			keep(detail);
		}
	}

	private void keep(String problem) {
		this.problem = (problem.length() > MAX_PROBLEM) ? problem.substring(0, MAX_PROBLEM) + "..." : problem;
	}

	void connected(Connection client, boolean rebuilt) {
		forgetProblems();
		String server = ServerUrl.withoutCredentials(client.getConnectedUrl());
		if (rebuilt) {
			logger.info(() -> label() + " has a new client, connected to " + describe(client, server));
			this.runtime.publish(new NatsConnectionEvent.Rebuilt(this.pool, this.connection, server));
		}
		else {
			logger.info(() -> label() + " is connected to " + describe(client, server));
			this.runtime.publish(new NatsConnectionEvent.Connected(this.pool, this.connection, server));
		}
	}

	private void forgetProblems() {
		this.lastError = null;
		this.lastTlsFailure = null;
		this.problem = null;
	}

	void attemptFailed(Exception cause, long failed) {
		String reason = reason(cause);
		keep(reason);
		if (failed == 0) {
			logger.warn(() -> label() + " could not be made: " + reason
					+ "; trying again in the background with the servers of " + this.serversSetting);
		}
		else {
			logger.debug(cause, () -> label() + " could not be made, attempt " + (failed + 1));
		}
	}

	void disconnected(@Nullable String url) {
		this.problem = null;
		String server = ServerUrl.withoutCredentials(url);
		logger.warn(() -> label() + " has lost its server " + server + " and tries to reconnect");
		this.runtime.publish(new NatsConnectionEvent.Disconnected(this.pool, this.connection, server));
	}

	void reconnected(Connection client, Duration outage) {
		forgetProblems();
		String server = ServerUrl.withoutCredentials(client.getConnectedUrl());
		logger.info(() -> label() + " is connected again to " + describe(client, server) + " after " + outage.toMillis()
				+ " ms, subscriptions restored");
		this.runtime.publish(new NatsConnectionEvent.Reconnected(this.pool, this.connection, server, outage));
	}

	void renewed(Connection client) {
		this.lastTlsFailure = null;
		String server = ServerUrl.withoutCredentials(client.getConnectedUrl());
		logger.info(() -> label() + " has been renewed, connected to " + describe(client, server));
		this.runtime.publish(new NatsConnectionEvent.Renewed(this.pool, this.connection, server));
	}

	void renewalFailed(Exception cause, int failed) {
		if (failed == 0) {
			logger.warn(() -> label() + " could not be renewed: " + reason(cause)
					+ "; it stays as it is and is tried again in the background");
		}
		else {
			logger.debug(cause, () -> label() + " could not be renewed, attempt " + (failed + 1));
		}
	}

	/**
	 * Each attempt ends in the same way until something is corrected: said once.
	 */
	void tlsFailed(@Nullable String server, NatsTlsException failure) {
		String reason = String.valueOf(failure.getMessage());
		keep(reason);
		if (!reason.equals(this.lastTlsFailure)) {
			this.lastTlsFailure = reason;
			logger.warn(() -> label() + ": " + reason);
			this.runtime.publish(new NatsConnectionEvent.TlsFailed(this.pool, this.connection, server, reason));
		}
	}

	void lost(Connection client, boolean sick) {
		String error = client.getLastError();
		String why = sick ? "does not answer" : "was closed for good" + ((error != null) ? " (" + error + ")" : "");
		logger.warn(() -> label() + ": its client " + why + "; a new one is built");
		this.runtime.publish(new NatsConnectionEvent.Closed(this.pool, this.connection, null, false));
	}

	void closed(@Nullable String url) {
		String server = ServerUrl.withoutCredentials(url);
		logger.info(() -> label() + " is closed");
		this.runtime.publish(new NatsConnectionEvent.Closed(this.pool, this.connection, server, true));
	}

	void lameDuck(@Nullable String url, boolean moving) {
		String server = ServerUrl.withoutCredentials(url);
		logger.warn(() -> label() + ": its server " + server + " is about to shut down"
				+ (moving ? "; moving to another one" : ""));
		this.runtime.publish(new NatsConnectionEvent.LameDuck(this.pool, this.connection, server, moving));
	}

	void unresponsive(@Nullable String url) {
		logger.warn(() -> label() + ": its server " + ServerUrl.withoutCredentials(url)
				+ " does not answer; connecting anew");
	}

	/**
	 * The server repeats an error on each attempt: said once until something changes.
	 */
	void serverError(@Nullable String url, String error) {
		String server = ServerUrl.withoutCredentials(url);
		keep(String.valueOf(ServerUrl.withoutCredentials(error)));
		if (server == null && error.equals(this.lastError)) {
			return;
		}
		this.lastError = error;
		logger.warn(() -> label() + ": the server says: " + error);
		this.runtime.publish(new NatsConnectionEvent.ServerError(this.pool, this.connection, server, error));
	}

	void slowConsumer(@Nullable String url, Consumer consumer) {
		String subject = (consumer instanceof Subscription subscription) ? subscription.getSubject() : null;
		long dropped = consumer.getDroppedCount();
		logger.warn(() -> label() + ": a subscription" + ((subject != null) ? " to " + subject : "")
				+ " does not keep up, " + dropped + " messages dropped");
		this.runtime.publish(new NatsConnectionEvent.SlowConsumer(this.pool, this.connection,
				ServerUrl.withoutCredentials(url), subject, dropped));
	}

	/**
	 * Said the first time, and then at most once a minute.
	 */
	void headersEscaped(@Nullable String url, String subject, Set<String> headers) {
		long now = System.nanoTime();
		if (this.escapedAt != 0 && now - this.escapedAt < ESCAPED_AGAIN.toNanos()) {
			return;
		}
		this.escapedAt = now;
		logger.warn(() -> label() + ": a message to " + subject
				+ " has headers that the client cannot read; they are escaped: "
				+ HeaderText.printable(String.join(", ", headers), MAX_PROBLEM));
		this.runtime.publish(new NatsConnectionEvent.HeadersEscaped(this.pool, this.connection,
				ServerUrl.withoutCredentials(url), subject));
	}

	void readerFailed(@Nullable String url, Throwable cause) {
		String server = ServerUrl.withoutCredentials(url);
		logger.warn(cause,
				() -> label() + ": its client has stopped to read what server " + server + " sends; connecting anew");
		this.runtime
			.publish(new NatsConnectionEvent.ReaderFailed(this.pool, this.connection, server, String.valueOf(cause)));
	}

	void discarded(String subject) {
		logger.warn(() -> label() + ": the outgoing queue is full, a message to " + subject + " was discarded");
	}

	void exception(Exception exception) {
		if (exception instanceof IOException || exception instanceof TimeoutException
				|| exception instanceof InterruptedException || exception instanceof ExecutionException
				|| exception instanceof CancellationException) {
			logger.debug(exception, () -> label() + ": trouble with the server");
		}
		else {
			logger.warn(exception, () -> label() + ": an exception in the client or in a message handler");
		}
	}

	static String reason(Exception cause) {
		String message = cause.getMessage();
		StringBuilder reason = new StringBuilder((message != null) ? message : cause.getClass().getSimpleName());
		for (Throwable suppressed : cause.getSuppressed()) {
			String detail = detail(suppressed);
			if (detail != null) {
				reason.append(" (").append(detail).append(")");
			}
		}
		return String.valueOf(ServerUrl.withoutCredentials(reason.toString()));
	}

	private static @Nullable String detail(Throwable cause) {
		Throwable root = cause;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		String message = ServerUrl.withoutCredentials(root.getMessage());
		if (message != null && root instanceof UnknownHostException) {
			// some resolvers add their own words to the host
			return "unknown host '" + message.split(": ", 2)[0] + "'";
		}
		return message;
	}

	private String label() {
		return "NATS connection '" + this.connection + "' of pool '" + this.pool + "'";
	}

	private static String describe(Connection client, @Nullable String server) {
		return server + " (" + client.getServerInfo().getServerName() + ", version "
				+ client.getServerInfo().getVersion() + ")";
	}

}
