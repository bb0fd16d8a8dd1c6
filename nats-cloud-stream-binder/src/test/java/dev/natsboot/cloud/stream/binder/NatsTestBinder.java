package dev.natsboot.cloud.stream.binder;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.WebApplicationType;
import org.springframework.cloud.stream.binder.AbstractPollableConsumerTestBinder;
import org.springframework.cloud.stream.binder.ExtendedConsumerProperties;
import org.springframework.cloud.stream.binder.ExtendedProducerProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.integration.config.EnableIntegration;

/**
 * The binder as the framework's test kit wants it: without a binding service.
 */
class NatsTestBinder extends
		AbstractPollableConsumerTestBinder<NatsMessageChannelBinder, ExtendedConsumerProperties<NatsConsumerProperties>, ExtendedProducerProperties<NatsProducerProperties>> {

	private final ConfigurableApplicationContext context;

	NatsTestBinder(String server) {
		this.context = new SpringApplicationBuilder(Configured.class).web(WebApplicationType.NONE)
			.run("--nats.servers=" + server, "--spring.main.banner-mode=off");
		NatsMessageChannelBinder binder = this.context.getBean(NatsMessageChannelBinder.class);
		binder.setApplicationContext((GenericApplicationContext) this.context);
		setPollableConsumerBinder(binder);
	}

	@Override
	public void cleanup() {
		this.context.close();
	}

	/**
	 * The binder's own configuration, and what it needs of Spring Integration.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	@Import(NatsBinderConfiguration.class)
	static class Configured {

	}

}
