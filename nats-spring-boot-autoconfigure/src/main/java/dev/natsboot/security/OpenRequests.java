package dev.natsboot.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The requests that are being handled or had no answer yet, by the subject that their
 * replies go to: their replies are protected like them. The oldest are forgotten first.
 * Thread-safe.
 */
final class OpenRequests {

	private static final int MAX_SIZE = 20_000;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, Request> requests = new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Request> eldest) {
			return size() > MAX_SIZE;
		}
	};

	void put(String replyTo, Request request) {
		this.lock.lock();
		try {
			this.requests.put(replyTo, request);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable Request get(String replyTo) {
		this.lock.lock();
		try {
			return this.requests.get(replyTo);
		}
		finally {
			this.lock.unlock();
		}
	}

	void remove(String replyTo) {
		this.lock.lock();
		try {
			this.requests.remove(replyTo);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A request.
	 *
	 * @param mode how it was protected
	 * @param id the id of its proof
	 */
	record Request(SecurityMode mode, @Nullable String id) {
	}

}
