package dev.natsboot.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.NatsOperations;
import dev.natsboot.core.NoRespondersException;
import dev.natsboot.core.connection.NatsConnectionEvent;
import dev.natsboot.test.server.EmbeddedNatsServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The life of core listeners, through what happens to their server and their application.
 */
class SubscriptionListenerTests {

	private static EmbeddedNatsServer server;

	@BeforeAll
	static void startServer() {
		server = EmbeddedNatsServer.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Test
	void whenTheApplicationHasStartedTheServerHasTheSubscription() {
		try (TestApplication application = TestApplication.with(AsksAtStart.class).start(server.url())) {
			assertThat(application.bean(AsksAtStart.class).answer).isEqualTo("pong");
			assertThat(application.listener("echo").state()).isEqualTo(ListenerState.RUNNING);
		}
	}

	@Test
	void stopAndStartPauseAndResumeById() {
		try (TestApplication application = TestApplication.with(Echo.class, Events.class).start(server.url())) {
			NatsListenerContainer echo = application.listener("echo");
			echo.pause();
			assertThat(echo.state()).isEqualTo(ListenerState.PAUSED);
			assertNobodyAnswers(application);
			echo.resume();
			assertThat(application.nats().request("l.echo", "a", String.class)).isEqualTo("a");
			echo.stop();
			assertNobodyAnswers(application);
			echo.resume();
			assertThat(echo.state()).isEqualTo(ListenerState.STOPPED);
			echo.start();
			assertThat(application.nats().request("l.echo", "b", String.class)).isEqualTo("b");
			assertThat(application.bean(Events.class).listenerEvents).containsExactly("Started", "Paused", "Started",
					"Stopped", "Started");
		}
	}

	@Test
	void doesNotStartWhenToldNotTo() {
		try (TestApplication application = TestApplication.with(Echo.class)
			.property("nats.listener.auto-startup", "false")
			.start(server.url())) {
			assertThat(application.listener("echo").state()).isEqualTo(ListenerState.STOPPED);
			application.listener("echo").start();
			assertThat(application.nats().request("l.echo", "b", String.class)).isEqualTo("b");
		}
	}

	@Test
	void survivesARestartOfTheServer() {
		try (EmbeddedNatsServer own = EmbeddedNatsServer.start();
				TestApplication application = TestApplication.with(Echo.class)
					.property("nats.reconnect.initial", "50ms")
					.start(own.url())) {
			own.kill();
			application.awaitState("echo", ListenerState.WAITING);
			assertThat(application.listener("echo").waitingFor()).contains("lost its server");
			own.restart();
			application.awaitState("echo", ListenerState.RUNNING);
			assertThat(application.nats().request("l.echo", "again", String.class)).isEqualTo("again");
		}
	}

	@Test
	void waitsForAServerThatIsNotThereAtStart() {
		int port;
		try (EmbeddedNatsServer gone = EmbeddedNatsServer.start()) {
			port = gone.port();
		}
		try (TestApplication application = TestApplication.with(Echo.class)
			.property("nats.reconnect.initial", "50ms")
			.start("nats://127.0.0.1:" + port)) {
			assertThat(application.listener("echo").state()).isEqualTo(ListenerState.WAITING);
			try (EmbeddedNatsServer late = EmbeddedNatsServer.builder().port(port).start()) {
				application.awaitState("echo", ListenerState.RUNNING);
				assertThat(application.nats().request("l.echo", "late", String.class)).isEqualTo("late");
			}
		}
	}

	@Test
	void stoppingTheApplicationLetsTheHandlersFinish() throws Exception {
		TestApplication application = TestApplication.with(Slow.class).start(server.url());
		Slow slow = application.bean(Slow.class);
		for (int i = 0; i < 5; i++) {
			application.nats().send("l.slow", "x");
			application.nats().send("l.slow.async", "x");
		}
		assertThat(slow.begun.await(20, TimeUnit.SECONDS)).isTrue();
		Thread closing = new Thread(application::close);
		closing.start();
		TestApplication.await(() -> !application.listener("slow").isRunning());
		TestApplication.pass(Duration.ofMillis(500));
		assertThat(closing.isAlive()).isTrue();
		slow.mayEnd.countDown();
		closing.join(20_000);
		assertThat(slow.handled).hasValue(5);
		assertThat(slow.completed).hasValue(5);
	}

	@Test
	void stoppingEndsInTimeAlthoughHandlersAndLanesAreStuck() {
		TestApplication application = TestApplication.with(StuckLanes.class)
			.property("spring.lifecycle.timeout-per-shutdown-phase", "1s")
			.start(server.url());
		for (int i = 0; i < 500; i++) {
			application.nats().send("l.stucklanes", "x");
		}
		StuckLanes handler = application.bean(StuckLanes.class);
		TestApplication.await(() -> handler.begun.getCount() == 0);
		Thread closing = new Thread(application::close);
		closing.start();
		TestApplication.await(() -> !closing.isAlive());
		handler.mayEnd.countDown();
	}

	@Test
	void workersKeepTheOrderOfEachSubject() {
		try (TestApplication application = TestApplication.with(Ordered.class).start(server.url())) {
			Ordered ordered = application.bean(Ordered.class);
			for (int i = 0; i < 200; i++) {
				for (String key : List.of("a", "b", "c", "d")) {
					application.nats().send("l.ordered." + key, Integer.toString(i));
				}
			}
			TestApplication.await(() -> ordered.count.get() == 800);
			ordered.bySubject.forEach((subject, values) -> assertThat(values).hasSize(200)
				.isSortedAccordingTo((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b))));
			assertThat(ordered.threads).hasSizeGreaterThan(1);
		}
	}

