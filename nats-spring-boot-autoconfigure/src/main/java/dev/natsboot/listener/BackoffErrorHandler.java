package dev.natsboot.listener;

import dev.natsboot.core.Backoff;
import dev.natsboot.core.MessageRefusedException;
import dev.natsboot.core.PayloadConversionException;

import org.springframework.core.log.LogAccessor;

/**
 * The standard {@link ErrorHandler}. A failed JetStream message is delivered again after
 * a delay that grows with each delivery; after its last delivery it becomes a dead
 * letter. A payload that cannot be converted or is not valid, and a message that a filter
 * refused, become one at once, since trying again does not help.
 *
 * @since 0.1.0
 */
public class BackoffErrorHandler implements ErrorHandler {

	private static final LogAccessor logger = new LogAccessor(BackoffErrorHandler.class);

	private final Backoff backoff;

	/**
	 * Creates the handler.
	 * @param backoff the delays between deliveries
	 */
	public BackoffErrorHandler(Backoff backoff) {
		this.backoff = backoff;
	}

	@Override
	public Settlement handle(FailedMessage failure) {
		Throwable cause = failure.cause();
		boolean fatal = isFatal(cause);
		if (cause instanceof MessageRefusedException) {
			// the filter that refused it has told, as often as is good for the log
			return failure.listener().isJetStream() ? Settlement.deadLetter() : Settlement.ack();
		}
		if (!failure.listener().isJetStream()) {
			String text = "Listener '" + failure.listener().id() + "' failed on a message of '"
					+ failure.message().getSubject() + "'";
			if (fatal) {
				logger.warn(text + " (" + cause + ")");
			}
			else {
				logger.warn(cause, text);
			}
			return Settlement.ack();
		}
		if (fatal) {
			logger.error(describe(failure, Settlement.deadLetter()) + " (" + cause + ")");
			return Settlement.deadLetter();
		}
		if (failure.lastDelivery()) {
			logger.error(cause, describe(failure, Settlement.deadLetter()));
			return Settlement.deadLetter();
		}
		Settlement again = Settlement.nak(this.backoff.delay(failure.deliveries()));
		if (failure.deliveries() == 1) {
			logger.warn(cause, describe(failure, again));
		}
		else {
			// where it failed is told at the first delivery, and when it is given up
			logger.warn(describe(failure, again) + " (" + cause + ")");
		}
		return again;
	}

	/**
	 * Whether trying again cannot help.
	 * @param cause what the handler threw
	 * @return {@code true} to give the message up at once
	 */
	protected boolean isFatal(Throwable cause) {
		return cause instanceof PayloadConversionException;
	}

	private static String describe(FailedMessage failure, Settlement settlement) {
		var metaData = failure.message().metaData();
		return "Listener '" + failure.listener().id() + "' failed on message " + metaData.streamSequence()
				+ " of stream '" + metaData.getStream() + "' at delivery " + failure.deliveries() + ": " + settlement;
	}

}
