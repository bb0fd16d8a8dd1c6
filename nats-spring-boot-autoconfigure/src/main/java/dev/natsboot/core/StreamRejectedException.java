package dev.natsboot.core;

import org.jspecify.annotations.Nullable;

/**
 * JetStream answered a publish with an error: the message is not in the stream.
 *
 * @since 0.1.0
 */
public class StreamRejectedException extends NatsException {

	private final int errorCode;

	public StreamRejectedException(String message, int errorCode, @Nullable Throwable cause) {
		super(message, cause);
		this.errorCode = errorCode;
	}

	/**
	 * The server's own error code, such as 10071 for a wrong last sequence.
	 * @return the JetStream API error code, or -1 where the server gave none
	 */
	public int getErrorCode() {
		return this.errorCode;
	}

}
