package dev.natsboot.cloud.stream.binder;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.stream.binder.ConsumerProperties;
import org.springframework.messaging.MessageHandlingException;

/**
 * Looks into exceptions, which the framework wraps.
 */
final class Failures {

	private Failures() {
	}

	/**
	 * Finds an exception in a chain of causes.
	 * @param <T> the type of the exception
	 * @param failure the outermost one
	 * @param type the type
	 * @return the exception, or {@code null}
	 */
	static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
		Throwable next = failure;
		while (next != null) {
			if (type.isInstance(next)) {
				return type.cast(next);
			}
			next = (next.getCause() != next) ? next.getCause() : null;
		}
		return null;
	}

	/**
	 * What a function threw, without what the framework put around it.
	 * @param failure what the channel threw
	 * @return what the function threw
	 */
	static Exception unwrap(Exception failure) {
		return (failure instanceof MessageHandlingException && failure.getCause() instanceof Exception cause)
				? unwrap(cause) : failure;
	}

	/**
	 * Whether trying again may help, by a binding's {@code retryable-exceptions} and
	 * {@code default-retryable}.
	 * @param failure the outermost exception
	 * @param properties the binding's properties
	 * @return whether it may
	 */
	static boolean isRetryable(Throwable failure, ConsumerProperties properties) {
		Throwable next = failure;
		while (next != null) {
			for (Map.Entry<Class<? extends Throwable>, Boolean> entry : properties.getRetryableExceptions()
				.entrySet()) {
				if (entry.getKey().isInstance(next)) {
					return entry.getValue();
				}
			}
			next = (next.getCause() != next) ? next.getCause() : null;
		}
		return properties.isDefaultRetryable();
	}

}
