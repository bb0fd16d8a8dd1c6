package dev.natsboot.autoconfigure;

import java.time.Clock;
import java.util.concurrent.Executor;

import com.nimbusds.jwt.JWTParser;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.security.client.AccessTokenClient;
import dev.natsboot.security.client.CallerToken;
import dev.natsboot.security.client.ClientCredentialsTokenSupplier;
import dev.natsboot.security.client.RelayTokenSupplier;
import dev.natsboot.security.client.TokenExchangeTokenSupplier;
import dev.natsboot.security.client.TokenSupplier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the access tokens of outgoing
 * messages.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration")
@ConditionalOnClass({ JWTParser.class, OAuth2Token.class })
@EnableConfigurationProperties(NatsTokenClientProperties.class)
public final class NatsTokenClientAutoConfiguration {

	private static final String PREFIX = "nats.security.jwt.client.";

	private static CallerToken caller(ObjectProvider<SecurityContextHolderStrategy> contexts) {
		return new CallerToken(contexts.getIfAvailable(SecurityContextHolder::getContextHolderStrategy));
	}

	/**
	 * The caller's own token.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(PREFIX + "relay")
	static class RelayConfiguration {

		@Bean
		@ConditionalOnMissingBean
		TokenSupplier natsRelayTokenSupplier(NatsTokenClientProperties properties,
				ObjectProvider<SecurityContextHolderStrategy> contexts) {
			String audience = properties.getAudience();
			if (!StringUtils.hasText(audience)) {
				throw new NatsConfigurationException(PREFIX + "audience",
						"'" + PREFIX + "relay' needs '" + PREFIX + "audience'",
						"Set '" + PREFIX + "audience' to the audience that this service and those it calls share.");
			}
			if (properties.getRegistration() != null) {
				throw new NatsConfigurationException(PREFIX + "relay",
						"'" + PREFIX + "relay' and '" + PREFIX + "registration' exclude each other",
						"Take one of the two away.");
			}
			return new RelayTokenSupplier(caller(contexts), audience);
		}

	}

	/**
	 * Tokens of an issuer.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OAuth2AuthorizedClientProvider.class)
	@ConditionalOnProperty(PREFIX + "registration")
	@ConditionalOnBooleanProperty(name = PREFIX + "relay", havingValue = false, matchIfMissing = true)
	static class IssuerConfiguration {

		@Bean
		@ConditionalOnMissingBean
		TokenSupplier natsIssuerTokenSupplier(NatsTokenClientProperties properties,
				ObjectProvider<ClientRegistrationRepository> repository,
				ObjectProvider<SecurityContextHolderStrategy> contexts) {
			ClientRegistration registration = AccessTokenClients.registration(repository.getIfAvailable(),
					String.valueOf(properties.getRegistration()));
			AccessTokenClient client = AccessTokenClients.create(registration, properties);
			Executor executor = new SimpleAsyncTaskExecutor("nats-tokens-");
			return AccessTokenClients.isTokenExchange(registration)
					? new TokenExchangeTokenSupplier(client, caller(contexts), Clock.systemUTC(), executor)
					: new ClientCredentialsTokenSupplier(client, Clock.systemUTC(), executor);
		}

	}

}
