package dev.natsboot.security.client;

import java.text.ParseException;
import java.util.List;

import com.nimbusds.jwt.JWTParser;
import dev.natsboot.core.OutboundMessage;
import org.jspecify.annotations.Nullable;

/**
 * Passes the caller's own token on, to those whom it was made for as well. Whoever
 * receives it can do all that the caller may do, so exchange tokens where that is
 * possible. Nothing is passed on into a stream, which would keep the token. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RelayTokenSupplier implements TokenSupplier {

	private final CallerToken caller;

	private final String audience;

	/**
	 * Creates the supplier.
	 * @param caller finds the caller's token
	 * @param audience an audience that the token must have
	 */
	public RelayTokenSupplier(CallerToken caller, String audience) {
		this.caller = caller;
		this.audience = audience;
	}

	/**
	 * The token for a message.
	 * @return the token; {@code null} where there is no caller with a token
	 * @throws TokenUnavailableException if the caller's token must not be passed on
	 */
	@Override
	public @Nullable String token(OutboundMessage message) {
		String token = this.caller.find();
		if (token == null) {
			return null;
		}
		if (message.kind() == OutboundMessage.Kind.STREAM) {
			throw new TokenUnavailableException(
					"The caller's token is not passed on into a stream, which would keep it");
		}
		if (!audience(token).contains(this.audience)) {
			throw new TokenUnavailableException(
					"The caller's token is not passed on, since it is not for the audience '" + this.audience + "'");
		}
		return token;
	}

	private static List<String> audience(String token) {
		try {
			return JWTParser.parse(token).getJWTClaimsSet().getAudience();
		}
		catch (ParseException ex) {
			// not as the cause, which may tell of the token
			throw new TokenUnavailableException("The caller's token is not passed on, since it names no audience");
		}
	}

}
