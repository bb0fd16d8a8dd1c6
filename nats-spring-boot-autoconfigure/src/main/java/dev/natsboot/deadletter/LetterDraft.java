package dev.natsboot.deadletter;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.natsboot.core.HeaderText;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter that is about to be written, to be put down at more or less length.
 *
 * @param origin the message
 * @param consumer the consumer that gives it up
 * @param listener the listener that gives it up
 * @param deliveries how often it was delivered
 * @param cause what its handler threw, or {@code null} if it never came back from it
 */
record LetterDraft(DeadLetterOrigin origin, String consumer, String listener, long deliveries,
		@Nullable Throwable cause) {

	private static final int MAX_TEXT = 512;

	String messageId() {
		return "dead:" + this.consumer + ":" + this.origin.stream() + ":" + this.origin.sequence() + ":"
				+ this.origin.publishedAt();
	}

	byte[] data(Extent extent) {
		return extent.payload ? this.origin.data() : new byte[0];
	}

	/**
	 * The letter's headers.
	 * @param settings says which of the original's must not be among them
	 * @param extent how much of the original to carry
	 * @param because why not all of it, if so
	 */
	Headers headers(DeadLetterSettings settings, Extent extent, @Nullable Throwable because) {
		Headers headers = new Headers();
		boolean all = copyOriginal(headers, settings, extent.headers);
		headers.put(DeadLetterHeaders.STREAM, this.origin.stream());
		headers.put(DeadLetterHeaders.SUBJECT, HeaderText.printable(this.origin.subject(), Integer.MAX_VALUE));
		headers.put(DeadLetterHeaders.SEQUENCE, Long.toString(this.origin.sequence()));
		headers.put(DeadLetterHeaders.CONSUMER, this.consumer);
		headers.put(DeadLetterHeaders.LISTENER, HeaderText.printable(this.listener, MAX_TEXT));
		headers.put(DeadLetterHeaders.DELIVERIES, Long.toString(this.deliveries));
		headers.put(DeadLetterHeaders.PUBLISHED_AT, this.origin.publishedAt().toString());
		headers.put(DeadLetterHeaders.FAILED_AT, Instant.now().toString());
		headers.put(DeadLetterHeaders.EXCEPTION,
				(this.cause != null) ? this.cause.getClass().getName() : "none: not settled");
		String text = (this.cause != null) ? this.cause.getMessage() : null;
		if (text != null && extent == Extent.ALL) {
			headers.put(DeadLetterHeaders.MESSAGE, HeaderText.printable(text, MAX_TEXT));
		}
		List<String> omitted = extent.omitted(text != null, !all);
		if (!omitted.isEmpty()) {
			headers.put(DeadLetterHeaders.OMITTED, omitted);
			headers.put(DeadLetterHeaders.OMITTED_BECAUSE, HeaderText
				.printable((because != null) ? String.valueOf(because.getMessage()) : "too large", MAX_TEXT / 2));
		}
		return headers;
	}

	/**
	 * Copies the original's headers as far as there is room.
	 * @return whether all are there
	 */
	private boolean copyOriginal(Headers to, DeadLetterSettings settings, int room) {
		boolean all = true;
		Headers from = (this.origin.headers() != null) ? this.origin.headers() : new Headers();
		int left = room;
		for (Map.Entry<String, List<String>> header : from.entrySet()) {
			String name = header.getKey();
			if (settings.isStripped(name) || name.startsWith(DeadLetterHeaders.PREFIX)) {
				continue;
			}
			int size = header.getValue().stream().mapToInt((value) -> name.length() + value.length()).sum();
			if (size > left) {
				all = false;
				continue;
			}
			left -= size;
			to.put(DeadLetterHeaders.isControl(name) ? DeadLetterHeaders.ORIGINAL_PREFIX + name : name,
					header.getValue());
		}
		return all;
	}

}
