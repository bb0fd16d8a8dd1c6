package dev.natsboot.security.callout;

/**
 * Says what the owner of a token may do. Called by several threads at once.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CalloutMapping {

	/**
	 * Map a token.
	 * @param token the verified token
	 * @return what its owner may do
	 * @throws CalloutRefusedException if it may not connect
	 */
	CalloutGrant map(VerifiedToken token);

}
