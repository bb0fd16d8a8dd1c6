package dev.natsboot.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.natsboot.core.connection.NatsConnectionEvent;
import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Options;
import io.nats.client.Subscription;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NatsAutoConfiguration}.
 */
class NatsAutoConfigurationTests {

	private static EmbeddedNatsServer server;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class));

	@BeforeAll
	static void startServer() {
		server = EmbeddedNatsServer.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Test
	void connectsAndSends() {
		this.runner.withPropertyValues("nats.servers=" + server.url(), "spring.application.name=orders")
			.run((context) -> {
				NatsConnectionPool pool = context.getBean(NatsConnections.class).pool("default");
				assertThat(pool.isConnected()).isTrue();
				Connection connection = pool.connection("a.b");
				assertThat(connection.getOptions().getConnectionName()).isEqualTo("orders");
				Subscription subscription = connection.subscribe("a.b");
				connection.publish("a.b", "hello".getBytes(StandardCharsets.UTF_8));
				Message message = subscription.nextMessage(Duration.ofSeconds(10));
				assertThat(message).isNotNull();
				assertThat(message.getData()).asString().isEqualTo("hello");
			});
	}

	@Test
	void namedConnectionsHaveTheirOwnSettings() {
		this.runner
			.withPropertyValues("nats.servers=" + server.url(), "nats.inbox-prefix=_TOP.",
					"spring.application.name=orders", "nats.connections.audit.servers=" + server.url(),
					"nats.connections.audit.no-echo=true")
			.run((context) -> {
				NatsConnections connections = context.getBean(NatsConnections.class);
				assertThat(connections.names()).containsExactly("default", "audit");
				Options options = connections.pool("audit").connection("a").getOptions();
				assertThat(options.getConnectionName()).isEqualTo("orders-audit");
				assertThat(options.isNoEcho()).isTrue();
				assertThat(options.getInboxPrefix()).isEqualTo(Options.DEFAULT_INBOX_PREFIX);
				assertThat(connections.pool("default").connection("a").getOptions().isNoEcho()).isFalse();
			});
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("nats.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(NatsConnections.class));
	}

	@Test
	void backsOffWithoutTheClient() {
		this.runner.withClassLoader(new FilteredClassLoader(Connection.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("natsConnections"));
	}

	@Test
	void backsOffForConnectionsOfTheApplication() {
		this.runner.withBean("mine", NatsConnections.class, () -> new NatsConnections(List.of(), (event) -> {
		}, Duration.ofSeconds(1)))
			.run((context) -> assertThat(context).hasSingleBean(NatsConnections.class).hasBean("mine"));
	}

	@Test
	void detailsOfTheApplicationWinOverProperties() {
		this.runner.withPropertyValues("nats.servers=nats://localhost:1")
			.withBean(NatsConnectionDetails.class, () -> () -> List.of(server.url()))
			.run((context) -> {
				assertThat(context).hasSingleBean(NatsConnectionDetails.class);
				assertThat(context.getBean(NatsConnections.class).pool("default").isConnected()).isTrue();
			});
	}

	@Test
	void customizersAreAppliedInOrderToEveryConnection() {
		this.runner
			.withPropertyValues("nats.servers=" + server.url(), "nats.max-pings-out=3",
					"nats.connections.audit.servers=" + server.url())
			.withUserConfiguration(Customizers.class)
			.run((context) -> context.getBean(NatsConnections.class).pools().forEach((pool) -> {
				Options options = pool.connection("a").getOptions();
				assertThat(options.getConnectionName()).isEqualTo(pool.name() + "-first-second");
				assertThat(options.getMaxPingsOut()).isEqualTo(7);
			}));
	}

	@Test
	void eventsArePublishedInTheApplication() {
		List<NatsConnectionEvent> events = new CopyOnWriteArrayList<>();
		this.runner.withPropertyValues("nats.servers=" + server.url())
			.withInitializer((context) -> context
				.addApplicationListener((ApplicationListener<PayloadApplicationEvent<?>>) (event) -> {
					if (event.getPayload() instanceof NatsConnectionEvent connectionEvent) {
						events.add(connectionEvent);
					}
				}))
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(events).singleElement()
					.isEqualTo(new NatsConnectionEvent.Connected("default", "application", server.url()))));
		assertThat(events).last()
			.isEqualTo(new NatsConnectionEvent.Closed("default", "application", server.url(), true));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void handlersRunOnVirtualThreadsWhenTheApplicationDoes() {
		this.runner.withPropertyValues("nats.servers=" + server.url(), "spring.threads.virtual.enabled=true")
			.run((context) -> {
				Connection connection = context.getBean(NatsConnections.class).pool("default").connection("a");
				CompletableFuture<Thread> handler = new CompletableFuture<>();
				connection.createDispatcher((message) -> handler.complete(Thread.currentThread())).subscribe("a");
				connection.publish("a", new byte[0]);
				Thread thread = handler.get(10, TimeUnit.SECONDS);
				assertThat(Thread.class.getMethod("isVirtual").invoke(thread)).isEqualTo(true);
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		@Bean
		@Order(2)
		NatsOptionsCustomizer second() {
			return (name, builder) -> builder
				.connectionName(builder.build().getConnectionName().replace("-first", "-first-second"));
		}

		@Bean
		@Order(1)
		NatsOptionsCustomizer first() {
			return (name, builder) -> builder.connectionName(name + "-first").maxPingsOut(7);
		}

	}

}
