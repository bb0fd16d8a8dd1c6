package dev.natsboot.cloud.stream.binder;

import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.natsboot.autoconfigure.NatsAutoConfiguration;
import dev.natsboot.autoconfigure.NatsListenerAutoConfiguration;
import dev.natsboot.autoconfigure.NatsListenerProperties;
import dev.natsboot.autoconfigure.NatsTemplateAutoConfiguration;
import dev.natsboot.cloud.stream.binder.NatsProvisioningProvider.ConsumerDefaults;
import dev.natsboot.core.NatsOperations;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.listener.NatsListenerContainer;
import dev.natsboot.listener.NatsListenerContainerFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.util.LambdaSafe;
import org.springframework.cloud.stream.binder.Binder;
import org.springframework.cloud.stream.config.ConsumerEndpointCustomizer;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.cloud.stream.config.ProducerMessageHandlerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.integration.core.MessageProducer;
import org.springframework.messaging.MessageHandler;

/**
 * Configuration of the binder, in a context of its own. It works with the application's
 * connections; with an environment of its own, it has connections of its own.
 *
 * @since 0.1.0
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(Binder.class)
@ImportAutoConfiguration(PropertyPlaceholderAutoConfiguration.class)
@EnableConfigurationProperties({ NatsBinderProperties.class, NatsExtendedBindingProperties.class })
public class NatsBinderConfiguration {

	private final SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("nats-binder-");

	@Bean
	BinderListeners natsBinderListeners() {
		return new BinderListeners(this.executor);
	}

	@Bean(destroyMethod = "close")
	StreamRegistry natsBinderStreams(NatsConnections connections) {
		return new StreamRegistry(connections, this.executor);
	}

	@Bean
	NatsProvisioningProvider natsProvisioningProvider(StreamRegistry streams, NatsListenerProperties listener,
			NatsBinderProperties properties) {
		return new NatsProvisioningProvider(streams,
				new ConsumerDefaults(listener.getAckWait(), listener.getMaxDeliveries()), properties.getConnection());
	}

	@Bean
	NatsMessageChannelBinder natsMessageChannelBinder(NatsConnections connections, BeanFactory beanFactory,
			NatsListenerContainerFactory natsListenerContainerFactory, BinderListeners listeners,
			NatsProvisioningProvider provisioning, NatsBinderProperties properties,
			NatsExtendedBindingProperties extendedProperties, NatsListenerProperties listener,
			Customizers customizers) {
		Set<String> withheld = listener.getDeadLetter()
			.getStrippedHeaders()
			.stream()
			.map((name) -> name.toLowerCase(Locale.ROOT))
			.collect(Collectors.toUnmodifiableSet());
		Function<String, NatsOperations> operations = (name) -> operations(beanFactory, name);
		NatsMessageChannelBinder binder = new NatsMessageChannelBinder(
				new BinderServices(connections, operations, new ConsumerFactory(natsListenerContainerFactory),
						new HeaderMapper(withheld), listeners, this.executor),
				provisioning, properties, extendedProperties);
		customizers.apply(binder);
		return binder;
	}

	@Bean
	Customizers natsBinderCustomizers(ObjectProvider<ListenerContainerCustomizer<?>> containers,
			ObjectProvider<ConsumerEndpointCustomizer<?>> endpoints,
			ObjectProvider<ProducerMessageHandlerCustomizer<?>> handlers) {
		return new Customizers(containers, endpoints, handlers);
	}

	private static NatsOperations operations(BeanFactory beanFactory, String connection) {
		return NatsConnections.DEFAULT_NAME.equals(connection) ? beanFactory.getBean(NatsOperations.class)
				: BeanFactoryAnnotationUtils.qualifiedBeanOfType(beanFactory, NatsOperations.class, connection);
	}

	/**
	 * The library, where the application's is not to be had.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(NatsConnections.class)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, NatsAutoConfiguration.class,
			NatsTemplateAutoConfiguration.class, NatsListenerAutoConfiguration.class })
	static class OwnConnectionsConfiguration {

	}

	/**
	 * Health of the bindings.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthIndicator.class)
	static class HealthConfiguration {

		@Bean
		NatsBindingsHealthIndicator natsBindingsHealthIndicator(NatsConnections connections,
				BinderListeners listeners) {
			return new NatsBindingsHealthIndicator(connections, listeners);
		}

	}

	/**
	 * The application's customizers. Those that are for other binders' containers,
	 * endpoints and handlers are left out, and any number of them is allowed.
	 */
	static final class Customizers {

		private final ObjectProvider<ListenerContainerCustomizer<?>> containers;

		private final ObjectProvider<ConsumerEndpointCustomizer<?>> endpoints;

		private final ObjectProvider<ProducerMessageHandlerCustomizer<?>> handlers;

		Customizers(ObjectProvider<ListenerContainerCustomizer<?>> containers,
				ObjectProvider<ConsumerEndpointCustomizer<?>> endpoints,
				ObjectProvider<ProducerMessageHandlerCustomizer<?>> handlers) {
			this.containers = containers;
			this.endpoints = endpoints;
			this.handlers = handlers;
		}

		@SuppressWarnings("unchecked")
		void apply(NatsMessageChannelBinder binder) {
			ListenerContainerCustomizer<NatsListenerContainer> container = (target, destination, group) -> LambdaSafe
				.callbacks(ListenerContainerCustomizer.class, this.containers.orderedStream().toList(), target)
				.invoke((customizer) -> customizer.configure(target, destination, group));
			ConsumerEndpointCustomizer<MessageProducer> endpoint = (target, destination, group) -> LambdaSafe
				.callbacks(ConsumerEndpointCustomizer.class, this.endpoints.orderedStream().toList(), target)
				.invoke((customizer) -> customizer.configure(target, destination, group));
			ProducerMessageHandlerCustomizer<MessageHandler> handler = (target, destination) -> LambdaSafe
				.callbacks(ProducerMessageHandlerCustomizer.class, this.handlers.orderedStream().toList(), target)
				.invoke((customizer) -> customizer.configure(target, destination));
			binder.setContainerCustomizer(container);
			binder.setConsumerEndpointCustomizer(endpoint);
			binder.setProducerMessageHandlerCustomizer(handler);
		}

	}

}
