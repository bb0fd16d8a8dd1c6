package dev.natsboot.actuate;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.deadletter.DeadLetters;
import dev.natsboot.listener.ListenerState;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.MapAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationFilter;
import org.springframework.boot.actuate.endpoint.invoke.convert.ConversionServiceParameterValueMapper;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpointDiscoverer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NatsEndpoint}.
 */
class NatsEndpointTests {

	private static final String ORDERS = "nats.jetstream.streams.ORDERS.";

	private static EmbeddedNatsServer server;

	@BeforeAll
	static void startServer() {
		server = EmbeddedNatsServer.builder()
			.configuration("authorization { user: me, password: secret }")
			.clientUser("me", "secret")
			.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@AfterEach
	void deleteStreams() throws Exception {
		try (Connection connection = Nats.connect(withCredentials(server))) {
			for (String stream : connection.jetStreamManagement().getStreamNames()) {
				connection.jetStreamManagement().deleteStream(stream);
			}
		}
	}

	private static String withCredentials(EmbeddedNatsServer of) {
		return of.url().replace("://", "://me:secret@");
	}

	private static TestApplication.Builder application(Class<?>... beans) {
		return TestApplication.with(beans)
			.property("management.endpoints.jmx.exposure.include", "nats")
			.property("spring.jmx.enabled", "true")
			.property("spring.jmx.unique-names", "true")
			.property("nats.listener.max-deliveries", "1")
			.property("nats.listener.max-in-flight", "2")
			.property(ORDERS + "subjects", "orders.>")
			.property(ORDERS + "max-messages", "100");
	}

	private static MapAssert<String, Object> things(Object map) {
		return assertThat(map).asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class));
	}

	@Test
	void showsEverythingAndNoCredentials() throws Exception {
		try (TestApplication first = application().start(withCredentials(server))) {
			assertThat(first.bean(NatsEndpoint.class)).isNotNull();
		}
		try (TestApplication application = application(Handlers.class).property(ORDERS + "max-messages", "200")
			.property("nats.jetstream.consumers.billing.stream", "ORDERS")
			.start(withCredentials(server))) {
			application.awaitState("slow", ListenerState.RUNNING);
			for (int i = 0; i < 5; i++) {
				application.nats().publish("orders.slow", "order");
			}
			TestApplication.await(() -> application.listener("slow").snapshot().inFlight() == 2);
			Map<String, Object> all = application.bean(NatsEndpoint.class).describe();
			assertThat(all).containsOnlyKeys("connections", "listeners", "streams", "consumers", "dead-letters");
			things(all.get("connections")).containsOnlyKeys("default");
			things(((Map<?, ?>) all.get("connections")).get("default")).containsEntry("size", 1)
				.containsEntry("connected", 1)
				.extracting("connections")
				.asInstanceOf(InstanceOfAssertFactories.LIST)
				.first()
				.satisfies((connection) -> things(connection).containsEntry("url", server.url())
					.containsKeys("inMessages", "outBytes", "reconnects"));
			Map<?, ?> listeners = (Map<?, ?>) all.get("listeners");
			things(listeners.get("slow")).containsEntry("state", ListenerState.RUNNING)
				.containsEntry("subjects", List.of("orders.slow"))
				.containsEntry("stream", "ORDERS")
				.containsEntry("durable", "slow")
				.containsEntry("workers", 1)
				.containsEntry("queued", 1)
				.containsEntry("inFlight", 2);
			things(listeners.get("core")).containsEntry("queue", "readers").containsEntry("inFlight", 0);
			things(((Map<?, ?>) all.get("streams")).get("ORDERS")).containsEntry("messages", 5L)
				.containsEntry("connection", "default")
				.extracting("declared")
				.satisfies((declared) -> things(declared).containsEntry("drift",
						List.of("max-messages is 100, declared 200")));
			Map<?, ?> consumers = (Map<?, ?>) all.get("consumers");
			assertThat(consumers).hasSize(3);
			things(consumers.get("ORDERS.slow")).containsEntry("pending", 3L)
				.containsEntry("ackPending", 2L)
				.containsEntry("redelivered", 0L)
				.hasEntrySatisfying("lagMillis", (lag) -> assertThat((Long) lag).isPositive());
			things(consumers.get("ORDERS.billing")).containsEntry("pending", 5L).containsKey("declared");
			assertThat(all.toString()).doesNotContain("secret");
			application.bean(Handlers.class).mayEnd.countDown();
			TestApplication.await(() -> Long.valueOf(0)
				.equals(((Map<?, ?>) application.bean(NatsEndpoint.class).describeOne("consumers", "ORDERS.slow"))
					.get("lagMillis")));
		}
	}

	@Test
	void pausesResumesAndRestartsAListener() {
		try (TestApplication application = application(Handlers.class).start(withCredentials(server))) {
			NatsEndpoint endpoint = application.bean(NatsEndpoint.class);
			assertThat(endpoint.change("listeners", "core", "pause")).containsEntry("state", ListenerState.PAUSED);
			endpoint.change("listeners", "core", "resume");
			application.awaitState("core", ListenerState.RUNNING);
			endpoint.change("listeners", "core", "restart");
			application.awaitState("core", ListenerState.RUNNING);
			assertThat(application.nats().request("core", "x", String.class)).isEqualTo("x");
			assertThat(endpoint.change("listeners", "nobody", "pause")).isNull();
			assertThat(endpoint.change("streams", "ORDERS", "pause")).isNull();
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.change("listeners", "core", "delete"));
			assertThat(endpoint.describeSection("nothing")).isNull();
			assertThat(endpoint.describeOne("listeners", "nobody")).isNull();
		}
	}

	@Test
	void countsDeadLettersAndPutsThemBack() {
		try (TestApplication application = application(Failing.class).start(withCredentials(server))) {
			for (int i = 0; i < 3; i++) {
				application.nats().publish("orders.failing", "payload".getBytes(StandardCharsets.UTF_8));
			}
			TestApplication.await(() -> application.bean(DeadLetters.class).list(1, 10).size() == 3);
			NatsEndpoint endpoint = application.bean(NatsEndpoint.class);
			Map<String, Object> letters = endpoint.describeSection("dead-letters");
			assertThat(letters).containsEntry("count", 3L).containsEntry("byConsumer", Map.of("ORDERS.failing", 3L));
			assertThat(letters.toString()).doesNotContain("payload").doesNotContain("no luck");
			TestApplication.await(() -> application.listener("failing").snapshot().deadLetters() == 3);
			application.bean(Failing.class).failing = false;
			assertThat(endpoint.change("dead-letters", "2", "redrive")).containsEntry("redriven", 1L);
			assertThat(endpoint.change("dead-letters", "2", "redrive")).isNull();
			assertThat(endpoint.change("dead-letters", "all", "redrive")).containsEntry("redriven", 2L);
			assertThat(endpoint.describeSection("dead-letters")).containsEntry("count", 0L);
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.change("dead-letters", "first", "redrive"));
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.change("dead-letters", "all", "delete"));
		}
	}

	@Test
	void answersInTimeWithoutAServer() {
		try (EmbeddedNatsServer own = EmbeddedNatsServer.start();
				TestApplication application = application(Handlers.class).start(own.url())) {
			own.pause();
			try {
				Map<String, Object> all = application.bean(NatsEndpoint.class).describe();
				things(((Map<?, ?>) all.get("streams")).get("ORDERS")).containsKey("error").containsKey("declared");
				things(((Map<?, ?>) all.get("consumers")).get("ORDERS.slow")).containsKey("error");
				things(all.get("dead-letters")).containsEntry("oldest", List.of());
			}
			finally {
				own.resume();
			}
		}
	}

	@Test
	void writesOnlyWhereThatIsAllowed() throws Exception {
		try (TestApplication application = application().start(withCredentials(server))) {
			assertThat(jmxOperations(application)).containsExactlyInAnyOrder("describe", "describeSection",
					"describeOne");
			assertThat(webOperations(application)).containsExactlyInAnyOrder("GET nats", "GET nats/{section}",
					"GET nats/{section}/{name}");
		}
		try (TestApplication application = application(Handlers.class)
			.property("management.endpoint.nats.access", "unrestricted")
			.start(withCredentials(server))) {
			assertThat(jmxOperations(application)).contains("change");
			assertThat(webOperations(application)).contains("POST nats/{section}/{name}");
			Object paused = mbeans().invoke(name(), "change", new Object[] { "listeners", "core", "pause" },
					new String[] { String.class.getName(), String.class.getName(), String.class.getName() });
			things(paused).containsEntry("state", "PAUSED");
		}
	}

	@Test
	void isNotThereUnlessExposed() {
		try (TestApplication application = TestApplication.with().start(withCredentials(server))) {
			assertThat(application.context().getBeansOfType(NatsEndpoint.class)).isEmpty();
		}
	}

	private static List<String> jmxOperations(TestApplication application) throws Exception {
		assertThat(application.bean(NatsEndpoint.class)).isNotNull();
		return List.of(mbeans().getMBeanInfo(name()).getOperations())
			.stream()
			.map(MBeanOperationInfo::getName)
			.toList();
	}

	private static MBeanServer mbeans() {
		return ManagementFactory.getPlatformMBeanServer();
	}

	private static ObjectName name() throws Exception {
		Set<ObjectName> names = mbeans()
			.queryNames(new ObjectName("org.springframework.boot:type=Endpoint,name=Nats,*"), null);
		assertThat(names).hasSize(1);
		return names.iterator().next();
	}

	private static List<String> webOperations(TestApplication application) {
		EndpointAccessResolver access = application.bean(EndpointAccessResolver.class);
		ExposableWebEndpoint nats = new WebEndpointDiscoverer(application.context(),
				new ConversionServiceParameterValueMapper(), EndpointMediaTypes.DEFAULT, List.of(), List.of(),
				List.of(), List.of(), List.of(OperationFilter.byAccess(access)))
			.getEndpoints()
			.stream()
			.filter((endpoint) -> endpoint.getEndpointId().toString().equals("nats"))
			.findFirst()
			.orElseThrow();
		return nats.getOperations()
			.stream()
			.map((operation) -> operation.getRequestPredicate().getHttpMethod() + " "
					+ operation.getRequestPredicate().getPath())
			.toList();
	}

	static class Handlers {

		final CountDownLatch mayEnd = new CountDownLatch(1);

		@NatsListener(id = "slow", subjects = "orders.slow", durable = "slow")
		void slow(String order) throws InterruptedException {
			this.mayEnd.await(30, TimeUnit.SECONDS);
		}

		@NatsListener(id = "core", subjects = "core", queue = "readers")
		String core(String text) {
			return text;
		}

		@NatsListener(id = "idle", subjects = "orders.idle", durable = "idle")
		void idle(String order) {
		}

	}

	static class Failing {

		volatile boolean failing = true;

		@NatsListener(id = "failing", subjects = "orders.failing", durable = "failing")
		void handle(byte[] payload) {
			if (this.failing) {
				throw new IllegalStateException("no luck");
			}
		}

	}

}
