package dev.natsboot.cloud.stream.binder;

import dev.natsboot.core.Backoff;
import dev.natsboot.core.NatsException;
import dev.natsboot.core.PayloadConversionException;
import dev.natsboot.listener.ErrorHandler;
import dev.natsboot.listener.FailedMessage;
import dev.natsboot.listener.Settlement;
import dev.natsboot.listener.SettlementException;

import org.springframework.cloud.stream.binder.ConsumerProperties;
import org.springframework.cloud.stream.binder.RequeueCurrentMessageException;
import org.springframework.core.log.LogAccessor;
import org.springframework.messaging.converter.MessageConversionException;

/**
 * Decides on the failed messages of a binding. Who retries, the framework or the server,
 * retries first; what is given up goes to the binding's error channel, and unless that
 * takes it, becomes a dead letter.
 */
final class BindingErrorHandler implements ErrorHandler {

	private static final LogAccessor logger = new LogAccessor(BindingErrorHandler.class);

	private final ConsumerProperties properties;

	private final Backoff backoff;

	private final ErrorChannel errors;

	/**
	 * Creates a handler.
	 * @param properties the binding's properties
	 * @param backoff the delays between deliveries
	 * @param errors takes what is given up
	 */
	BindingErrorHandler(ConsumerProperties properties, Backoff backoff, ErrorChannel errors) {
		this.properties = properties;
		this.backoff = backoff;
		this.errors = errors;
	}

	@Override
	public Settlement handle(FailedMessage failure) {
		Throwable cause = failure.cause();
		SettlementException decided = Failures.find(cause, SettlementException.class);
		if (decided != null) {
			return decided.getSettlement();
		}
		if (failure.listener().isJetStream() && isAgain(failure)) {
			Settlement again = Settlement.nak(this.backoff.delay(failure.deliveries()));
			logger.warn(() -> describe(failure) + ": " + again + " (" + cause + ")");
			return again;
		}
		logger.error(cause, () -> describe(failure));
		return this.errors.accepts(failure) ? Settlement.ack() : Settlement.deadLetter();
	}

	private boolean isAgain(FailedMessage failure) {
		Throwable cause = failure.cause();
		if (failure.lastDelivery()) {
			return false;
		}
		if (Failures.find(cause, RequeueCurrentMessageException.class) != null) {
			return true;
		}
		if (Failures.find(cause, MessageConversionException.class) != null
				|| Failures.find(cause, PayloadConversionException.class) != null) {
			return false;
		}
		// what could not be sent on is no reason to give a message up
		return (isServerRetrying() || Failures.find(cause, NatsException.class) != null)
				&& Failures.isRetryable(cause, this.properties);
	}

	private boolean isServerRetrying() {
		// in a batch only some may have failed, which the framework cannot retry
		return this.properties.getMaxAttempts() <= 1 || this.properties.isBatchMode();
	}

	private static String describe(FailedMessage failure) {
		return "Listener '" + failure.listener().id() + "' failed on a message of '" + failure.message().getSubject()
				+ "' at delivery " + failure.deliveries();
	}

	/**
	 * The binding's error channel.
	 */
	@FunctionalInterface
	interface ErrorChannel {

		/**
		 * Sends a failed message.
		 * @param failure the message
		 * @return whether it is taken care of there
		 */
		boolean accepts(FailedMessage failure);

	}

}
