package dev.natsboot.security.callout;

/**
 * Verifies the token that a client shows to its server: signature, issuer, audience and
 * expiry. Called by several threads at once.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CalloutTokenVerifier {

	/**
	 * Verify a token.
	 * @param token what the client has sent as its token or JWT
	 * @return whom it stands for
	 * @throws RuntimeException if the token is refused or cannot be verified now; its
	 * message is logged and must not contain the token
	 */
	VerifiedToken verify(String token);

}
