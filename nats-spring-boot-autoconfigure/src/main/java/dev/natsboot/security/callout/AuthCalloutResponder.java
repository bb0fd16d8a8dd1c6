package dev.natsboot.security.callout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.core.connection.ConnectionObserver;
import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.core.connection.RoundTrips;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.log.LogAccessor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Answers the questions of servers about clients (auth callout, NATS ADR-26) until it is
 * stopped. Several of them share the questions as a queue group. Whatever goes wrong is a
 * refusal.
 *
 * @since 0.1.0
 */
public final class AuthCalloutResponder implements SmartLifecycle {

	private static final LogAccessor logger = new LogAccessor(LogFactory.getLog(AuthCalloutResponder.class));

	private static final String SUBJECT = "$SYS.REQ.USER.AUTH";

	private static final String QUEUE = "nats-auth-callout";

	private static final Duration DRAIN = Duration.ofSeconds(5);

	/** How many tokens are verified at the same time. */
	private static final int THREADS = 8;

	private final ReentrantLock lock = new ReentrantLock();

	private final NatsConnectionPool pool;

	private final CalloutTokenVerifier verifier;

	private final CalloutMapping mapping;

	private final CalloutIssuer issuer;

	private @Nullable Subscribed subscribed;

	private NatsConnectionPool.@Nullable Registration registration;

	private @Nullable ExecutorService executor;

	/**
	 * Create a responder.
	 * @param pool the connections to the account that the servers ask
	 * @param verifier verifies tokens
	 * @param mapping says what the owner of a token may do
	 * @param issuer signs the answers
	 */
	public AuthCalloutResponder(NatsConnectionPool pool, CalloutTokenVerifier verifier, CalloutMapping mapping,
			CalloutIssuer issuer) {
		this.pool = pool;
		this.verifier = verifier;
		this.mapping = mapping;
		this.issuer = issuer;
	}

	@Override
	public void start() {
		this.lock.lock();
		try {
			if (this.registration != null) {
				return;
			}
			// when all are busy, the rest waits in the client, which has its limits
			this.executor = new ThreadPoolExecutor(THREADS, THREADS, 0, TimeUnit.SECONDS,
					new ArrayBlockingQueue<>(THREADS), daemons(), new ThreadPoolExecutor.CallerRunsPolicy());
		}
		finally {
			this.lock.unlock();
		}
		// not under the lock, which the pool's own threads take while they hold theirs
		NatsConnectionPool.Registration opened = this.pool.follow(QUEUE, new Follower());
		this.lock.lock();
		try {
			this.registration = opened;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static CustomizableThreadFactory daemons() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("nats-auth-callout-");
		threads.setDaemon(true);
		return threads;
	}

	private void serve(Connection on) {
		Subscribed old;
		this.lock.lock();
		try {
			ExecutorService current = this.executor;
			if (current == null) {
				return;
			}
			old = this.subscribed;
			Dispatcher dispatcher = on.createDispatcher((message) -> current.execute(() -> answer(on, message)));
			dispatcher.subscribe(SUBJECT, QUEUE);
			this.subscribed = new Subscribed(on, dispatcher);
			if (old != null && old.dispatcher().isActive()) {
				current.execute(() -> drain(old));
			}
		}
		finally {
			this.lock.unlock();
		}
		logger.info(() -> "Clients are let in by connection '" + this.pool.name() + "' (auth callout)");
	}

	private void answer(Connection on, Message message) {
		try {
			CalloutRequest request = CalloutRequest.read(message.getData());
			String answer = this.issuer.answer(request, userJwt(request));
			on.publish(message.getReplyTo(), answer.getBytes(StandardCharsets.US_ASCII));
		}
		catch (RuntimeException ex) {
			// without an answer the server refuses the client
			logger.warn(() -> "A question of a server about a client is not answered: " + ex.getMessage());
		}
	}

	private @Nullable String userJwt(CalloutRequest request) {
		try {
			if (request.token() == null) {
				throw new CalloutRefusedException("there is no token");
			}
			VerifiedToken token = this.verifier.verify(request.token());
			return this.issuer.user(request, token, this.mapping.map(token));
		}
		catch (RuntimeException ex) {
			logger.info(() -> "A client is not let in: " + ex.getMessage());
			return null;
		}
	}

	@Override
	public void stop() {
		NatsConnectionPool.Registration closing;
		Subscribed old;
		ExecutorService finishing;
		this.lock.lock();
		try {
			closing = this.registration;
			old = this.subscribed;
			finishing = this.executor;
			this.registration = null;
			this.subscribed = null;
			this.executor = null;
		}
		finally {
			this.lock.unlock();
		}
		if (closing != null) {
			closing.close();
		}
		if (old != null) {
			drain(old);
		}
		if (finishing != null) {
			finish(finishing, old);
		}
	}

	private static void finish(ExecutorService finishing, @Nullable Subscribed old) {
		finishing.shutdown();
		try {
			if (finishing.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS) && old != null) {
				RoundTrips.flush(old.connection(), DRAIN);
			}
		}
		catch (TimeoutException | IllegalStateException ex) {
			logger.debug(ex, "The last answers may not have reached the server");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void drain(Subscribed old) {
		try {
			if (old.connection().getStatus() == Connection.Status.CONNECTED) {
				RoundTrips.drain(old.connection(), old.dispatcher(), DRAIN);
			}
		}
		catch (TimeoutException | ExecutionException | IllegalStateException ex) {
			logger.debug(ex, "A subscription could not be drained");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		this.lock.lock();
		try {
			return this.executor != null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * As soon as there are connections: other applications wait to be let in.
	 */
	@Override
	public int getPhase() {
		return NatsConnections.PHASE + 1;
	}

	private record Subscribed(Connection connection, Dispatcher dispatcher) {
	}

	/**
	 * Subscribes on each client that takes the place of another.
	 */
	private final class Follower implements ConnectionObserver {

		@Override
		public void connected(Connection connection) {
			serve(connection);
		}

	}

}
