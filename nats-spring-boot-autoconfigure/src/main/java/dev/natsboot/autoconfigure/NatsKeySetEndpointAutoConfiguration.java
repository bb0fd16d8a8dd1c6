package dev.natsboot.autoconfigure;

import java.time.Duration;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.natsboot.security.keys.SigningKeys;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the public keys by HTTP, as a
 * key set of RFC 7517.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = NatsSecurityKeysAutoConfiguration.class)
@ConditionalOnClass({ JWK.class, MediaType.class })
@ConditionalOnBooleanProperty(NatsPublicKeysAutoConfiguration.PREFIX + "http.enabled")
@ConditionalOnBean(SigningKeys.class)
@EnableConfigurationProperties(NatsPublicKeysProperties.class)
public final class NatsKeySetEndpointAutoConfiguration {

	private static final CacheControl CACHE = CacheControl.maxAge(Duration.ofMinutes(1));

	private static String keySet(SigningKeys keys) {
		return keys.publicKeys().toString(true);
	}

	/**
	 * In a servlet application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RouterFunction.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class ServletConfiguration {

		@Bean
		RouterFunction<ServerResponse> natsKeySetEndpoint(NatsPublicKeysProperties properties, SigningKeys keys) {
			return RouterFunctions.route()
				.GET(properties.getHttp().getPath(),
						(request) -> ServerResponse.ok()
							.contentType(MediaType.valueOf(JWKSet.MIME_TYPE))
							.cacheControl(CACHE)
							.body(keySet(keys)))
				.build();
		}

	}

	/**
	 * In a reactive application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(org.springframework.web.reactive.function.server.RouterFunction.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class ReactiveConfiguration {

		@Bean
		org.springframework.web.reactive.function.server.RouterFunction<?> natsKeySetEndpoint(
				NatsPublicKeysProperties properties, SigningKeys keys) {
			return org.springframework.web.reactive.function.server.RouterFunctions.route()
				.GET(properties.getHttp().getPath(),
						(request) -> org.springframework.web.reactive.function.server.ServerResponse.ok()
							.contentType(MediaType.valueOf(JWKSet.MIME_TYPE))
							.cacheControl(CACHE)
							.bodyValue(keySet(keys)))
				.build();
		}

	}

}
