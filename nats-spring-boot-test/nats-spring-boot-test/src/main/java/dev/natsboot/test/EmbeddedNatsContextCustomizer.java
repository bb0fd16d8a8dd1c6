package dev.natsboot.test;

import java.util.List;
import java.util.Map;

import dev.natsboot.autoconfigure.NatsConnectionDetails;
import dev.natsboot.test.server.EmbeddedNatsCluster;
import dev.natsboot.test.server.EmbeddedNatsServer;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.log.LogAccessor;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.StringUtils;

/**
 * Starts the server of an application context and makes it known there. Part of the key
 * under which contexts are cached.
 */
record EmbeddedNatsContextCustomizer(EmbeddedNatsSettings settings) implements ContextCustomizer {

	private static final LogAccessor logger = new LogAccessor(LogFactory.getLog(EmbeddedNatsContextCustomizer.class));

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		if (this.settings.nodes() == 1) {
			EmbeddedNatsServer server = this.settings.startServer();
			register(context, "embeddedNatsServer", server, List.of(server.url()));
		}
		else {
			EmbeddedNatsCluster cluster = this.settings.startCluster();
			register(context, "embeddedNatsCluster", cluster, cluster.servers());
		}
	}

	private void register(ConfigurableApplicationContext context, String name, AutoCloseable running,
			List<String> servers) {
		logger.info(() -> "Started " + running);
		DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
		beans.registerSingleton(name, running);
		// what is registered first is destroyed last
		beans.registerDisposableBean(name, running::close);
		EmbeddedNatsConnectionDetails details = this.settings.connectionDetails(servers);
		RootBeanDefinition definition = new RootBeanDefinition(NatsConnectionDetails.class, () -> details);
		definition.setPrimary(true);
		beans.registerBeanDefinition("embeddedNatsConnectionDetails", definition);
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("embeddedNats",
					Map.of(EmbeddedNats.SERVERS_PROPERTY, StringUtils.collectionToCommaDelimitedString(servers))));
	}

}
