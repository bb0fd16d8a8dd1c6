package dev.natsboot.core;

import io.nats.client.JetStreamApiException;
import org.jspecify.annotations.Nullable;

/**
 * JetStream answered a publish with an error: the message is not in the stream.
 *
 * @since 0.1.0
 */
public class StreamRejectedException extends NatsException {

	private final int errorCode;

	private final boolean retryable;

	public StreamRejectedException(String message, int errorCode, @Nullable Throwable cause) {
		super(message, cause);
		this.errorCode = errorCode;
		this.retryable = false;
	}

	StreamRejectedException(String what, JetStreamApiException error) {
		super(what + ": " + StreamErrors.describe(error), error);
		this.errorCode = error.getApiErrorCode();
		this.retryable = StreamErrors.isRetryable(error);
	}

	/**
	 * The server's own error code, such as 10071 for a wrong last sequence.
	 * @return the JetStream API error code, or -1 where the server gave none
	 */
	public int getErrorCode() {
		return this.errorCode;
	}

	/**
	 * Whether the same message may be accepted later, with nothing changed: the stream,
	 * its account or the server is full (10077, 10002, 10028, 10047), out of resources
	 * (10023) or between two leaders (10008, 10009), or the message's id is still in
	 * process (10158).
	 * @return whether to publish again after a while can help
	 */
	public boolean isRetryable() {
		return this.retryable;
	}

}
