package dev.natsboot.core.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RoundTrips}. Calls are made at once against a server that answers none
 * of them until all of them wait.
 */
@Timeout(120)
class RoundTripsTests {

	private static final int CALLS = 8;

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final ExecutorService callers = Executors.newFixedThreadPool(CALLS);

	private final EmbeddedNatsServer server = EmbeddedNatsServer.start();

	private final TestPools pools = new TestPools(TestPools.settings(1, 1, Duration.ofMinutes(10)),
			(options) -> options.maxPingsOut(2)
				.pingInterval(Duration.ofMinutes(10))
				.connectionTimeout(Duration.ofSeconds(30)),
			this.server.url())
		.start();

	private final Connection connection = this.pools.pool().connection("a");

	@BeforeEach
	void settle() throws Exception {
		RoundTrips.measure(this.connection);
		this.server.pause();
	}

	@AfterEach
	void stop() {
		this.callers.shutdownNow();
		this.server.resume();
		this.pools.close();
		this.server.close();
	}

	@Test
	void manyCallsAtOnceDoNotLoseTheConnection() throws Exception {
		List<Dispatcher> dispatchers = IntStream.range(0, 3)
			.mapToObj((i) -> this.connection.createDispatcher((message) -> {
			}).subscribe("a." + i))
			.toList();
		List<Future<?>> calls = callAtOnce((index) -> {
			if (index < dispatchers.size()) {
				RoundTrips.drain(this.connection, dispatchers.get(index), TIMEOUT);
			}
			else {
				RoundTrips.flush(this.connection, TIMEOUT);
			}
			return null;
		});
		this.server.resume();
		for (Future<?> call : calls) {
			call.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		assertThat(this.connection.getStatistics().getReconnects()).isZero();
		assertThat(this.pools.events(NatsConnectionEvent.Disconnected.class)).isEmpty();
		assertThat(dispatchers).noneMatch(Dispatcher::isActive);
	}

	@Test
	void whoWaitsForOthersWaitsNoLongerThanAsked() throws Exception {
		callAtOnce((index) -> {
			RoundTrips.flush(this.connection, TIMEOUT);
			return null;
		});
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> RoundTrips.flush(this.connection, Duration.ofMillis(1)));
	}

	private List<Future<?>> callAtOnce(Call call) throws InterruptedException {
		CountDownLatch calling = new CountDownLatch(CALLS);
		List<Future<?>> calls = IntStream.range(0, CALLS).<Future<?>>mapToObj((index) -> {
			Callable<Object> task = () -> {
				calling.countDown();
				return call.run(index);
			};
			return this.callers.submit(task);
		}).toList();
		calling.await();
		return calls;
	}

	/**
	 * One of several calls.
	 */
	private interface Call {

		Object run(int index) throws Exception;

	}

}
