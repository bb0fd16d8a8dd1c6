package dev.natsboot.security.keys;

import java.text.ParseException;
import java.util.Map;

import com.nimbusds.jose.jwk.JWK;

/**
 * Sets members of keys, which are immutable.
 */
final class JwkMembers {

	private JwkMembers() {
	}

	static JWK with(JWK key, String name, Object value) {
		Map<String, Object> members = key.toJSONObject();
		members.put(name, value);
		return parse(members);
	}

	static JWK without(JWK key, String name) {
		Map<String, Object> members = key.toJSONObject();
		members.remove(name);
		return parse(members);
	}

	private static JWK parse(Map<String, Object> members) {
		try {
			return JWK.parse(members);
		}
		catch (ParseException ex) {
			throw new IllegalArgumentException("A key does not take the member", ex);
		}
	}

}