	@Test
	void workersHandleSeveralMessagesAtATime() {
		try (TestApplication application = TestApplication.with(Concurrent.class).start(server.url())) {
			Concurrent concurrent = application.bean(Concurrent.class);
			for (int i = 0; i < 4; i++) {
				application.nats().send("l.concurrent", "x");
			}
			TestApplication.await(() -> concurrent.atOnce.getCount() == 0);
		}
	}

	@Test
	void aSlowConsumerIsTold() {
		try (TestApplication application = TestApplication.with(Stuck.class, Events.class)
			.property("nats.listener.pending-messages", "10")
			.start(server.url())) {
			for (int i = 0; i < 100; i++) {
				application.nats().send("l.stuck", "x");
			}
			TestApplication.await(() -> application.bean(Events.class).connectionEvents.contains("SlowConsumer"));
			application.bean(Stuck.class).mayEnd.countDown();
		}
	}

	@Test
	void aMissingPermissionIsTold() {
		try (EmbeddedNatsServer guarded = EmbeddedNatsServer.builder()
			.configuration("authorization { users = [ { user: u, password: p, permissions: {",
					"  subscribe: { allow: [ \"allowed.>\", \"_INBOX.>\" ] } } } ] }")
			.clientUser("u", "p")
			.start();
				TestApplication application = TestApplication.with(Echo.class)
					.property("nats.username", "u")
					.property("nats.password", "p")
					.start(guarded.url())) {
			application.awaitState("echo", ListenerState.WAITING);
			assertThat(application.listener("echo").waitingFor()).contains("no permission").contains("l.echo");
		}
	}

	@Test
	void theErrorHandlerMayStopTheListener() {
		try (TestApplication application = TestApplication.with(Failing.class).start(server.url())) {
			application.nats().send("l.failing", "x");
			application.awaitState("failing", ListenerState.FAILED);
			assertThat(application.bean(HealthContributorRegistry.class).getContributor("natsListeners"))
				.isInstanceOfSatisfying(HealthIndicator.class, (indicator) -> {
					assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
					application.listener("failing").start();
					assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
				});
		}
	}

	@Test
	void aStartWaitsForTheEndOfAStop() throws Exception {
		try (TestApplication application = TestApplication.with(Blocking.class).start(server.url())) {
			NatsListenerContainer listener = application.listener("blocking");
			Blocking handler = application.bean(Blocking.class);
			application.nats().send("l.blocking", "x");
			handler.entered.await();
			CompletableFuture<Void> stop = CompletableFuture.runAsync(listener::stop);
			application.awaitState("blocking", ListenerState.STOPPED);
			CompletableFuture<Void> start = CompletableFuture.runAsync(listener::start);
			handler.release.countDown();
			CompletableFuture.allOf(stop, start).get(30, TimeUnit.SECONDS);
			assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
			assertThat(application.nats().request("l.blocking", "x", String.class)).isEqualTo("x");
			listener.stop();
			assertThatExceptionOfType(NoRespondersException.class)
				.isThrownBy(() -> application.nats().request("l.blocking", "x", String.class));
		}
	}

