package dev.natsboot.autoconfigure;

import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.observation.MdcFilter;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what log lines of handlers
 * carry.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = NatsAutoConfiguration.class)
@ConditionalOnClass(MDC.class)
@ConditionalOnBean(NatsConnections.class)
@EnableConfigurationProperties(NatsObservationProperties.class)
public final class NatsMdcAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MdcFilter natsMdcFilter(NatsObservationProperties properties) {
		return new MdcFilter(properties.getMdc());
	}

}
