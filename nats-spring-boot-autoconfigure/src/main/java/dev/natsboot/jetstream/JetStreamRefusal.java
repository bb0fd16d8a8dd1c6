package dev.natsboot.jetstream;

/**
 * The JetStream API answered with an error.
 */
final class JetStreamRefusal extends Exception {

	/** The kinds of errors are those of HTTP: this one means the request. */
	private static final int BAD_REQUEST = 400;

	private final int kind;

	private final int code;

	JetStreamRefusal(int kind, int code, String description) {
		super(description);
		this.kind = kind;
		this.code = code;
	}

	int code() {
		return this.code;
	}

	boolean isBadRequest() {
		return this.kind == BAD_REQUEST;
	}

	String description() {
		return String.valueOf(getMessage());
	}

}
