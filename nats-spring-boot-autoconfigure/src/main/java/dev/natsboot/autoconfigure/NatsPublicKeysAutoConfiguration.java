package dev.natsboot.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import com.nimbusds.jose.jwk.JWK;
import dev.natsboot.core.ConnectionSource;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.security.keys.KeyBucketSettings;
import dev.natsboot.security.keys.KvKeyPublisher;
import dev.natsboot.security.keys.KvPublicKeys;
import dev.natsboot.security.keys.SigningKeys;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the bucket through which
 * services learn each other's public keys.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { NatsAutoConfiguration.class, NatsSecurityKeysAutoConfiguration.class })
@ConditionalOnClass(JWK.class)
@ConditionalOnBean(NatsConnections.class)
@ConditionalOnProperty(NatsPublicKeysAutoConfiguration.PREFIX + "bucket")
@EnableConfigurationProperties({ NatsPublicKeysProperties.class, NatsSigningProperties.class })
public final class NatsPublicKeysAutoConfiguration {

	static final String PREFIX = "nats.security.jwt.keys.";

	/**
	 * What keys are kept for beyond the retention, so that a message signed between two
	 * publications is covered.
	 */
	private static final Duration MARGIN = Duration.ofHours(2);

	@Bean
	@ConditionalOnMissingBean
	KvPublicKeys natsPublicKeys(NatsConnections connections, NatsPublicKeysProperties properties,
			NatsSigningProperties signing) {
		return new KvPublicKeys(source(connections, properties), settings(properties, signing), Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(SigningKeys.class)
	KvKeyPublisher natsKeyPublisher(NatsConnections connections, NatsPublicKeysProperties properties,
			NatsSigningProperties signing, SigningKeys keys, Environment environment) {
		String own = properties.getIssuer();
		String issuer = (own != null) ? own : environment.getProperty("spring.application.name", "");
		try {
			return new KvKeyPublisher(source(connections, properties), settings(properties, signing), issuer, keys,
					Clock.systemUTC());
		}
		catch (IllegalArgumentException ex) {
			throw new NatsConfigurationException(PREFIX + "issuer",
					"Public keys cannot be published under '" + PREFIX + "issuer': " + ex.getMessage(),
					"Set '" + PREFIX + "issuer', or 'spring.application.name', to a name such as order-service.", ex);
		}
	}

	private static ConnectionSource source(NatsConnections connections, NatsPublicKeysProperties properties) {
		return (subject) -> connections.pool(properties.getConnection()).connection(subject);
	}

	private static KeyBucketSettings settings(NatsPublicKeysProperties properties, NatsSigningProperties signing) {
		String bucket = properties.getBucket();
		if (!StringUtils.hasText(bucket) || !bucket.matches("[A-Za-z0-9_-]+")) {
			throw wrong("bucket", "is not the name of a bucket",
					"Use letters, digits, '-' and '_', for example service-keys.");
		}
		Duration lifetime = (properties.getLifetime() != null) ? properties.getLifetime()
				: signing.getRetention().plus(MARGIN);
		if (lifetime.compareTo(Duration.ofMinutes(1)) < 0) {
			throw wrong("lifetime", "is shorter than a minute", "Set it to the age of the oldest message to be read.");
		}
		return new KeyBucketSettings(bucket, lifetime, properties.getReplicas());
	}

	private static NatsConfigurationException wrong(String name, String what, String action) {
		return new NatsConfigurationException(PREFIX + name, "'" + PREFIX + name + "' " + what, action);
	}

}
