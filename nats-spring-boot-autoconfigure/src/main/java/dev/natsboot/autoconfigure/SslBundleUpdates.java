package dev.natsboot.autoconfigure;

import java.util.List;

import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.core.connection.NatsConnections;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.log.LogAccessor;
import org.springframework.util.StringUtils;

/**
 * Renews the connections whose SSL bundle has changed.
 */
final class SslBundleUpdates {

	private static final LogAccessor logger = new LogAccessor(LogFactory.getLog(SslBundleUpdates.class));

	private final SslBundles bundles;

	private final List<String> names;

	SslBundleUpdates(SslBundles bundles) {
		this.bundles = bundles;
		this.names = bundles.getBundleNames();
	}

	void follow(NatsProperties properties, NatsConnections connections) {
		follow(properties.getSsl().getBundle(), connections.pool(NatsConnections.DEFAULT_NAME));
		properties.getConnections()
			.forEach((name, connection) -> follow(connection.getSsl().getBundle(), connections.pool(name)));
	}

	private void follow(@Nullable String bundle, NatsConnectionPool pool) {
		// a bundle that is missing is told of when the connection is made
		if (StringUtils.hasText(bundle) && this.names.contains(bundle)) {
			this.bundles.addBundleUpdateHandler(bundle, (updated) -> {
				logger
					.info(() -> "SSL bundle '" + bundle + "' has changed: connection '" + pool.name() + "' is renewed");
				pool.renew();
			});
		}
	}

}
