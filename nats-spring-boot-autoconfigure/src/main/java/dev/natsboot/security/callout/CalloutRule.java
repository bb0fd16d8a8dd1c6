package dev.natsboot.security.callout;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What those may do whose token has a value among those of a claim.
 *
 * @param claim name of the claim, such as {@code scope}; its values are the elements of a
 * list, or the words of a text
 * @param value the value that it must have
 * @param account the account, or {@code null} for the default one
 * @param publishAllow subjects that may be published to
 * @param publishDeny subjects that may not be published to
 * @param subscribeAllow subjects that may be subscribed to
 * @param subscribeDeny subjects that may not be subscribed to
 * @since 0.1.0
 */
public record CalloutRule(String claim, String value, @Nullable String account, List<String> publishAllow,
		List<String> publishDeny, List<String> subscribeAllow, List<String> subscribeDeny) {

	public CalloutRule {
		publishAllow = List.copyOf(publishAllow);
		publishDeny = List.copyOf(publishDeny);
		subscribeAllow = List.copyOf(subscribeAllow);
		subscribeDeny = List.copyOf(subscribeDeny);
	}

	boolean matches(Map<String, Object> claims) {
		Object present = claims.get(this.claim);
		if (present instanceof Collection<?> values) {
			return values.contains(this.value);
		}
		return present instanceof String text && Arrays.asList(text.trim().split("\\s+")).contains(this.value);
	}

}
