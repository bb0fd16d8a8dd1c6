package dev.natsboot.listener;

import java.time.Duration;

/**
 * A message in the hands of a listener method.
 */
final class ManualAcknowledgment implements Acknowledgment {

	private final Deliveries deliveries;

	private final Delivery delivery;

	ManualAcknowledgment(Deliveries deliveries, Delivery delivery) {
		this.deliveries = deliveries;
		this.delivery = delivery;
	}

	@Override
	public boolean ack() {
		return this.deliveries.acknowledge(this.delivery);
	}

	@Override
	public boolean nak(Duration delay) {
		Settlement settlement = Settlement.nak(delay);
		return this.deliveries.settle(this.delivery, () -> this.delivery.message.nakWithDelay(settlement.delay()));
	}

	@Override
	public boolean term(String reason) {
		return this.deliveries.term(this.delivery, reason);
	}

	@Override
	public boolean deadLetter(Throwable cause) {
		return this.deliveries.deadLetter(this.delivery, cause);
	}

	@Override
	public void inProgress() {
		this.delivery.message.inProgress();
	}

}
