package dev.natsboot.security;

import java.security.Principal;
import java.util.function.Function;

import dev.natsboot.annotation.ListenerArgumentSource;
import dev.natsboot.core.ListenerDescription;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Gives listener methods their sender: as an {@link Authentication}, a {@link Principal},
 * a {@link Jwt}, or as what {@link AuthenticationPrincipal} asks for. {@code null} where
 * nobody is known, since the message's subject is not protected.
 *
 * @since 0.1.0
 */
public final class AuthenticationArguments implements ListenerArgumentSource {

	private final SecurityContextHolderStrategy contexts;

	/**
	 * Creates it.
	 * @param contexts holds the security context
	 */
	public AuthenticationArguments(SecurityContextHolderStrategy contexts) {
		this.contexts = contexts;
	}

	@Override
	public @Nullable Function<Message, @Nullable Object> plan(MethodParameter parameter, ListenerDescription listener) {
		Class<?> type = parameter.getParameterType();
		MergedAnnotation<AuthenticationPrincipal> principal = MergedAnnotations
			.from(parameter.getParameterAnnotations())
			.get(AuthenticationPrincipal.class);
		if (principal.isPresent()) {
			String text = principal.getString("expression");
			Expression expression = text.isEmpty() ? null : new SpelExpressionParser().parseExpression(text);
			boolean strict = principal.getBoolean("errorOnInvalidType");
			return (message) -> principal(type, expression, strict);
		}
		if (Principal.class.isAssignableFrom(type)) {
			return (message) -> fitting(type, authentication(), true);
		}
		if (type == Jwt.class) {
			return (message) -> jwt();
		}
		return null;
	}

	private @Nullable Object principal(Class<?> type, @Nullable Expression expression, boolean strict) {
		Authentication authentication = authentication();
		Object principal = (authentication != null) ? authentication.getPrincipal() : null;
		Object value = (expression != null && principal != null) ? expression.getValue(principal) : principal;
		return fitting(type, value, strict);
	}

	private static @Nullable Object fitting(Class<?> type, @Nullable Object value, boolean strict) {
		if (value == null || type.isInstance(value)) {
			return value;
		}
		if (strict) {
			throw new ClassCastException("The sender is a " + value.getClass().getName() + ", not a " + type.getName());
		}
		return null;
	}

	private @Nullable Object jwt() {
		Authentication authentication = authentication();
		Object token = (authentication != null) ? authentication.getCredentials() : null;
		return (token instanceof Jwt) ? token : null;
	}

	private @Nullable Authentication authentication() {
		return this.contexts.getContext().getAuthentication();
	}

}
