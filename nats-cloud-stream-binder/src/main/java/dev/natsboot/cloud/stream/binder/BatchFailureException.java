package dev.natsboot.cloud.stream.binder;

import java.util.Map;
import java.util.TreeMap;

/**
 * Thrown by a function that takes batches: names the messages that failed. They are
 * retried, or become dead letters, and the others are acknowledged. Any other exception
 * means that no message of the batch is handled.
 *
 * @since 0.1.0
 */
public class BatchFailureException extends RuntimeException {

	private final transient Map<Integer, Throwable> failures;

	/**
	 * Creates the exception.
	 * @param failures why messages failed, by their places in the batch from 0
	 */
	public BatchFailureException(Map<Integer, ? extends Throwable> failures) {
		super("Messages " + new TreeMap<>(failures).keySet() + " of a batch failed",
				failures.isEmpty() ? null : failures.values().iterator().next());
		if (failures.isEmpty()) {
			throw new IllegalArgumentException("name at least one message that failed");
		}
		this.failures = Map.copyOf(failures);
	}

	/**
	 * Creates the exception for one message.
	 * @param index its place in the batch, from 0
	 * @param cause why it failed
	 */
	public BatchFailureException(int index, Throwable cause) {
		this(Map.of(index, cause));
	}

	/**
	 * Why messages failed.
	 * @return the causes by places in the batch
	 */
	public Map<Integer, Throwable> getFailures() {
		return this.failures;
	}

}
