package dev.natsboot.listener;

import dev.natsboot.core.Backoff;
import dev.natsboot.core.PayloadConversionException;

import org.springframework.core.log.LogAccessor;

/**
 * The standard {@link ErrorHandler}. A failed JetStream message is delivered again after
 * a delay that grows with each delivery; after its last delivery it becomes a dead
 * letter. A payload that cannot be converted or is not valid becomes one at once, since
 * trying again does not help.
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
		if (!failure.listener().isJetStream()) {
			logger.warn(failure.cause(), () -> "Listener '" + failure.listener().id() + "' failed on a message of '"
					+ failure.message().getSubject() + "'");
			return Settlement.ack();
		}
		if (failure.lastDelivery() || isFatal(failure.cause())) {
			logger.error(failure.cause(), () -> describe(failure, Settlement.deadLetter()));
			return Settlement.deadLetter();
		}
		Settlement again = Settlement.nak(this.backoff.delay(failure.deliveries()));
		logger.warn(failure.cause(), () -> describe(failure, again));
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
