package dev.natsboot.security.proof;

import com.nimbusds.jose.JOSEObjectType;

/**
 * The names of a proof's own claims, beside {@code iss}, {@code iat}, {@code jti},
 * {@code aud} (RFC 7519) and {@code ath} (RFC 9449). The nearest relative is the WIMSE
 * workload proof token, for HTTP.
 */
final class ProofClaims {

	static final JOSEObjectType TYPE = new JOSEObjectType("nats-msg+jwt");

	static final String USE = "use";

	static final String SUBJECT = "subject";

	/** The reply subject, or a list of what it begins with; none: there is none. */
	static final String REPLY = "reply";

	/** The SHA-256 of the payload. */
	static final String BODY = "body";

	/** The names of the signed headers, whether they are there or not. */
	static final String HEADER_NAMES = "header_names";

	/** The SHA-256 of these headers. */
	static final String HEADERS = "headers";

	/** On a reply, the {@code jti} of the request. */
	static final String REQUEST = "request";

	static final String TOKEN_HASH = "ath";

	private ProofClaims() {
	}

}
