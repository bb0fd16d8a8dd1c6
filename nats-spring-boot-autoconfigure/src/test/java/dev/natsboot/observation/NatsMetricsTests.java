package dev.natsboot.observation;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.NatsException;
import dev.natsboot.core.SecurityOutcomes;
import dev.natsboot.core.connection.NatsConnectionEvent;
import dev.natsboot.listener.ListenerState;
import dev.natsboot.listener.NatsListenerEvent;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that meters tell what happens between an application and a real server.
 */
class NatsMetricsTests {

	private static EmbeddedNatsServer server;

	private Connection connection;

	@BeforeAll
	static void startServer() {
		server = EmbeddedNatsServer.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void createStream() throws Exception {
		this.connection = Nats.connect(server.url());
		this.connection.jetStreamManagement()
			.addStream(StreamConfiguration.builder().name("M").subjects("m.>").build());
	}

	@AfterEach
	void deleteStreams() throws Exception {
		for (String stream : this.connection.jetStreamManagement().getStreamNames()) {
			this.connection.jetStreamManagement().deleteStream(stream);
		}
		this.connection.close();
	}

	private static TestApplication.Builder application(Class<?>... beans) {
		return TestApplication.with(beans)
			.property("nats.listener.retry.initial", "20ms")
			.property("nats.listener.max-deliveries", "2")
			.property("nats.pool.health-check-interval", "50ms")
			.property("nats.observation.lag-interval", "100ms");
	}

	@Test
	void listenersAreMeasured() {
		try (TestApplication application = application(Handlers.class).start(server.url())) {
			MeterRegistry registry = application.bean(MeterRegistry.class);
			application.nats().publish("m.work", "good");
			application.nats().publish("m.work", "bad");
			assertThat(application.nats().request("core.later", "x", String.class)).isEqualTo("x");
			TestApplication.await(() -> counter(registry, "nats.listener.dead.letters", "worker") == 1);
			assertThat(timer(registry, "worker", "success").count()).isEqualTo(1);
			assertThat(timer(registry, "worker", "failure").count()).isEqualTo(2);
			assertThat(registry.get("nats.listener.redelivered").counter().count()).isEqualTo(1);
			FunctionTimer settle = registry.get("nats.listener.settle").functionTimer();
			TestApplication.await(() -> settle.count() == 3);
			assertThat(settle.totalTime(TimeUnit.NANOSECONDS)).isPositive();
			TestApplication.await(() -> timer(registry, "later", "success").count() == 1);
			assertThat(timer(registry, "later", "success").getId().getTags()).contains(Tag.of("subject", "core.*"),
					Tag.of("connection", "default"));
			assertThat(gauge(registry, "nats.listener.running", "worker")).isOne();
			assertThat(gauge(registry, "nats.listener.workers", "worker")).isEqualTo(1);
			application.listener("worker").pause();
			assertThat(gauge(registry, "nats.listener.running", "worker")).isZero();
			assertThat(gauge(registry, "nats.consumer.pending", "worker")).isNaN();
			application.context()
				.publishEvent(new NatsListenerEvent.Recovered(application.listener("worker").description(), 7));
			assertThat(registry.get("nats.listener.recovered").counter().count()).isEqualTo(1);
			assertThat(names(registry)).containsExactlyInAnyOrderElementsOf(Arrays.stream(NatsMeter.values())
				.filter((meter) -> meter != NatsMeter.SECURITY_OUTCOMES)
				.map(NatsMeter::id)
				.toList());
			registry.getMeters().forEach(NatsMetricsTests::hasTheTagsThatAreDocumented);
		}
	}

	@Test
	void consumersAreMeasuredInTheBackground() throws Exception {
		for (int i = 0; i < 10; i++) {
			this.connection.jetStream().publish("m.slow", new byte[1]);
		}
		try (TestApplication application = application(Slow.class).property("nats.listener.max-in-flight", "4")
			.start(server.url())) {
			MeterRegistry registry = application.bean(MeterRegistry.class);
			application.awaitState("slow", ListenerState.RUNNING);
			TestApplication.await(() -> gauge(registry, "nats.listener.in.flight", "slow") == 4);
			assertThat(gauge(registry, "nats.listener.queued", "slow")).isEqualTo(2);
			assertThat(gauge(registry, "nats.listener.lane.depth", "slow")).isEqualTo(2);
			assertThat(gauge(registry, "nats.consumer.pending", "slow")).isPositive();
			TimeGauge lag = registry.get("nats.consumer.lag").timeGauge();
			TestApplication.await(() -> lag.value(TimeUnit.NANOSECONDS) > 0);
			assertThat(gauge(registry, "nats.consumer.ack.pending", "slow")).isNotNaN();
			assertThat(gauge(registry, "nats.consumer.redelivered", "slow")).isZero();
			application.bean(Slow.class).mayEnd.countDown();
			TestApplication.await(() -> lag.value(TimeUnit.NANOSECONDS) == 0);
		}
	}

	@Test
	void connectionsAreMeasured() {
		try (EmbeddedNatsServer own = EmbeddedNatsServer.start();
				TestApplication application = application().property("nats.reconnect.initial", "20ms")
					.property("nats.connections.second.servers", server.url())
					.start(own.url())) {
			MeterRegistry registry = application.bean(MeterRegistry.class);
			assertThat(connection(registry, "nats.connection.pool.size")).isEqualTo(1);
			assertThat(connection(registry, "nats.connection.connected")).isEqualTo(1);
			TimeGauge roundTrip = registry.get("nats.connection.rtt").tag("connection", "default").timeGauge();
			TestApplication.await(() -> roundTrip.value(TimeUnit.NANOSECONDS) > 0);
			application.nats().send("somewhere", new byte[100]);
			assertThat(traffic(registry, "messages")).isPositive();
			double bytes = traffic(registry, "bytes");
			assertThat(bytes).isGreaterThan(100);
			own.kill();
			TestApplication.await(() -> connection(registry, "nats.connection.connected") == 0);
			own.restart();
			FunctionCounter reconnects = registry.get("nats.connection.reconnects")
				.tag("connection", "default")
				.functionCounter();
			TestApplication.await(() -> reconnects.count() == 1);
			assertThat(traffic(registry, "bytes")).isGreaterThanOrEqualTo(bytes);
			application.context()
				.publishEvent(new NatsConnectionEvent.SlowConsumer("default", "name", null, "subject", 5));
			assertThat(registry.get("nats.connection.slow.consumers").tag("connection", "default").counter().count())
				.isEqualTo(1);
		}
	}

	@Test
	void publishesAreMeasured() throws Exception {
		try (TestApplication application = application().property("nats.template.retry.initial", "10ms")
			.start(server.url())) {
			MeterRegistry registry = application.bean(MeterRegistry.class);
			application.nats().publish("m.x", "1");
			application.nats().to("m.x").payload("2").messageId("two").publish();
			application.nats().to("m.x").payload("2").messageId("two").publishAsync().get(10, TimeUnit.SECONDS);
			assertThatExceptionOfType(NatsException.class)
				.isThrownBy(() -> application.nats().publish("no.stream.takes.it", "3"));
			assertThat(published(registry, "acknowledged")).isEqualTo(3);
			assertThat(published(registry, "duplicates")).isEqualTo(1);
			assertThat(published(registry, "failed")).isEqualTo(1);
			assertThat(published(registry, "retries")).isEqualTo(3);
			assertThat(registry.get("nats.publish.in.flight").gauge().value()).isZero();
		}
	}

	@Test
	void securityOutcomesAreCounted() {
		try (TestApplication application = application().start(server.url())) {
			Runnable refused = application.bean(SecurityOutcomes.class)
				.counter(SecurityOutcomes.Direction.IN, "refused", "expired", "worker");
			refused.run();
			refused.run();
			Meter meter = application.bean(MeterRegistry.class)
				.get("nats.security.outcomes")
				.tags("direction", "in", "outcome", "refused", "reason", "expired", "listener", "worker")
				.counter();
			hasTheTagsThatAreDocumented(meter);
			assertThat(meter.measure().iterator().next().getValue()).isEqualTo(2);
		}
	}

	@Test
	void aNewClientCountsOn() {
		PoolTotal total = new PoolTotal((connection) -> connection.inBytes());
		assertThat(total.of(Snapshots.pool(Snapshots.connection("a", 10), Snapshots.connection("b", 5)))).isEqualTo(15);
		assertThat(total.of(Snapshots.pool(Snapshots.connection("a", 3)))).isEqualTo(18);
		assertThat(total.of(Snapshots.pool(Snapshots.connection("a", 4), Snapshots.connection("b", 1)))).isEqualTo(20);
	}

	private static Set<String> names(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.map((meter) -> meter.getId().getName())
			.filter((name) -> name.startsWith("nats."))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static void hasTheTagsThatAreDocumented(Meter meter) {
		Arrays.stream(NatsMeter.values())
			.filter((documented) -> documented.id().equals(meter.getId().getName()))
			.forEach((documented) -> {
				assertThat(meter.getId().getTags()).extracting(Tag::getKey)
					.containsExactlyInAnyOrderElementsOf(documented.tags());
				assertThat(meter.getId().getDescription()).isEqualTo(documented.description());
			});
	}

	private static Timer timer(MeterRegistry registry, String listener, String outcome) {
		return registry.get("nats.listener.process").tags("listener", listener, "outcome", outcome).timer();
	}

	private static double gauge(MeterRegistry registry, String name, String listener) {
		Gauge gauge = registry.get(name).tag("listener", listener).gauge();
		return gauge.value();
	}

	private static double counter(MeterRegistry registry, String name, String listener) {
		return registry.get(name).tag("listener", listener).functionCounter().count();
	}

	private static double connection(MeterRegistry registry, String name) {
		return registry.get(name).tag("connection", "default").gauge().value();
	}

	private static double traffic(MeterRegistry registry, String what) {
		return registry.get("nats.connection." + what)
			.tags("connection", "default", "direction", "out")
			.functionCounter()
			.count();
	}

	private static double published(MeterRegistry registry, String what) {
		return registry.get("nats.publish." + what).tag("template", "natsTemplate").functionCounter().count();
	}

	static class Handlers {

		@NatsListener(id = "worker", subjects = "m.work", durable = "worker")
		void work(String text) {
			if (text.equals("bad")) {
				throw new IllegalStateException("bad");
			}
		}

		@NatsListener(id = "later", subjects = "core.*")
		CompletableFuture<String> later(String text) {
			return CompletableFuture.supplyAsync(() -> text);
		}

	}

	static class Slow {

		final CountDownLatch mayEnd = new CountDownLatch(1);

		@NatsListener(id = "slow", subjects = "m.slow", durable = "slow", concurrency = "2")
		void slow(byte[] payload) throws InterruptedException {
			this.mayEnd.await(30, TimeUnit.SECONDS);
		}

	}

}
