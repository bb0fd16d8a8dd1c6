package dev.natsboot.autoconfigure;

import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;

import com.nimbusds.jose.jwk.JWK;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.security.keys.FixedSigningKeys;
import dev.natsboot.security.keys.KeyLocation;
import dev.natsboot.security.keys.RotatingSigningKeys;
import dev.natsboot.security.keys.RotationSettings;
import dev.natsboot.security.keys.SigningKeySource;
import dev.natsboot.security.keys.SigningKeys;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the keys that messages are
 * signed with.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = NatsAutoConfiguration.class)
@ConditionalOnClass(JWK.class)
@EnableConfigurationProperties(NatsSigningProperties.class)
public final class NatsSecurityKeysAutoConfiguration {

	private static final String PREFIX = "nats.security.jwt.signing.";

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty(PREFIX + "key")
	SigningKeys natsSigningKeys(NatsSigningProperties properties, ResourceLoader resourceLoader) {
		String key = properties.getKey();
		if (properties.isGenerate() || !StringUtils.hasText(key)) {
			throw new NatsConfigurationException(PREFIX + "key", "'" + PREFIX + "key' "
					+ (properties.isGenerate() ? "and '" + PREFIX + "generate' exclude each other" : "is empty"),
					"Set '" + PREFIX + "key' to a file, or take it away and set '" + PREFIX + "generate'.");
		}
		KeyLocations locations = new KeyLocations(resourceLoader);
		List<KeyLocation> previous = IntStream.range(0, properties.getPrevious().size())
			.mapToObj((index) -> locations.location(PREFIX + "previous[" + index + "]",
					properties.getPrevious().get(index)))
			.toList();
		return new RotatingSigningKeys(
				new SigningKeySource(locations.location(PREFIX + "key", key), properties.getKeyId(),
						properties.getAlgorithm(), previous),
				new RotationSettings(properties.getReloadInterval(), properties.getActivationDelay(),
						properties.getRetention()),
				Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(PREFIX + "generate")
	SigningKeys natsGeneratedSigningKeys() {
		return new FixedSigningKeys(SigningKeySource.generate());
	}

}
