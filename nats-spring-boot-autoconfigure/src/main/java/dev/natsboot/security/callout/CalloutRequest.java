package dev.natsboot.security.callout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import io.nats.client.NKey;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A server's question about a client (NATS ADR-26): a JWT that the server has signed with
 * its own key.
 *
 * @param server id of the server
 * @param userKey public key that the server has made for the client
 * @param token what the client has sent as its token or JWT, if it has
 */
record CalloutRequest(String server, String userKey, @Nullable String token) {

	/**
	 * Read a question.
	 * @throws CalloutRefusedException if it is none, or not signed by a server
	 */
	static CalloutRequest read(byte[] data) {
		try {
			String[] parts = new String(data, StandardCharsets.US_ASCII).trim().split("\\.", -1);
			if (parts.length != 3) {
				throw new CalloutRefusedException("the request is no JWT; encryption (xkey) is not supported");
			}
			JsonValue claims = JsonParser.parse(Base64.getUrlDecoder().decode(parts[1]));
			String issuer = text(claims, "iss");
			JsonValue nats = field(claims, "nats");
			String server = text(field(nats, "server_id"), "id");
			NKey key = NKey.fromPublicKey(issuer.toCharArray());
			byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
			if (key.getType() != NKey.Type.SERVER || !issuer.equals(server)
					|| !key.verify(signed, Base64.getUrlDecoder().decode(parts[2]))) {
				throw new CalloutRefusedException("the request is not signed by the server");
			}
			JsonValue options = field(nats, "connect_opts");
			String token = optional(options, "auth_token");
			return new CalloutRequest(server, text(nats, "user_nkey"),
					(token != null) ? token : optional(options, "jwt"));
		}
		catch (GeneralSecurityException | IOException | IllegalArgumentException ex) {
			throw new CalloutRefusedException("the request cannot be read: " + ex.getMessage());
		}
	}

	private static JsonValue field(JsonValue of, String name) {
		JsonValue value = (of.map != null) ? of.map.get(name) : null;
		if (value == null) {
			throw new CalloutRefusedException("the request has no '" + name + "'");
		}
		return value;
	}

	private static String text(JsonValue of, String name) {
		String text = field(of, name).string;
		if (text == null) {
			throw new CalloutRefusedException("the request has no '" + name + "'");
		}
		return text;
	}

	private static @Nullable String optional(JsonValue of, String name) {
		JsonValue value = (of.map != null) ? of.map.get(name) : null;
		return (value != null && value.string != null && !value.string.isEmpty()) ? value.string : null;
	}

}
