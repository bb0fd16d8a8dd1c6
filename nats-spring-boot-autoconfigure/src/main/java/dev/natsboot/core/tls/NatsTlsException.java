package dev.natsboot.core.tls;

import java.io.EOFException;
import java.net.SocketException;
import java.util.concurrent.ExecutionException;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/**
 * A server cannot be used as its TLS is wrong or missing: its message names the server,
 * the certificate and what it was checked against. It is not about a server that is away.
 *
 * @since 0.1.0
 */
public class NatsTlsException extends SSLException {

	private static final long serialVersionUID = 1L;

	/** The client's own words for a server that does not offer TLS. */
	private static final String NOT_OFFERED = "SSL connection wanted by client.";

	public NatsTlsException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * Find what TLS has to do with a failure.
	 * @param failure what the client reports
	 * @return the exception, or {@code null} if the failure is about something else
	 */
	public static @Nullable NatsTlsException in(@Nullable Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof NatsTlsException found) {
				return found;
			}
			if (!(cause instanceof ExecutionException) && NOT_OFFERED.equals(cause.getMessage())) {
				return new NatsTlsException("The server offers no TLS, and nothing is sent in plain text", failure);
			}
		}
		return null;
	}

	/**
	 * Whether the server has cut the connection, which says nothing about its TLS.
	 */
	static boolean isCut(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SocketException || cause instanceof EOFException) {
				return true;
			}
		}
		return false;
	}

}
