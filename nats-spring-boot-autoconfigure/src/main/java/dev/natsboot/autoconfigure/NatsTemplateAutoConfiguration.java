package dev.natsboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.natsboot.codec.BytesCodec;
import dev.natsboot.codec.JsonCodec;
import dev.natsboot.codec.TextCodec;
import dev.natsboot.core.InvalidSubjectException;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.NatsOperations;
import dev.natsboot.core.NatsTemplate;
import dev.natsboot.core.OutboundFilter;
import dev.natsboot.core.PayloadCodec;
import dev.natsboot.core.PayloadCodecs;
import dev.natsboot.core.SubjectNamingPolicy;
import dev.natsboot.core.SubjectNamingRules;
import dev.natsboot.deadletter.DeadLetterSettings;
import dev.natsboot.core.connection.NatsConnections;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the codecs, the naming policy,
 * and a {@link NatsTemplate} for each connection.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = NatsAutoConfiguration.class,
		afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnBean(NatsConnections.class)
@EnableConfigurationProperties({ NatsTemplateProperties.class, NatsSubjectProperties.class })
@Import(NamedNatsTemplatesRegistrar.class)
public final class NatsTemplateAutoConfiguration {

	static final String FACTORY_BEAN_NAME = "natsTemplateFactory";

	@Bean
	@ConditionalOnMissingBean
	BytesCodec natsBytesCodec() {
		return new BytesCodec();
	}

	@Bean
	@ConditionalOnMissingBean
	TextCodec natsTextCodec() {
		return new TextCodec();
	}

	@Bean
	@ConditionalOnMissingBean
	PayloadCodecs natsPayloadCodecs(ObjectProvider<PayloadCodec> codecs) {
		return new PayloadCodecs(codecs.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	SubjectNamingPolicy natsSubjectNamingPolicy(NatsSubjectProperties properties, Environment environment) {
		NatsSubjectProperties.Naming naming = properties.getNaming();
		if (!naming.isEnabled()) {
			return SubjectNamingPolicy.none();
		}
		List<String> exempt = new ArrayList<>(naming.getExempt());
		String inboxPrefix = environment.getProperty("nats.inbox-prefix");
		if (inboxPrefix != null && !inboxPrefix.isEmpty()) {
			exempt.add(inboxPrefix);
		}
		// a dead letter must never be refused
		exempt.add(environment.getProperty("nats.listener.dead-letter.subject-prefix",
				DeadLetterSettings.DEFAULTS.subjectPrefix()) + ".");
		return rules(naming, exempt);
	}

	private static SubjectNamingRules rules(NatsSubjectProperties.Naming naming, List<String> exempt) {
		if (naming.getMinTokens() < 0) {
			throw wrong("min-tokens", "must not be negative", null);
		}
		try {
			return new SubjectNamingRules(naming.isLowerCase(), naming.getMinTokens(), naming.getPattern(), exempt);
		}
		catch (InvalidSubjectException ex) {
			throw wrong("pattern", "is not a subject: " + ex.getMessage(), ex);
		}
	}

	private static NatsConfigurationException wrong(String name, String what, @Nullable Throwable cause) {
		String setting = "nats.subject.naming." + name;
		return new NatsConfigurationException(setting, "'" + setting + "' " + what,
				"Correct '" + setting + "', for example min-tokens: 4 and pattern: project.env.domain.module.", cause);
	}

	@Bean(FACTORY_BEAN_NAME)
	NatsTemplateFactory natsTemplateFactory(NatsConnections connections, PayloadCodecs codecs,
			ObjectProvider<OutboundFilter> filters, SubjectNamingPolicy namingPolicy, NatsTemplateProperties properties,
			Environment environment) {
		return new NatsTemplateFactory(connections, codecs, filters.orderedStream().toList(), namingPolicy, properties,
				Threading.VIRTUAL.isActive(environment) ? new VirtualThreadTaskExecutor("nats-callback-") : null);
	}

	@Bean
	@ConditionalOnMissingBean(NatsOperations.class)
	NatsTemplate natsTemplate(NatsTemplateFactory natsTemplateFactory) {
		return natsTemplateFactory.create(NatsConnections.DEFAULT_NAME);
	}

	/**
	 * JSON where Jackson is.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	static class JsonConfiguration {

		@Bean
		@ConditionalOnBean(JsonMapper.class)
		@ConditionalOnMissingBean
		JsonCodec natsJsonCodec(JsonMapper jsonMapper) {
			return new JsonCodec(jsonMapper);
		}

	}

}
