package dev.natsboot.listener;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts messages whose handling has not completed, so that stopping can wait for them.
 */
final class InFlight {

	private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(100);

	private final AtomicInteger count = new AtomicInteger();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition none = this.lock.newCondition();

	void begin() {
		this.count.incrementAndGet();
	}

	int count() {
		return this.count.get();
	}

	void end() {
		if (this.count.decrementAndGet() == 0) {
			this.lock.lock();
			try {
				this.none.signalAll();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	boolean awaitNone(Duration timeout) {
		long left = timeout.toNanos();
		this.lock.lock();
		try {
			while (this.count.get() > 0) {
				if (left <= 0) {
					return false;
				}
				// a signal may come before the wait begins, so none lasts long
				long slice = Math.min(left, SLICE);
				left -= slice - this.none.awaitNanos(slice);
			}
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

}
