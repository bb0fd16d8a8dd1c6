package dev.natsboot.autoconfigure;

import java.net.http.HttpClient;
import java.util.List;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.security.client.AccessTokenClient;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.ClientCredentialsOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.TokenExchangeOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.endpoint.AbstractOAuth2AuthorizationGrantRequest;
import org.springframework.security.oauth2.client.endpoint.AbstractRestClientOAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientTokenExchangeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.util.ClassUtils;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.client.RestClient;

/**
 * Makes clients for access tokens of Spring Security's client registrations.
 */
final class AccessTokenClients {

	private static final String SETTING = "nats.security.jwt.client.registration";

	private static final String JWT = "org.springframework.security.oauth2.jwt.Jwt";

	private AccessTokenClients() {
	}

	static ClientRegistration registration(@Nullable ClientRegistrationRepository repository, String id) {
		ClientRegistration registration = (repository != null) ? repository.findByRegistrationId(id) : null;
		if (registration == null) {
			throw new NatsConfigurationException(SETTING,
					"There is no client registration '" + id + "', which '" + SETTING + "' names",
					"Configure 'spring.security.oauth2.client.registration." + id + ".*'.");
		}
		return registration;
	}

	static boolean isTokenExchange(ClientRegistration registration) {
		return AuthorizationGrantType.TOKEN_EXCHANGE.equals(registration.getAuthorizationGrantType());
	}

	static AccessTokenClient create(ClientRegistration registration, NatsTokenClientProperties properties) {
		AuthorizationGrantType grant = registration.getAuthorizationGrantType();
		if (isTokenExchange(registration)) {
			if (!ClassUtils.isPresent(JWT, AccessTokenClients.class.getClassLoader())) {
				throw new NatsConfigurationException(SETTING, "Token exchange needs a library that is not there",
						"Add org.springframework.security:spring-security-oauth2-jose.");
			}
			RestClientTokenExchangeTokenResponseClient responses = new RestClientTokenExchangeTokenResponseClient();
			customize(responses, properties);
			TokenExchangeOAuth2AuthorizedClientProvider provider = new TokenExchangeOAuth2AuthorizedClientProvider();
			provider.setAccessTokenResponseClient(responses);
			return AccessTokenClient.tokenExchange(registration, provider);
		}
		if (AuthorizationGrantType.CLIENT_CREDENTIALS.equals(grant)) {
			RestClientClientCredentialsTokenResponseClient responses = new RestClientClientCredentialsTokenResponseClient();
			customize(responses, properties);
			ClientCredentialsOAuth2AuthorizedClientProvider provider = new ClientCredentialsOAuth2AuthorizedClientProvider();
			provider.setAccessTokenResponseClient(responses);
			return AccessTokenClient.clientCredentials(registration, provider);
		}
		throw new NatsConfigurationException(SETTING,
				"The client registration '" + registration.getRegistrationId() + "', which '" + SETTING
						+ "' names, is of the grant type " + grant.getValue(),
				"Use one of the grant type client_credentials or " + AuthorizationGrantType.TOKEN_EXCHANGE.getValue()
						+ ".");
	}

	private static <T extends AbstractOAuth2AuthorizationGrantRequest> void customize(
			AbstractRestClientOAuth2AccessTokenResponseClient<T> client, NatsTokenClientProperties properties) {
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
				HttpClient.newBuilder().connectTimeout(properties.getTimeout()).build());
		requests.setReadTimeout(properties.getTimeout());
		client.setRestClient(RestClient.builder()
			.requestFactory(requests)
			.configureMessageConverters((converters) -> converters.addCustomConverter(new FormHttpMessageConverter())
				.addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
			.defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
			.build());
		String audience = properties.getAudience();
		if (audience != null) {
			client.addParametersConverter((request) -> {
				LinkedMultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
				parameters.put("audience", List.of(audience));
				return parameters;
			});
		}
	}

}
