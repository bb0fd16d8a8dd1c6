package dev.natsboot.security.client;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.oauth2.core.OAuth2Token;

/**
 * Finds the token of whoever called: of the HTTP request or the message that this thread
 * is handling. Thread-safe.
 *
 * @since 0.1.0
 */
public final class CallerToken {

	private final SecurityContextHolderStrategy contexts;

	/**
	 * Creates the finder.
	 * @param contexts knows the security context of a thread
	 */
	public CallerToken(SecurityContextHolderStrategy contexts) {
		this.contexts = contexts;
	}

	@Nullable String find() {
		Authentication caller = this.contexts.getContext().getAuthentication();
		if (caller == null || !caller.isAuthenticated()) {
			return null;
		}
		if (caller.getCredentials() instanceof OAuth2Token token) {
			return token.getTokenValue();
		}
		return (caller.getPrincipal() instanceof OAuth2Token token) ? token.getTokenValue() : null;
	}

}
