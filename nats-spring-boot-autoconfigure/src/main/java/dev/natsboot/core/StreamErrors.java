package dev.natsboot.core;

import java.util.Map;
import java.util.Set;

import io.nats.client.JetStreamApiException;

/**
 * What the error codes of a publish mean for the publisher: whether to try again, and
 * what to change. The codes are those of the server's own list of errors.
 */
final class StreamErrors {

	private static final int STORE_FAILED = 10077;

	/**
	 * Over within moments: no leader (10008, 10009), out of resources, upon which the
	 * leader steps down (10023), the same id in process (10158), an expectation that
	 * cannot be checked yet (10163), too many batches (10210).
	 */
	private static final Set<Integer> MOMENTARY = Set.of(10008, 10009, 10023, 10158, 10163, 10210);

	/**
	 * Over when others read or delete: account, memory or disk is full.
	 */
	private static final Set<Integer> FULL = Set.of(10002, 10028, 10047);

	private static final Map<Integer, String> HINTS = Map.ofEntries(
			Map.entry(10166, "the stream needs allow_msg_ttl (allowMessageTtl) for messages with a time to live"),
			Map.entry(10168, "the stream needs allow_msg_counter (allowMessageCounter) for increments"),
			Map.entry(10169, "the stream holds counters only: use increment"),
			Map.entry(10170, "an increment has no payload"),
			Map.entry(10171, "an increment goes with no expectation about stream or sequence"),
			Map.entry(10174, "the stream needs allow_atomic (allowAtomicPublish) for batches"),
			Map.entry(10176, "a message of the batch was lost or came too late; nothing of it is stored"),
			Map.entry(10188, "the stream needs allow_msg_schedules (allowMessageSchedules) for scheduled messages"),
			Map.entry(10189, "the server does not know such a schedule; cron and intervals need version 2.14"),
			Map.entry(10190, "the target must be another subject of the same stream"),
			Map.entry(10201, "a message id of the batch is in the stream already, or twice in the batch"));

	private StreamErrors() {
	}

	/**
	 * Whether the template itself tries again.
	 */
	static boolean isMomentary(int code) {
		return MOMENTARY.contains(code);
	}

	static boolean isRetryable(JetStreamApiException error) {
		int code = error.getApiErrorCode();
		if (code == STORE_FAILED) {
			return !String.valueOf(error.getErrorDescription()).contains("too large");
		}
		return MOMENTARY.contains(code) || FULL.contains(code);
	}

	/**
	 * The server's description and, where there is one, the way out.
	 */
	static String describe(JetStreamApiException error) {
		String text = error.getErrorDescription() + " [" + error.getApiErrorCode() + "]";
		String hint = HINTS.get(error.getApiErrorCode());
		return (hint != null) ? text + "; " + hint : text;
	}

}
