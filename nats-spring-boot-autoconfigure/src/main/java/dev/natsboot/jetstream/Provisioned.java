package dev.natsboot.jetstream;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a declared stream or consumer stands.
 *
 * @param connection the connection by which it is provisioned
 * @param stream the stream
 * @param consumer the consumer, or {@code null} for a stream
 * @param policy what is done about it
 * @param state how it stands
 * @param message why it is not as it should be, or {@code null}
 * @param drift in which fields it differs from its declaration
 * @since 0.1.0
 */
public record Provisioned(String connection, String stream, @Nullable String consumer, ProvisioningPolicy policy,
		State state, @Nullable String message, List<Drift> drift) {

	public Provisioned {
		drift = List.copyOf(drift);
	}

	static Provisioned of(Declaration declaration, ProvisioningPolicy policy, State state, @Nullable String message,
			List<Drift> drift) {
		return new Provisioned(declaration.connection(), declaration.stream(),
				(declaration instanceof DurableDeclaration durable) ? durable.durable() : null, policy, state, message,
				drift);
	}

	/**
	 * Whether the server has it, even if it differs.
	 * @return whether it is there, or nothing is to be done about it
	 */
	public boolean isThere() {
		return this.state != State.PENDING && this.state != State.FAILED;
	}

	/**
	 * How a stream or consumer stands.
	 */
	public enum State {

		/**
		 * The server was not reached yet, or cannot do it just now. It is tried again.
		 */
		PENDING,

		/**
		 * It was created.
		 */
		CREATED,

		/**
		 * It was changed to what is declared.
		 */
		UPDATED,

		/**
		 * It is as declared.
		 */
		UNCHANGED,

		/**
		 * It differs from its declaration and was left as it is.
		 */
		DIFFERENT,

		/**
		 * It cannot be had as it is declared.
		 */
		FAILED,

		/**
		 * Nothing is to be done about it.
		 */
		SKIPPED

	}

}
