package dev.natsboot.autoconfigure;

import dev.natsboot.TestServer;
import dev.natsboot.core.NatsConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that properties which there are not are told at start.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnknownPropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class))
		.withPropertyValues("nats.servers=" + TestServer.url());

	@Test
	void eachIsToldWithTheNearestName(CapturedOutput output) {
		this.runner
			.withPropertyValues("nats.server=x", "nats.listener.max-inflights=3", "nats.pool.min-size=1",
					"nats.connections.audit.servers=" + TestServer.url(), "nats.connections.audit.pol.max-size=2",
					"nats.connections.audit.usr=me", "nats.jetstream.streams.ORDERS.subject=orders.>",
					"nats.jetstream.streams.ORDERS.sources[0].nam=x", "nats.jetstream.consumers.b.ackwait=3s",
					"nats.entirely.different.thing=1")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("'nats.server'; did you mean 'nats.servers'?")
					.contains("'nats.listener.max-inflights'; did you mean 'nats.listener.max-in-flight'?")
					.contains("'nats.connections.audit.pol.max-size'; did you mean "
							+ "'nats.connections.audit.pool.max-size'?")
					.contains("'nats.jetstream.streams.ORDERS.subject'; did you mean "
							+ "'nats.jetstream.streams.ORDERS.subjects'?")
					.contains("'nats.jetstream.streams.ORDERS.sources[0].nam'")
					.contains("'nats.connections.audit.usr'\n")
					.contains("'nats.entirely.different.thing'\n")
					.doesNotContain("ackwait")
					.doesNotContain("'nats.pool.min-size'")
					.doesNotContain("'nats.connections.audit.servers'");
			});
	}

	@Test
	void whatIsReadIsNotTold(CapturedOutput output) {
		this.runner.withPropertyValues("nats.servers[0]=" + TestServer.url(), "nats.reconnect.maxAttempts=-1",
				"nats.connections.audit.servers[0]=" + TestServer.url(), "nats.connections.audit.pool.minSize=1",
				"nats.connections.audit.reconnect.initial=1s", "nats.jetstream.streams.ORDERS.subjects[0]=orders.>",
				"nats.jetstream.streams.ORDERS.metadata.team.name=a", "nats.jetstream.streams.ORDERS.placement.tags=a",
				"nats.jetstream.streams.ORDERS.sources[0].name=x", "nats.observation.mdc[0]=listener",
				"nats.jetstream.streams.ORDERS.sources[0].subject-transforms[0].source=x")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).doesNotContain("There is no property");
			});
	}

	@Test
	void theStartCanFail() {
		this.runner.withPropertyValues("nats.unknown-properties=fail", "nats.server=x").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).isInstanceOf(NatsConfigurationException.class)
				.hasMessageContaining("nats.server");
		});
	}

	@Test
	void theyCanBeIgnored(CapturedOutput output) {
		this.runner.withPropertyValues("nats.unknown-properties=ignore", "nats.server=x").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("There is no property");
		});
	}

}
