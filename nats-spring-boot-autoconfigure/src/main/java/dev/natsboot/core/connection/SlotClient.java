package dev.natsboot.core.connection;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.core.tls.NatsTlsException;
import dev.natsboot.core.tls.TlsContext;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.ErrorListenerLoggerImpl;
import io.nats.client.support.Status;
import org.jspecify.annotations.Nullable;

/**
 * One client in a slot: opens it, and passes on what it reports to the slot and to the
 * listeners that the application has set in the options itself. What is kept here goes
 * away with the client.
 */
final class SlotClient implements ConnectionListener, ErrorListener {

	/** A probe of this client is under way. */
	final AtomicBoolean probing = new AtomicBoolean();

	/** Held by who waits for the server's answer to a ping of this client. */
	final ReentrantLock roundTrips = new ReentrantLock();

	private final ConnectionSlot slot;

	private final Options options;

	private final @Nullable ConnectionListener userConnectionListener;

	private final ErrorListener userErrorListener;

	private final ErrorListener jetStreamErrorListener;

	/** Made to reconnect for a failed probe and not yet seen healthy since. */
	volatile boolean suspect;

	/** The last reason for which the client could not connect. */
	private volatile @Nullable Exception problem;

	/** What is wrong with the TLS of the last server that was tried, if that is known. */
	private volatile @Nullable NatsTlsException tlsProblem;

	SlotClient(ConnectionSlot slot, Options options) {
		this.slot = slot;
		this.userConnectionListener = options.getConnectionListener();
		this.jetStreamErrorListener = options.getErrorListener();
		// the client's own default would write each line a second time
		this.userErrorListener = (this.jetStreamErrorListener.getClass() != ErrorListenerLoggerImpl.class)
				? this.jetStreamErrorListener : new ErrorListener() {
				};
		Options.Builder builder = new Options.Builder(options).connectionListener(this).errorListener(this);
		// a jitter of zero ends every attempt to reconnect, without a word
		if (options.getReconnectJitter().isZero()) {
			builder.reconnectJitter(Options.DEFAULT_RECONNECT_JITTER);
		}
		if (options.getReconnectJitterTls().isZero()) {
			builder.reconnectJitterTls(Options.DEFAULT_RECONNECT_JITTER_TLS);
		}
		EscapingDataPort.use(options, builder);
		if (options.getReaderExecutor() == options.getExecutor()) {
			builder.readerExecutor(new ReaderWatch((cause) -> slot.readerFailed(this, cause)));
		}
		this.options = builder.build();
		if (options.getSslContext() instanceof TlsContext tls) {
			tls.onFailure(this::tlsFailed);
		}
	}

	/**
	 * Try each server once.
	 */
	Connection connect() throws IOException, InterruptedException {
		return Nats.connect(this.options);
	}

	/**
	 * Headers of a message were put in words that the client can read.
	 */
	void headersEscaped(String subject, Set<String> headers) {
		this.slot.headersEscaped(this, subject, headers);
	}

	/**
	 * Why a server was not reached, if the client has told.
	 */
	@Nullable Exception problem() {
		return this.problem;
	}

	/**
	 * What is wrong with the TLS of a server that was not reached, if that is known.
	 */
	@Nullable NatsTlsException tlsProblem() {
		return this.tlsProblem;
	}

	private void tlsFailed(@Nullable String server, NatsTlsException failure) {
		this.tlsProblem = failure;
		this.slot.tlsFailed(server, failure);
	}

	@Override
	@Deprecated
	public void connectionEvent(Connection connection, Events type) {
		// the other method has more to tell
	}

	@Override
	public void connectionEvent(Connection connection, Events type, Long time, String url) {
		this.slot.event(this, type, url);
		if (this.userConnectionListener != null) {
			this.userConnectionListener.connectionEvent(connection, type, time, url);
		}
	}

	@Override
	public void errorOccurred(Connection connection, String error) {
		this.slot.serverError(this, error);
		this.userErrorListener.errorOccurred(connection, error);
	}

	@Override
	public void exceptionOccurred(Connection connection, Exception exception) {
		this.problem = exception;
		NatsTlsException tlsFailure = NatsTlsException.in(exception);
		if (tlsFailure == null) {
			this.slot.exception(exception);
		}
		else {
			tlsFailed(null, tlsFailure);
		}
		this.userErrorListener.exceptionOccurred(connection, exception);
	}

	@Override
	public void slowConsumerDetected(Connection connection, Consumer consumer) {
		this.slot.slowConsumer(this, consumer);
		this.userErrorListener.slowConsumerDetected(connection, consumer);
	}

	@Override
	public void messageDiscarded(Connection connection, Message message) {
		this.slot.discarded(message);
		this.userErrorListener.messageDiscarded(connection, message);
	}

	@Override
	public void heartbeatAlarm(Connection connection, JetStreamSubscription subscription, long lastStreamSequence,
			long lastConsumerSequence) {
		this.jetStreamErrorListener.heartbeatAlarm(connection, subscription, lastStreamSequence, lastConsumerSequence);
	}

	@Override
	public void unhandledStatus(Connection connection, JetStreamSubscription subscription, Status status) {
		this.jetStreamErrorListener.unhandledStatus(connection, subscription, status);
	}

	@Override
	public void pullStatusWarning(Connection connection, JetStreamSubscription subscription, Status status) {
		this.jetStreamErrorListener.pullStatusWarning(connection, subscription, status);
	}

	@Override
	public void pullStatusError(Connection connection, JetStreamSubscription subscription, Status status) {
		this.jetStreamErrorListener.pullStatusError(connection, subscription, status);
	}

	@Override
	public void flowControlProcessed(Connection connection, JetStreamSubscription subscription, String subject,
			FlowControlSource source) {
		this.jetStreamErrorListener.flowControlProcessed(connection, subscription, subject, source);
	}

	@Override
	public void socketWriteTimeout(Connection connection) {
		this.userErrorListener.socketWriteTimeout(connection);
	}

}
