package dev.natsboot.jetstream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.core.Backoff;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.connection.ConnectionObserver;
import dev.natsboot.jetstream.Provisioned.State;
import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * Provisions what is declared for one connection, each time that it reaches a server, and
 * again as long as something is not there.
 */
final class ConnectionProvisioning implements ConnectionObserver {

	private static final LogAccessor logger = new LogAccessor(ConnectionProvisioning.class);

	private static final Backoff AGAIN = new Backoff(Duration.ofMillis(500), 2, Duration.ofSeconds(30), 0.2);

	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

	private final List<Declaration> declarations;

	private final ProvisioningPolicy defaultPolicy;

	private final ScheduledExecutorService executor;

	private final Map<Declaration, Provisioned> results = new ConcurrentHashMap<>();

	private final Set<Declaration> done = new HashSet<>();

	private final CompletableFuture<@Nullable Void> first = new CompletableFuture<>();

	private volatile @Nullable Connection connection;

	private volatile @Nullable String violation;

	private final AtomicInteger newest = new AtomicInteger();

	private final ReentrantLock attempting = new ReentrantLock();

	private int attempts;

	/**
	 * Creates it.
	 * @param declarations what is declared for this connection, streams before consumers
	 * @param defaultPolicy what is done about those that do not say
	 * @param executor has one thread for this
	 */
	ConnectionProvisioning(List<Declaration> declarations, ProvisioningPolicy defaultPolicy,
			ScheduledExecutorService executor) {
		this.declarations = declarations;
		this.defaultPolicy = defaultPolicy;
		this.executor = executor;
		declarations.forEach((declaration) -> this.results.put(declaration, Provisioned.of(declaration,
				policy(declaration), State.PENDING, "its connection has not reached a server yet", List.of())));
	}

	/**
	 * The first attempt: fails with what can never work. Whoever completes it takes later
	 * failures off its own hands.
	 */
	CompletableFuture<@Nullable Void> first() {
		return this.first;
	}

	boolean isConnected() {
		return this.connection != null;
	}

	List<Provisioned> results() {
		return this.declarations.stream()
			.map((declaration) -> Objects.requireNonNull(this.results.get(declaration)))
			.toList();
	}

	@Override
	public void connected(Connection on) {
		this.connection = on;
		execute(on, 0);
	}

	@Override
	public void reconnected(Connection on) {
		execute(on, 0);
	}

	@Override
	public void serverError(Connection on, String error) {
		this.violation = error;
	}

	/**
	 * Looks again, since somebody misses something.
	 */
	void lookAgain() {
		Connection on = this.connection;
		if (on != null) {
			execute(on, 0);
		}
	}

	String connectionName() {
		return this.declarations.get(0).connection();
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private void execute(Connection on, long delayMillis) {
		int own = this.newest.incrementAndGet();
		try {
			this.executor.schedule(() -> attempt(on, own), delayMillis, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug(ex, "Streams are not looked at any more: the application stops");
		}
	}

	private void attempt(Connection on, int number) {
		this.attempting.lock();
		try {
			if (on != this.connection || number != this.newest.get()) {
				return;
			}
			List<NatsConfigurationException> failures = new ArrayList<>();
			boolean complete = provision(on, failures);
			if (complete) {
				this.attempts = 0;
			}
			else if (number == this.newest.get()) {
				execute(on, AGAIN.delay(++this.attempts).toMillis());
			}
			report(failures);
		}
		catch (RuntimeException ex) {
			logger.error(ex, "Streams and consumers could not be provisioned");
			this.first.completeExceptionally(ex);
		}
		finally {
			this.attempting.unlock();
		}
	}

	private void report(List<NatsConfigurationException> failures) {
		for (NatsConfigurationException failure : failures) {
			if (!this.first.completeExceptionally(failure)) {
				logger.error(() -> failure.getMessage() + ". " + failure.getAction());
			}
		}
		this.first.complete(null);
	}

	private boolean provision(Connection on, List<NatsConfigurationException> failures) {
		this.violation = null;
		boolean complete = true;
		try (JetStreamApi api = new JetStreamApi(on, connectionName(), REQUEST_TIMEOUT, () -> this.violation)) {
			Provisioner provisioner = new Provisioner(api);
			for (Declaration declaration : this.declarations) {
				complete &= provision(provisioner, declaration, failures);
			}
		}
		catch (JetStreamAway ex) {
			complete = false;
			for (Declaration declaration : this.declarations) {
				pending(declaration, ex);
			}
		}
		return complete;
	}

	private boolean provision(Provisioner provisioner, Declaration declaration,
			List<NatsConfigurationException> failures) throws JetStreamAway {
		ProvisioningPolicy policy = policy(declaration);
		try {
			Provisioned result = provisioner.provision(declaration, policy, !this.done.contains(declaration));
			this.done.add(declaration);
			Provisioned before = this.results.put(declaration, result);
			if (result.state() == State.DIFFERENT && (before == null || !before.drift().equals(result.drift()))) {
				logger.warn(() -> "On connection '" + declaration.connection() + "' " + declaration
						+ " is left as it is: " + result.message());
			}
			return true;
		}
		catch (JetStreamAway ex) {
			if (!ex.isAnswered()) {
				throw ex;
			}
			pending(declaration, ex);
		}
		catch (NatsConfigurationException ex) {
			if (change(declaration, State.FAILED, String.valueOf(ex.getMessage()))) {
				failures.add(ex);
			}
		}
		return false;
	}

	private void pending(Declaration declaration, JetStreamAway away) {
		String reason = String.valueOf(away.getMessage());
		if (change(declaration, State.PENDING, reason)) {
			logger.warn(() -> "On connection '" + declaration.connection() + "' " + declaration
					+ " is tried again later: " + reason);
		}
	}

	private boolean change(Declaration declaration, State state, String reason) {
		Provisioned before = this.results.put(declaration,
				Provisioned.of(declaration, policy(declaration), state, reason, List.of()));
		return before == null || before.state() != state || !reason.equals(before.message());
	}

	private ProvisioningPolicy policy(Declaration declaration) {
		ProvisioningPolicy own = declaration.policy();
		return (own != null) ? own : this.defaultPolicy;
	}

}
