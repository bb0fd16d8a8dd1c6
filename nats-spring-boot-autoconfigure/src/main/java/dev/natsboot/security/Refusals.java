package dev.natsboot.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.core.Backoff;
import dev.natsboot.core.ListenerDescription;
import dev.natsboot.core.MessageRefusedException;
import dev.natsboot.listener.Settlement;
import dev.natsboot.listener.SettlementException;
import dev.natsboot.security.token.Refusal;
import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/**
 * Decides what becomes of refused messages, and tells those who want to know, without
 * letting a flood of them become a flood of logs or replies. Thread-safe.
 */
final class Refusals {

	private static final LogAccessor logger = new LogAccessor(Refusals.class);

	private static final Duration LOG_AGAIN = Duration.ofMinutes(1);

	private static final int MAX_NAKS = 2;

	private static final int MAX_REMEMBERED = 10_000;

	private final Backoff backoff = new Backoff(Duration.ofSeconds(1), 3, Duration.ofMinutes(10), 0.2);

	private final @Nullable AuthenticationEventPublisher events;

	private final Outcomes outcomes;

	private final Protection protection;

	private final Budget replies;

	private final Map<String, Long> logged = new ConcurrentHashMap<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, Integer> naks = new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
			return size() > MAX_REMEMBERED;
		}
	};

	Refusals(MessageSecurity security) {
		this.events = security.events();
		this.outcomes = security.outcomes();
		this.protection = security.protection();
		this.replies = new Budget(security.maxErrorReplies());
	}

	static int code(Refusal refusal) {
		return switch (refusal) {
			case DENIED -> 403;
			case KEYS_UNREACHABLE, REPLAY_CACHE_FULL -> 503;
			default -> 401;
		};
	}

	static String text(Refusal refusal) {
		return switch (code(refusal)) {
			case 403 -> "Forbidden";
			case 503 -> "Service Unavailable";
			default -> "Unauthorized";
		};
	}

	/**
	 * Refuses a message.
	 * @return what its container is to be told
	 */
	RuntimeException refuse(ListenerDescription listener, Message message, Refusal refusal) {
		tell(listener, refusal);
		String replyTo = message.getReplyTo();
		boolean answered = replyTo != null && !listener.isJetStream() && this.protection.isInbox(replyTo)
				&& this.replies.take();
		MessageRefusedException refused = new MessageRefusedException(code(refusal), text(refusal), refusal.code(),
				answered);
		return listener.isJetStream() ? new SettlementException(settlement(listener, message, refusal), refused)
				: refused;
	}

	private Settlement settlement(ListenerDescription listener, Message message, Refusal refusal) {
		if (refusal == Refusal.KEYS_UNREACHABLE) {
			return Settlement.nak(this.backoff.delay(message.metaData().deliveredCount()));
		}
		if (refusal == Refusal.RATE_LIMITED) {
			int deliveries = rateLimited(listener, message.metaData());
			if (deliveries <= MAX_NAKS) {
				return Settlement.nak(this.backoff.delay(deliveries));
			}
		}
		return Settlement.deadLetter();
	}

	/**
	 * How often keys were asked for too often for a message; a listener in strict order
	 * tries again without another delivery.
	 */
	private int rateLimited(ListenerDescription listener, NatsJetStreamMetaData metaData) {
		String key = listener.id() + ':' + metaData.getStream() + ':' + metaData.streamSequence();
		this.lock.lock();
		try {
			int known = this.naks.merge(key, 1, Integer::sum);
			int all = (int) Math.max(known, Math.min(MAX_NAKS + 1L, metaData.deliveredCount()));
			if (all > MAX_NAKS) {
				this.naks.remove(key);
			}
			return all;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void tell(ListenerDescription listener, Refusal refusal) {
		this.outcomes.consumed(listener.id(), refusal);
		log(listener.id(), refusal);
		if (this.events != null && refusal != Refusal.DENIED) {
			String text = "A message was refused: " + refusal.code();
			this.events.publishAuthenticationFailure(
					(refusal == Refusal.KEYS_UNREACHABLE) ? new AuthenticationServiceException(text)
							: new InvalidBearerTokenException(text),
					UsernamePasswordAuthenticationToken.unauthenticated(listener.id(), ""));
		}
	}

	private void log(String listener, Refusal refusal) {
		long now = System.nanoTime();
		Long until = this.logged.get(listener + refusal);
		if (until != null && now - until < 0) {
			logger.debug(() -> "Listener '" + listener + "' refused a message: " + refusal.code());
			return;
		}
		this.logged.put(listener + refusal, now + LOG_AGAIN.toNanos());
		logger.warn(() -> "Listener '" + listener + "' refused a message: " + refusal.code() + " (further ones within "
				+ LOG_AGAIN.toSeconds() + " s are logged at debug level)");
	}

	/**
	 * So many in a second.
	 */
	private static final class Budget {

		private static final long SECOND = 1_000_000_000L;

		private final int perSecond;

		private final ReentrantLock lock = new ReentrantLock();

		private long second = System.nanoTime();

		private int taken;

		Budget(int perSecond) {
			this.perSecond = perSecond;
		}

		boolean take() {
			this.lock.lock();
			try {
				long now = System.nanoTime();
				if (now - this.second >= SECOND) {
					this.second = now;
					this.taken = 0;
				}
				return this.taken++ < this.perSecond;
			}
			finally {
				this.lock.unlock();
			}
		}

	}

}
