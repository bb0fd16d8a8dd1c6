package dev.natsboot.core;

/**
 * A responder answered a request with an error in place of a reply, by the headers
 * {@code Nats-Service-Error} and {@code Nats-Service-Error-Code} (ADR-32). A listener may
 * throw it to choose what its requester is told.
 *
 * @since 0.1.0
 */
public class ServiceErrorException extends NatsException {

	private final int code;

	private final String description;

	public ServiceErrorException(int code, String description) {
		super(code + " " + description);
		this.code = code;
		this.description = description;
	}

	/**
	 * The code the responder gave, by custom shaped like an HTTP status.
	 * @return the code, or 500 where the responder sent none that is a number
	 */
	public int getCode() {
		return this.code;
	}

	/**
	 * What the responder said.
	 * @return the description, without the code
	 */
	public String getDescription() {
		return this.description;
	}

}
