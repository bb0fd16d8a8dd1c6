package dev.natsboot.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.test.server.EmbeddedNatsServer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NatsHealthAutoConfiguration}.
 */
class NatsHealthAutoConfigurationTests {

	private static EmbeddedNatsServer server;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, NatsHealthAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
				HealthEndpointAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class))
		.withBean(ApplicationAvailabilityBean.class)
		.withPropertyValues("nats.servers=" + server.url().replace("://", "://me:secret@"),
				"nats.pool.health-check-interval=50ms", "management.endpoint.health.show-details=always",
				"management.endpoint.health.probes.enabled=true");

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

	@Test
	void tellsAboutEachConnection() {
		this.runner
			.withPropertyValues("nats.connections.away.servers=nats://127.0.0.1:1", "nats.pool.min-size=1",
					"nats.pool.max-size=3")
			.run((context) -> {
				Awaitility.await()
					.until(() -> context.getBean(NatsConnections.class)
						.pool("default")
						.snapshot()
						.connections()
						.get(0)
						.roundTrip() != null);
				Map<String, HealthDescriptor> components = components(context, "nats");
				assertThat(components).containsOnlyKeys("default", "away");
				assertThat(components.get("away").getStatus()).isEqualTo(Status.DOWN);
				IndicatedHealthDescriptor up = (IndicatedHealthDescriptor) components.get("default");
				assertThat(up.getStatus()).isEqualTo(Status.UP);
				assertThat(up.getDetails()).containsEntry("url", server.url())
					.containsEntry("server", server.name())
					.containsEntry("jetStream", true)
					.containsKeys("version", "roundTripMicros", "reconnects", "rebuilds");
				assertThat(up.getDetails()).extracting("pool")
					.asInstanceOf(InstanceOfAssertFactories.MAP)
					.containsEntry("size", 1)
					.containsEntry("min", 1)
					.containsEntry("max", 3)
					.containsEntry("connected", 1)
					.containsKey("inUse");
				assertThat(up.getDetails().toString()).doesNotContain("secret");
			});
	}

	@Test
	void isPartOfReadinessButNotOfLiveness() {
		this.runner.run((context) -> {
			assertThat(components(context, "readiness")).containsOnlyKeys("readinessState", "nats");
			assertThat(components(context, "liveness")).containsOnlyKeys("livenessState");
		});
	}

	@Test
	void leavesAConfiguredReadinessGroupAlone() {
		this.runner.withPropertyValues("management.endpoint.health.group.readiness.include=readinessState")
			.run((context) -> assertThat(components(context, "readiness")).containsOnlyKeys("readinessState"));
	}

	@Test
	void doesNothingWithoutAReadinessGroup() {
		this.runner.withPropertyValues("management.endpoint.health.probes.enabled=false")
			.run((context) -> assertThat(context.getBean(HealthEndpointGroups.class).getNames()).isEmpty());
	}

	@Test
	void canBeDisabled() {
		this.runner.withPropertyValues("management.health.nats.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("natsHealthContributor")
				.doesNotHaveBean("natsReadinessGroupPostProcessor"));
	}

	@Test
	void contributesWithoutActuator() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, NatsHealthAutoConfiguration.class))
			.withPropertyValues("nats.servers=" + server.url(), "nats.username=me", "nats.password=secret")
			.withClassLoader(new FilteredClassLoader(SecurityContext.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(HealthContributor.class)
				.doesNotHaveBean("natsReadinessGroupPostProcessor"));
	}

	@Test
	void goesDownAndUpWithTheServer() {
		try (EmbeddedNatsServer own = EmbeddedNatsServer.builder()
			.configuration("authorization { user: me, password: secret }")
			.clientUser("me", "secret")
			.start()) {
			this.runner
				.withPropertyValues("nats.servers=" + own.url().replace("://", "://me:secret@"),
						"nats.reconnect.initial=20ms")
				.run((context) -> {
					assertThat(details(context, "default")).doesNotContainKeys("servers", "since", "lastError");
					own.kill();
					Awaitility.await().until(() -> status(context), Status.DOWN::equals);
					Awaitility.await()
						.untilAsserted(() -> assertThat(details(context, "default").get("lastError")).asString()
							.containsIgnoringCase("refused"));
					Map<String, Object> details = details(context, "default");
					assertThat(details).containsEntry("servers", List.of(own.url()))
						.doesNotContainKeys("url", "server", "version", "jetStream");
					assertThat(Instant.parse((String) details.get("since"))).isBeforeOrEqualTo(Instant.now());
					assertThat(details.toString()).doesNotContain("secret");
					own.restart();
					Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> status(context), Status.UP::equals);
				});
		}
	}

	@Test
	void tellsWhyNoServerWasReached() {
		this.runner.withPropertyValues("nats.servers=nats://me:secret@nosuchhost.invalid:4222").run((context) -> {
			Map<String, Object> details = details(context, "default");
			assertThat(details).containsEntry("servers", List.of("nats://nosuchhost.invalid:4222"))
				.containsKey("since")
				.doesNotContainKeys("url", "server");
			assertThat((String) details.get("lastError")).contains("unknown host 'nosuchhost.invalid'")
				.doesNotContain("secret");
		});
	}

	private static Map<String, Object> details(AssertableApplicationContext context, String connection) {
		return ((IndicatedHealthDescriptor) components(context, "nats").get(connection)).getDetails();
	}

	private static Status status(AssertableApplicationContext context) {
		return components(context, "nats").get("default").getStatus();
	}

	private static Map<String, HealthDescriptor> components(AssertableApplicationContext context, String path) {
		HealthDescriptor descriptor = context.getBean(HealthEndpoint.class).healthForPath(path);
		assertThat(descriptor).isInstanceOf(CompositeHealthDescriptor.class);
		return ((CompositeHealthDescriptor) descriptor).getComponents();
	}

}
