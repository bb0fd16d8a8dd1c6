package dev.natsboot.core.wire;

import java.util.Set;

/**
 * An error listener of a client that is told when headers were escaped on their way in.
 * Called on the client's reader thread; must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EscapedHeadersListener {

	/**
	 * Headers were escaped.
	 * @param subject the message's subject
	 * @param headers the names of those in which something was escaped
	 */
	void headersEscaped(String subject, Set<String> headers);

}