	private static void assertNobodyAnswers(TestApplication application) {
		assertThatExceptionOfType(NoRespondersException.class)
			.isThrownBy(() -> application.nats().request("l.echo", "x", String.class));
	}

	static class Blocking {

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch release = new CountDownLatch(1);

		@NatsListener(subjects = "l.blocking", id = "blocking")
		String handle(String payload) throws InterruptedException {
			this.entered.countDown();
			this.release.await();
			return payload;
		}

	}

	static class Echo {

		@NatsListener(subjects = "l.echo", id = "echo")
		String echo(String payload) {
			return payload;
		}

	}

	static class AsksAtStart extends Echo {

		private final NatsOperations nats;

		String answer;

		AsksAtStart(NatsOperations nats) {
			this.nats = nats;
		}

		@EventListener
		void started(ApplicationStartedEvent event) {
			this.answer = this.nats.request("l.echo", "pong", String.class);
		}

	}

	static class Events {

		final List<String> listenerEvents = Collections.synchronizedList(new ArrayList<>());

		final List<String> connectionEvents = Collections.synchronizedList(new ArrayList<>());

		@EventListener
		void listener(NatsListenerEvent event) {
			this.listenerEvents.add(event.getClass().getSimpleName());
		}

		@EventListener
		void connection(NatsConnectionEvent event) {
			this.connectionEvents.add(event.getClass().getSimpleName());
		}

	}

	static class Slow {

		final CountDownLatch begun = new CountDownLatch(1);

		final CountDownLatch mayEnd = new CountDownLatch(1);

		final AtomicInteger handled = new AtomicInteger();

		final AtomicInteger completed = new AtomicInteger();

		@NatsListener(subjects = "l.slow", id = "slow")
		void slow(String payload) throws InterruptedException {
			this.begun.countDown();
			this.mayEnd.await();
			this.handled.incrementAndGet();
		}

		@NatsListener(subjects = "l.slow.async", id = "slow-async")
		CompletableFuture<Void> slowAsync(String payload) {
			return CompletableFuture.runAsync(() -> {
				try {
					this.mayEnd.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				this.completed.incrementAndGet();
			}, (task) -> new Thread(task).start());
		}

	}

	static class Ordered {

		final Map<String, List<String>> bySubject = new ConcurrentHashMap<>();

		final AtomicInteger count = new AtomicInteger();

		final Map<Thread, Boolean> threads = new ConcurrentHashMap<>();

		@NatsListener(subjects = "l.ordered.*", concurrency = "3", order = "subject")
		void handle(io.nats.client.Message message, String payload) {
			this.bySubject
				.computeIfAbsent(message.getSubject(), (subject) -> Collections.synchronizedList(new ArrayList<>()))
				.add(payload);
			this.threads.put(Thread.currentThread(), true);
			this.count.incrementAndGet();
		}

	}

	static class StuckLanes {

		final CountDownLatch begun = new CountDownLatch(2);

		final CountDownLatch mayEnd = new CountDownLatch(1);

		@NatsListener(subjects = "l.stucklanes", concurrency = "2")
		void handle(String payload) throws InterruptedException {
			this.begun.countDown();
			this.mayEnd.await();
		}

	}

	static class Concurrent {

		final CountDownLatch atOnce = new CountDownLatch(4);

		@NatsListener(subjects = "l.concurrent", concurrency = "4")
		void handle(String payload) throws InterruptedException {
			this.atOnce.countDown();
			this.atOnce.await();
		}

	}

	static class Stuck {

		final CountDownLatch mayEnd = new CountDownLatch(1);

		@NatsListener("l.stuck")
		void handle(String payload) throws InterruptedException {
			this.mayEnd.await();
		}

	}

	static class Failing {

		@NatsListener(subjects = "l.failing", id = "failing", errorHandler = "stopping")
		void handle(String payload) {
			throw new IllegalStateException("failing");
		}

		@Bean
		ErrorHandler stopping() {
			return (failure) -> Settlement.stop();
		}

	}

}
