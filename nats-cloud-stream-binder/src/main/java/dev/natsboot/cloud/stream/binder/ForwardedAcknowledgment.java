package dev.natsboot.cloud.stream.binder;

import java.time.Duration;

import dev.natsboot.listener.Acknowledgment;

/**
 * The acknowledgment of a message that a reactive function handles. Where what the
 * function sends still carries it, the message is settled by what becomes of that.
 */
final class ForwardedAcknowledgment implements Acknowledgment {

	private static final Duration AGAIN = Duration.ofSeconds(1);

	private final Acknowledgment acknowledgment;

	ForwardedAcknowledgment(Acknowledgment acknowledgment) {
		this.acknowledgment = acknowledgment;
	}

	/**
	 * What the function has sent is stored, or cannot be.
	 * @param stored whether it is
	 */
	void sent(boolean stored) {
		if (stored) {
			ack();
		}
		else {
			nak(AGAIN);
		}
	}

	@Override
	public boolean ack() {
		return this.acknowledgment.ack();
	}

	@Override
	public boolean nak(Duration delay) {
		return this.acknowledgment.nak(delay);
	}

	@Override
	public boolean term(String reason) {
		return this.acknowledgment.term(reason);
	}

	@Override
	public boolean deadLetter(Throwable cause) {
		return this.acknowledgment.deadLetter(cause);
	}

	@Override
	public void inProgress() {
		this.acknowledgment.inProgress();
	}

}
