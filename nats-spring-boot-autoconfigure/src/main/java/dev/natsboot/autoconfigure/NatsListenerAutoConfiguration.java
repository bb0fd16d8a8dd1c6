package dev.natsboot.autoconfigure;

import java.time.Duration;

import dev.natsboot.annotation.NatsListenerAnnotationBeanPostProcessor;
import dev.natsboot.core.InboundFilter;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.NatsOperations;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.deadletter.DeadLetters;
import dev.natsboot.jetstream.NatsProvisioning;
import dev.natsboot.listener.BackoffErrorHandler;
import dev.natsboot.listener.DefaultNatsListenerContainerFactory;
import dev.natsboot.listener.ErrorHandler;
import dev.natsboot.listener.NatsListenerContainerFactory;
import dev.natsboot.listener.NatsListenerRegistry;
import io.nats.client.Connection;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Auto-configuration for {@code @NatsListener}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { NatsAutoConfiguration.class, NatsTemplateAutoConfiguration.class })
@ConditionalOnClass(Connection.class)
@ConditionalOnBean({ NatsConnections.class, NatsOperations.class })
@EnableConfigurationProperties(NatsListenerProperties.class)
public final class NatsListenerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	static NatsListenerAnnotationBeanPostProcessor natsListenerAnnotationBeanPostProcessor() {
		return new NatsListenerAnnotationBeanPostProcessor();
	}

	@Bean
	@ConditionalOnMissingBean
	NatsListenerRegistry natsListenerRegistry() {
		return new NatsListenerRegistry();
	}

	@Bean
	@ConditionalOnMissingBean
	ErrorHandler natsErrorHandler(NatsListenerProperties properties) {
		try {
			return new BackoffErrorHandler(properties.getRetry().toBackoff());
		}
		catch (IllegalArgumentException ex) {
			throw new NatsConfigurationException("nats.listener.retry", String.valueOf(ex.getMessage()),
					"Correct nats.listener.retry.*.", ex);
		}
	}

	@Bean
	@ConditionalOnMissingBean(name = "natsListenerContainerFactory")
	NatsListenerContainerFactory natsListenerContainerFactory(NatsConnections connections, BeanFactory beanFactory,
			NatsListenerProperties properties, ErrorHandler natsErrorHandler, ObjectProvider<InboundFilter> filters,
			ApplicationEventPublisher events, ObjectProvider<NatsProvisioning> provisioning, Environment environment) {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("nats-listener-");
		executor.setVirtualThreads(Threading.VIRTUAL.isActive(environment));
		Duration shutdownTimeout = environment.getProperty("spring.lifecycle.timeout-per-shutdown-phase",
				Duration.class, Duration.ofSeconds(30));
		return new DefaultNatsListenerContainerFactory(connections, (name) -> operations(beanFactory, name),
				properties.toOptions(shutdownTimeout), natsErrorHandler,
				properties.getDeadLetter().isEnabled() ? properties.getDeadLetter().toSettings() : null,
				filters.orderedStream().toList(), events, executor,
				(connection) -> provisioning.ifAvailable((streams) -> streams.lookAgain(connection)));
	}

	@Bean
	@ConditionalOnMissingBean
	DeadLetters natsDeadLetters(NatsConnections connections, NatsOperations operations,
			NatsListenerProperties properties) {
		return new DeadLetters(properties.getDeadLetter().toSettings(), operations,
				connections.pool(NatsConnections.DEFAULT_NAME)::connection);
	}

	private static NatsOperations operations(BeanFactory beanFactory, String connection) {
		return NatsConnections.DEFAULT_NAME.equals(connection) ? beanFactory.getBean(NatsOperations.class)
				: BeanFactoryAnnotationUtils.qualifiedBeanOfType(beanFactory, NatsOperations.class, connection);
	}

}
