package dev.natsboot.listener;

import dev.natsboot.core.Backoff;
import dev.natsboot.core.PayloadConversionException;

import org.springframework.core.log.LogAccessor;

/**
 * The standard {@link ErrorHandler}. A failed JetStream message is delivered again after
 * a delay that grows with each delivery, up to a number of deliveries; then it is given
 * up. A payload that cannot be converted or is not valid is given up at once, since
 * trying again does not help. Given up means: terminated on the consumer, with an error
 * in the log that names stream and sequence. The message itself stays in the stream as
 * long as the stream keeps it.
 *
 * @since 0.1.0
 */
public class BackoffErrorHandler implements ErrorHandler {

	private static final LogAccessor logger = new LogAccessor(BackoffErrorHandler.class);

	private final Backoff backoff;

	private final int maxDeliveries;

	/**
	 * Creates the handler.
	 * @param backoff the delays between deliveries
	 * @param maxDeliveries how often a message is delivered at most
	 */
	public BackoffErrorHandler(Backoff backoff, int maxDeliveries) {
		this.backoff = backoff;
		this.maxDeliveries = maxDeliveries;
	}

	@Override
	public Settlement handle(FailedMessage failure) {
		if (!failure.listener().isJetStream()) {
			logger.warn(failure.cause(), () -> "Listener '" + failure.listener().id() + "' failed on a message of '"
					+ failure.message().getSubject() + "'");
			return Settlement.ack();
		}
		Settlement settlement = decide(failure);
		if (settlement.action() == Settlement.Action.TERM) {
			logger.error(failure.cause(), () -> describe(failure, settlement));
		}
		else {
			logger.warn(failure.cause(), () -> describe(failure, settlement));
		}
		return settlement;
	}

	/**
	 * Whether trying again cannot help.
	 * @param cause what the handler threw
	 * @return {@code true} to give the message up at once
	 */
	protected boolean isFatal(Throwable cause) {
		return cause instanceof PayloadConversionException;
	}

	private Settlement decide(FailedMessage failure) {
		if (isFatal(failure.cause())) {
			return Settlement.term(failure.cause().getClass().getSimpleName());
		}
		if (failure.deliveries() >= this.maxDeliveries) {
			return Settlement.term("failed " + failure.deliveries() + " times");
		}
		return Settlement.nak(this.backoff.delay(failure.deliveries()));
	}

	private static String describe(FailedMessage failure, Settlement settlement) {
		var metaData = failure.message().metaData();
		return "Listener '" + failure.listener().id() + "' failed on message " + metaData.streamSequence()
				+ " of stream '" + metaData.getStream() + "' at delivery " + failure.deliveries() + ": " + settlement;
	}

}
