package dev.natsboot.cloud.stream.binder;

import java.time.Duration;

import dev.natsboot.listener.Acknowledgment;

import org.springframework.integration.acks.AcknowledgmentCallback;

/**
 * Settles a polled message as the framework wants it: rejected is given up, requeued is
 * delivered again.
 */
final class PolledAcknowledgment implements AcknowledgmentCallback {

	private final Acknowledgment acknowledgment;

	private final Duration requeueDelay;

	private volatile boolean acknowledged;

	private volatile boolean automatic = true;

	PolledAcknowledgment(Acknowledgment acknowledgment, Duration requeueDelay) {
		this.acknowledgment = acknowledgment;
		this.requeueDelay = requeueDelay;
	}

	@Override
	public void acknowledge(Status status) {
		this.acknowledged = true;
		switch (status) {
			case ACCEPT -> this.acknowledgment.ack();
			case REJECT -> this.acknowledgment.deadLetter(new RejectedMessageException());
			case REQUEUE -> this.acknowledgment.nak(this.requeueDelay);
		}
	}

	@Override
	public boolean isAcknowledged() {
		return this.acknowledged;
	}

	@Override
	public void noAutoAck() {
		this.automatic = false;
	}

	@Override
	public boolean isAutoAck() {
		return this.automatic;
	}

	/**
	 * Why a polled message is a dead letter: its exception is not known here.
	 */
	static final class RejectedMessageException extends RuntimeException {

		RejectedMessageException() {
			super("rejected by the application that polled it", null, false, false);
		}

	}

}
