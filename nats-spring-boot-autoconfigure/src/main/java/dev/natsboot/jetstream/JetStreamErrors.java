package dev.natsboot.jetstream;

/**
 * Error codes of the JetStream API, as the server's {@code errors.json} has them.
 */
final class JetStreamErrors {

	static final int CONSUMER_NOT_FOUND = 10014;

	static final int CONSUMER_NAME_EXISTS = 10013;

	static final int CONSUMER_EXISTS = 10148;

	static final int STREAM_NOT_FOUND = 10059;

	private JetStreamErrors() {
	}

}
