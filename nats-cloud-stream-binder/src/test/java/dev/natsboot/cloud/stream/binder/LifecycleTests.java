package dev.natsboot.cloud.stream.binder;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.natsboot.core.OutboundFilter;
import dev.natsboot.listener.NatsListenerContainer;
import dev.natsboot.test.server.EmbeddedNatsServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.binding.BindingsLifecycleController.State;
import org.springframework.cloud.stream.config.BindersHealthIndicatorAutoConfiguration.BindersHealthContributor;
import org.springframework.cloud.stream.config.ConsumerEndpointCustomizer;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.cloud.stream.config.ProducerMessageHandlerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.endpoint.MessageProducerSupport;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.PollableChannel;
import org.springframework.messaging.SubscribableChannel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of starting, stopping, pausing, of servers that go and come, and of several
 * binders.
 */
class LifecycleTests {

	private static Health health(TestApplication application, String binder) {
		BindersHealthContributor binders = application.bean(BindersHealthContributor.class);
		return ((HealthIndicator) ((CompositeHealthContributor) binders).getContributor(binder)).health(true);
	}

	private static TestApplication.Builder receiver(String destination) {
		return TestApplication.with(Functions.class)
			.functions("receive")
			.input("receive-in-0", destination, "group")
			.nats("receive-in-0", "consumer.ack-wait", "2s");
	}

	private static void assertNext(TestApplication application, String text) throws InterruptedException {
		assertThat(application.bean(Functions.class).received.poll(20, TimeUnit.SECONDS)).isEqualTo(text);
	}

	@Test
	void aBindingStopsStartsPausesAndResumes() throws Exception {
		try (TestApplication application = receiver("life.cycle").start()) {
			application.nats().publish("life.cycle", "1");
			assertNext(application, "1");
			for (State[] pair : new State[][] { { State.STOPPED, State.STARTED }, { State.PAUSED, State.RESUMED } }) {
				application.bindings().changeState("receive-in-0", pair[0]);
				application.nats().publish("life.cycle", pair[0].name());
				assertThat(application.consumer("life%2Ecycle", "group").getNumWaiting()).isZero();
				assertThat(application.bean(Functions.class).received).isEmpty();
				assertThat(health(application, "nats").getStatus()).isEqualTo(Status.UP);
				application.bindings().changeState("receive-in-0", pair[1]);
				assertNext(application, pair[0].name());
			}
			assertThat(application.bindings().queryStates()).hasSize(1);
		}
	}

	@Test
	void aBindingIsMadeAnew() throws Exception {
		try (TestApplication application = receiver("life.again").start()) {
			var service = application.bean(BindingService.class);
			service.unbindConsumers("receive-in-0");
			application.nats().publish("life.again", "meanwhile");
			service.bindConsumer(application.context().getBean("receive-in-0", SubscribableChannel.class),
					"receive-in-0");
			assertNext(application, "meanwhile");
		}
	}

	@Test
	void aServerThatIsAwayAtStartIsNoMistake() throws Exception {
		EmbeddedNatsServer server = EmbeddedNatsServer.start();
		server.stop();
		try (server;
				TestApplication application = receiver("life.late").output("out", "life.late")
					.property("spring.cloud.stream.output-bindings", "out")
					.start(server.url())) {
			assertThat(health(application, "nats").getStatus()).isEqualTo(Status.DOWN);
			server.restart();
			TestApplication.eventually(() -> health(application, "nats").getStatus().equals(Status.UP));
			TestApplication.eventually(() -> application.bridge().send("life.late", "late"));
			assertNext(application, "late");
		}
	}

