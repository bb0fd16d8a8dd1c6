package dev.natsboot.security.token;

import java.util.Locale;

/**
 * Why a message is refused. The codes are fixed, so that they can be the values of a
 * metric's tag.
 *
 * @since 0.1.0
 */
public enum Refusal {

	/** There is no token where one is needed. */
	MISSING,

	/** A token header is there twice, or in two spellings. */
	DUPLICATE,

	/** The token is too long to be looked at. */
	TOO_LARGE,

	/** What is there is not a token. */
	MALFORMED,

	/** Its algorithm is not allowed. */
	ALGORITHM,

	/** It is a token of another type. */
	TYPE,

	/** Nobody trusts its issuer. */
	ISSUER,

	/** It is meant for somebody else. */
	AUDIENCE,

	/** The signature is wrong. */
	SIGNATURE,

	/** Its issuer has no such key. */
	UNKNOWN_KEY,

	/** It never expires. */
	NO_EXPIRY,

	/** It has expired. */
	EXPIRED,

	/** It is not valid yet. */
	NOT_YET_VALID,

	/** It is bound to a key and came without a proof of that key. */
	BOUND,

	/** It is not bound to the key that signed the message. */
	NOT_BOUND,

	/** The message was signed for another use: event, request or reply. */
	USE,

	/** The message was signed for another subject. */
	SUBJECT,

	/** The reply subject is not the signed one, or no inbox. */
	REPLY,

	/** The payload was changed. */
	BODY,

	/** A signed header was changed. */
	HEADERS,

	/** The reply is to another request. */
	REQUEST,

	/** The message was not signed when it was sent. */
	STALE,

	/** The message has been stored for too long. */
	TOO_OLD,

	/** The message has been here before. */
	REPLAYED,

	/** There is no room to remember the message. */
	REPLAY_CACHE_FULL,

	/** The message did not come from a stream. */
	NO_METADATA,

	/** The message was made by a schedule of the server. */
	SCHEDULED,

	/** No setting says how messages of the subject are protected. */
	NO_MODE,

	/** The sender is known but may not do this. */
	DENIED,

	/** The keys cannot be fetched, so nothing can be said about the token. */
	KEYS_UNREACHABLE,

	/** Keys were asked for too often to look for this one. */
	RATE_LIMITED;

	private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

	/**
	 * The code for metrics and logs.
	 * @return such as {@code unknown-key}
	 */
	public String code() {
		return this.code;
	}

}
