package dev.natsboot.security.transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * From when and until when a JWT says that it is valid (RFC 7519, {@code iat} and
 * {@code exp}). Nothing of it is verified: it only tells when to look for another one.
 *
 * @param begin when it was issued; the time of its end where it does not say
 * @param end when it expires
 * @since 0.1.0
 */
public record JwtLife(Instant begin, Instant end) {

	private static final int LAST_PART = 5;

	/**
	 * Read the life of a JWT.
	 * @param token what may be a JWT
	 * @return its life, or {@code null} if it is no JWT or does not expire
	 */
	public static @Nullable JwtLife of(char[] token) {
		String[] parts = new String(token).trim().split("\\.", -1);
		if (parts.length != 3) {
			return null;
		}
		try {
			String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
			JsonValue json = JsonParser.parse(claims);
			Instant end = instant(json, "exp");
			Instant begin = instant(json, "iat");
			return (end != null) ? new JwtLife((begin != null) ? begin : end, end) : null;
		}
		catch (IllegalArgumentException | JsonParseException ex) {
			return null;
		}
	}

	private static @Nullable Instant instant(JsonValue json, String claim) {
		JsonValue value = (json.map != null) ? json.map.get(claim) : null;
		return (value != null && value.number != null) ? Instant.ofEpochSecond(value.number.longValue()) : null;
	}

	/**
	 * Whether the last fifth of the life has begun.
	 * @param now the time
	 * @param atLeast the shortest time before the end that counts
	 * @return {@code true} if so
	 */
	boolean endsSoon(Instant now, Duration atLeast) {
		Duration last = Duration.between(this.begin, this.end).dividedBy(LAST_PART);
		return !now.isBefore(this.end.minus((last.compareTo(atLeast) > 0) ? last : atLeast));
	}

}
