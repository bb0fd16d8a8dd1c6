package dev.natsboot.listener;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Says what is to become of a message, past the error handler. A listener method, or the
 * future it returned, fails with it; a batch listener returns a list of settlements in
 * its place.
 *
 * @since 0.1.0
 */
public class SettlementException extends RuntimeException {

	private final Settlement settlement;

	/**
	 * Creates the exception.
	 * @param settlement what is to become of the message
	 * @param cause why, if there is a cause
	 */
	public SettlementException(Settlement settlement, @Nullable Throwable cause) {
		super(settlement.toString(), cause);
		this.settlement = Objects.requireNonNull(settlement);
	}

	/**
	 * What is to become of the message.
	 * @return the settlement
	 */
	public Settlement getSettlement() {
		return this.settlement;
	}

}