	@Test
	void aServerThatIsKilledIsSurvived() throws Exception {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start();
				TestApplication application = receiver("life.killed").start(server.url())) {
			application.bridge().send("life.killed", "before");
			assertNext(application, "before");
			server.kill();
			server.restart();
			TestApplication.eventually(() -> application.bridge().send("life.killed", "after"));
			TestApplication
				.eventually(() -> "after".equals(application.bean(Functions.class).received.poll(1, TimeUnit.SECONDS)));
			TestApplication.eventually(() -> health(application, "nats").getStatus().equals(Status.UP));
		}
	}

	@Test
	void stoppingFinishesWhatWasBegunAndSendsItsResult() throws Exception {
		try (TestApplication application = TestApplication.with(Functions.class)
			.functions("slow")
			.input("slow-in-0", "life.slow", "group")
			.output("slow-out-0", "life.done")
			.property("spring.cloud.stream.binders.own.type", "nats")
			.property("spring.cloud.stream.binders.own.environment.nats.connection-name", "own")
			.start()) {
			application.nats().publish("life.slow", "x");
			TestApplication.eventually(() -> application.bean(Functions.class).begun.poll() != null);
		}
		try (TestApplication application = TestApplication.with().start()) {
			assertThat(application.last("life%2Edone", "life.done").getData()).asString().isEqualTo("X");
			assertThat(application.consumer("life%2Eslow", "group").getNumAckPending()).isZero();
		}
	}

	@Test
	void twoClustersInOneApplication() throws Exception {
		try (EmbeddedNatsServer east = EmbeddedNatsServer.start();
				EmbeddedNatsServer west = EmbeddedNatsServer.start();
				TestApplication application = TestApplication.with(Functions.class, Customizers.class)
					.functions("bridge")
					.property("nats.enabled", false)
					.property("spring.cloud.stream.default-binder", "east")
					.property("spring.cloud.stream.binders.east.type", "nats")
					.property("spring.cloud.stream.binders.east.environment.nats.servers", east.url())
					.property("spring.cloud.stream.binders.east.environment.nats.enabled", true)
					.property("spring.cloud.stream.binders.west.type", "nats")
					.property("spring.cloud.stream.binders.west.environment.nats.servers", west.url())
					.property("spring.cloud.stream.binders.west.environment.nats.enabled", true)
					.input("bridge-in-0", "two.in", "group")
					.output("bridge-out-0", "two.out")
					.binding("bridge-out-0", "binder", "west")
					.start("nats://localhost:1");
				TestApplication eastern = TestApplication.with().start(east.url());
				TestApplication western = TestApplication.with().start(west.url())) {
			eastern.nats().publish("two.in", "hello");
			TestApplication.eventually(() -> western.last("two%2Eout", "two.out") != null);
			assertThat(eastern.management().getStreamNames()).containsExactlyInAnyOrder("two%2Ein", "DEAD_LETTERS");
			assertThat(western.management().getStreamNames()).containsExactly("two%2Eout");
			assertThat(western.last("two%2Eout", "two.out").getHeaders().getFirst("filtered")).isEqualTo("yes");
			assertThat(application.bean(Customizers.class).customized).contains("container two.in group",
					"endpoint two.in group", "handler two.out");
			assertThat(health(application, "east").getDetails()).containsKey("bridge-in-0");
			assertThat(health(application, "west").getStatus()).isEqualTo(Status.UP);
		}
	}

	static class Functions {

		final BlockingQueue<String> received = new LinkedBlockingQueue<>();

		final BlockingQueue<String> begun = new LinkedBlockingQueue<>();

		@Bean
		Consumer<String> receive() {
			return this.received::add;
		}

		@Bean
		Function<String, String> bridge() {
			return (text) -> text;
		}

		@Bean
		Function<String, String> slow() {
			return (text) -> {
				this.begun.add(text);
				TestApplication.pass(Duration.ofMillis(500));
				return text.toUpperCase();
			};
		}

	}

	static class Customizers {

		final List<String> customized = new CopyOnWriteArrayList<>();

		@Bean
		ListenerContainerCustomizer<NatsListenerContainer> containers() {
			return (container, destination, group) -> this.customized.add("container " + destination + " " + group);
		}

		@Bean
		ListenerContainerCustomizer<PollableChannel> anotherBinders() {
			return (container, destination, group) -> container.receive();
		}

		@Bean
		ConsumerEndpointCustomizer<MessageProducerSupport> endpoints() {
			return (endpoint, destination, group) -> this.customized.add("endpoint " + destination + " " + group);
		}

		@Bean
		ProducerMessageHandlerCustomizer<MessageHandler> handlers() {
			return (handler, destination) -> this.customized.add("handler " + destination);
		}

		@Bean
		OutboundFilter filter() {
			return (message, next) -> {
				message.headers().put("filtered", "yes");
				return next.proceed(message);
			};
		}

	}

}
