package dev.natsboot.jetstream;

/**
 * Error codes of the JetStream API, as the server's {@code errors.json} has them.
 */
final class JetStreamErrors {

	static final int NO_SUITABLE_PEERS = 10005;

	static final int CONSUMER_INVALID = 10012;

	static final int CONSUMER_NOT_FOUND = 10014;

	static final int CONSUMER_NAME_EXISTS = 10013;

	static final int NO_MESSAGE_FOUND = 10037;

	static final int NOT_ENABLED_FOR_ACCOUNT = 10039;

	static final int STREAM_INVALID = 10052;

	static final int STREAM_NAME_EXISTS = 10058;

	static final int STREAM_NOT_FOUND = 10059;

	static final int SUBJECTS_OVERLAP = 10065;

	static final int NO_CLUSTER_FOR_REPLICAS = 10074;

	static final int NOT_ENABLED = 10076;

	static final int CONSUMER_EXISTS = 10148;

	private JetStreamErrors() {
	}

}
