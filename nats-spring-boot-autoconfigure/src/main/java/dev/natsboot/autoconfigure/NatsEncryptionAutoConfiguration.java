package dev.natsboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import dev.natsboot.core.InvalidSubjectException;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.SubjectPattern;
import dev.natsboot.security.encryption.EncryptionKey;
import dev.natsboot.security.encryption.EncryptionRule;
import dev.natsboot.security.encryption.PayloadDecryption;
import dev.natsboot.security.encryption.PayloadDecryptionFilter;
import dev.natsboot.security.encryption.PayloadEncryptionFilter;
import dev.natsboot.security.keys.KeyLocation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the encryption of payloads.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = { NatsTemplateAutoConfiguration.class, NatsListenerAutoConfiguration.class })
@ConditionalOnClass(JWEObject.class)
@EnableConfigurationProperties(NatsEncryptionProperties.class)
public final class NatsEncryptionAutoConfiguration {

	private static final String PREFIX = "nats.security.encryption.";

	@Bean
	@ConditionalOnMissingBean
	@Conditional(OnDecryption.class)
	PayloadDecryption natsPayloadDecryption(NatsEncryptionProperties properties, ResourceLoader resourceLoader) {
		KeyLocations locations = new KeyLocations(resourceLoader);
		List<EncryptionKey> keys = new ArrayList<>();
		for (int i = 0; i < properties.getDecryptionKeys().size(); i++) {
			KeyLocation location = locations.location(PREFIX + "decryption-keys[" + i + "]",
					properties.getDecryptionKeys().get(i));
			EncryptionKey key = key(location);
			if (!key.canDecrypt()) {
				throw location.wrong("has no private part", new IllegalStateException("No private part"));
			}
			keys.add(key);
		}
		return new PayloadDecryption(keys);
	}

	@Bean
	@ConditionalOnMissingBean
	@Conditional(OnDecryption.class)
	PayloadDecryptionFilter natsPayloadDecryptionFilter(PayloadDecryption decryption) {
		return new PayloadDecryptionFilter(decryption);
	}

	@Bean
	@ConditionalOnMissingBean
	@Conditional(OnEncryption.class)
	PayloadEncryptionFilter natsPayloadEncryptionFilter(NatsEncryptionProperties properties,
			ObjectProvider<PayloadDecryption> decryption, ResourceLoader resourceLoader) {
		KeyLocations locations = new KeyLocations(resourceLoader);
		List<EncryptionRule> rules = new ArrayList<>();
		for (int i = 0; i < properties.getRules().size(); i++) {
			NatsEncryptionProperties.Rule rule = properties.getRules().get(i);
			String prefix = PREFIX + "rules[" + i + "].";
			EncryptionKey key = key(locations.location(prefix + "key", rule.getKey()));
			if (rule.getSubjects().isEmpty()) {
				throw wrong(prefix + "subjects", "is empty", null);
			}
			for (String subject : rule.getSubjects()) {
				rules.add(new EncryptionRule(pattern(prefix + "subjects", subject), key));
			}
		}
		return new PayloadEncryptionFilter(rules, decryption.getIfAvailable());
	}

	private static EncryptionKey key(KeyLocation location) {
		try {
			return EncryptionKey.of(location.parse(location.text()));
		}
		catch (JOSEException ex) {
			throw location.wrong(String.valueOf(ex.getMessage()), ex);
		}
	}

	private static SubjectPattern pattern(String setting, String subject) {
		try {
			return SubjectPattern.parse(subject);
		}
		catch (InvalidSubjectException ex) {
			throw wrong(setting, "holds what is no subject: " + ex.getMessage(), ex);
		}
	}

	private static NatsConfigurationException wrong(String setting, String what, @Nullable Exception cause) {
		return new NatsConfigurationException(setting, "'" + setting + "' " + what,
				"Set '" + setting + "' to subjects such as customers.>", cause);
	}

	private static NatsEncryptionProperties bind(ConditionContext context) {
		return Binder.get(context.getEnvironment())
			.bindOrCreate("nats.security.encryption", NatsEncryptionProperties.class);
	}

	/**
	 * There are keys to decrypt with.
	 */
	static class OnDecryption implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return !bind(context).getDecryptionKeys().isEmpty();
		}

	}

	/**
	 * Something is to be encrypted, or a reply may have to be decrypted.
	 */
	static class OnEncryption implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			NatsEncryptionProperties properties = bind(context);
			return !properties.getRules().isEmpty() || !properties.getDecryptionKeys().isEmpty();
		}

	}

}
