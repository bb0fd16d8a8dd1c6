package dev.natsboot.autoconfigure;

import java.util.List;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.NatsTemplate;
import dev.natsboot.core.OutboundFilter;
import dev.natsboot.core.PayloadCodecs;
import dev.natsboot.core.PublishRetry;
import dev.natsboot.core.SubjectNamingPolicy;
import dev.natsboot.core.connection.NatsConnections;

/**
 * Builds the template of each connection, all alike.
 */
final class NatsTemplateFactory {

	private final NatsConnections connections;

	private final PayloadCodecs codecs;

	private final List<OutboundFilter> filters;

	private final SubjectNamingPolicy namingPolicy;

	private final NatsTemplateProperties properties;

	private final PublishRetry retry;

	private final @Nullable Executor callbackExecutor;

	NatsTemplateFactory(NatsConnections connections, PayloadCodecs codecs, List<OutboundFilter> filters,
			SubjectNamingPolicy namingPolicy, NatsTemplateProperties properties, @Nullable Executor callbackExecutor) {
		this.connections = connections;
		this.codecs = codecs;
		this.filters = filters;
		this.namingPolicy = namingPolicy;
		this.properties = properties;
		this.callbackExecutor = callbackExecutor;
		check(isPositive(properties), "timeout", "a duration above zero, such as 5s");
		check(properties.getMaxInFlight() > 0, "max-in-flight", "a number above zero");
		check(!properties.getMaxInFlightWait().isNegative(), "max-in-flight-wait", "a duration, such as 2s");
		this.retry = retry(properties.getRetry());
	}

	/**
	 * Builds the template of a connection.
	 */
	NatsTemplate create(String connection) {
		NatsTemplate.Builder builder = NatsTemplate.builder(this.connections.pool(connection)::connection, this.codecs)
			.filters(this.filters)
			.namingPolicy(this.namingPolicy)
			.timeout(this.properties.getTimeout())
			.maxInFlight(this.properties.getMaxInFlight())
			.maxInFlightWait(this.properties.getMaxInFlightWait())
			.publishRetry(this.retry)
			.generateMessageIds(this.properties.isGenerateMessageId());
		if (this.callbackExecutor != null) {
			builder.callbackExecutor(this.callbackExecutor);
		}
		return builder.build();
	}

	private static PublishRetry retry(NatsPublishRetryProperties properties) {
		try {
			return properties.toPublishRetry();
		}
		catch (IllegalArgumentException ex) {
			throw new NatsConfigurationException("nats.template.retry",
					"'nats.template.retry' cannot work as it is set: " + ex.getMessage(),
					"Correct the properties under 'nats.template.retry'.", ex);
		}
	}

	private static boolean isPositive(NatsTemplateProperties properties) {
		return !properties.getTimeout().isNegative() && !properties.getTimeout().isZero();
	}

	private static void check(boolean condition, String name, String right) {
		if (!condition) {
			String setting = "nats.template." + name;
			throw new NatsConfigurationException(setting, "'" + setting + "' cannot work as it is set",
					"Set '" + setting + "' to " + right + ".");
		}
	}

}
