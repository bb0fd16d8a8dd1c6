package dev.natsboot.security.token;

import java.text.ParseException;
import java.util.Map;

import com.nimbusds.jwt.SignedJWT;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;

/**
 * Makes Spring Security's tokens of Nimbus's.
 *
 * @since 0.1.0
 */
public final class Jwts {

	private static final Converter<Map<String, Object>, Map<String, Object>> CLAIMS = MappedJwtClaimSetConverter
		.withDefaults(Map.of());

	private Jwts() {
	}

	/**
	 * Makes a token.
	 * @param token the compact token
	 * @param parsed the same, verified
	 * @return the token
	 * @throws ParseException if its claims are no JSON
	 * @throws IllegalArgumentException if its claims contradict each other
	 */
	public static Jwt of(String token, SignedJWT parsed) throws ParseException {
		Map<String, Object> claims = CLAIMS.convert(parsed.getJWTClaimsSet().getClaims());
		return Jwt.withTokenValue(token)
			.headers((headers) -> headers.putAll(parsed.getHeader().toJSONObject()))
			.claims((all) -> all.putAll(claims))
			.build();
	}

}
