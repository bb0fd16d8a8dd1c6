package dev.natsboot.security.client;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.ClientCredentialsOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.TokenExchangeOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;

/**
 * Asks an issuer for access tokens, always anew, through Spring Security. Thread-safe.
 *
 * @since 0.1.0
 */
public final class AccessTokenClient {

	private static final String SUBJECT = AccessTokenClient.class.getName() + ".subject";

	private final ClientRegistration registration;

	private final OAuth2AuthorizedClientProvider provider;

	private AccessTokenClient(ClientRegistration registration, OAuth2AuthorizedClientProvider provider) {
		this.registration = registration;
		this.provider = provider;
	}

	/**
	 * A client that asks in its own name (RFC 6749, section 4.4).
	 * @param registration the client
	 * @param provider makes the request
	 * @return the client
	 */
	public static AccessTokenClient clientCredentials(ClientRegistration registration,
			ClientCredentialsOAuth2AuthorizedClientProvider provider) {
		return new AccessTokenClient(registration, provider);
	}

	/**
	 * A client that asks in the name of a caller, whose token it gives in exchange (RFC
	 * 8693).
	 * @param registration the client
	 * @param provider makes the request; its subject token is set here
	 * @return the client
	 */
	public static AccessTokenClient tokenExchange(ClientRegistration registration,
			TokenExchangeOAuth2AuthorizedClientProvider provider) {
		provider.setSubjectTokenResolver((context) -> context.getAttribute(SUBJECT));
		return new AccessTokenClient(registration, provider);
	}

	FetchedToken fetch(@Nullable String subjectToken) {
		Instant now = Instant.now();
		OAuth2AuthorizationContext.Builder context = OAuth2AuthorizationContext
			.withClientRegistration(this.registration)
			.principal(new AnonymousAuthenticationToken("nats", this.registration.getRegistrationId(),
					AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")));
		if (subjectToken != null) {
			OAuth2AccessToken subject = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, subjectToken, null,
					null);
			context.attribute(SUBJECT, subject);
		}
		OAuth2AuthorizedClient client = authorize(context.build());
		if (client == null) {
			throw new TokenUnavailableException("The client registration '" + this.registration.getRegistrationId()
					+ "' is for another grant type");
		}
		Instant expires = client.getAccessToken().getExpiresAt();
		return new FetchedToken(client.getAccessToken().getTokenValue(),
				(expires != null) ? Duration.between(now, expires) : Duration.ZERO);
	}

	private @Nullable OAuth2AuthorizedClient authorize(OAuth2AuthorizationContext context) {
		try {
			return this.provider.authorize(context);
		}
		catch (OAuth2AuthorizationException ex) {
			// not as the cause, and without the message, which may tell of the issuer's
			// whole answer
			throw new TokenUnavailableException("The issuer gives client '" + this.registration.getRegistrationId()
					+ "' no access token: " + ex.getError().getErrorCode() + ", "
					+ NestedExceptionUtils.getMostSpecificCause(ex).getClass().getSimpleName());
		}
	}

}
