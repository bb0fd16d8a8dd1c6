package dev.natsboot.deadletter;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How much of the original a dead letter carries: less, where more is too large for the
 * server or the stream of dead letters.
 */
enum Extent {

	/** All of it. */
	ALL(Integer.MAX_VALUE, true),

	/** Without the exception's message, and with headers up to a size. */
	SHORTENED(8 * 1024, true),

	/** Only where the original is. */
	POINTER(0, false);

	/** How many characters the original's headers may have in all. */
	final int headers;

	final boolean payload;

	Extent(int headers, boolean payload) {
		this.headers = headers;
		this.payload = payload;
	}

	@Nullable Extent less() {
		return switch (this) {
			case ALL -> SHORTENED;
			case SHORTENED -> POINTER;
			case POINTER -> null;
		};
	}

	/**
	 * What a letter of this extent leaves out, as its header says it.
	 * @param text whether the exception has a message
	 * @param headers whether headers of the original are left out
	 */
	List<String> omitted(boolean text, boolean headers) {
		List<String> omitted = new ArrayList<>();
		if (this != ALL && text) {
			omitted.add(DeadLetterHeaders.OMITTED_MESSAGE);
		}
		if (headers) {
			omitted.add(DeadLetterHeaders.OMITTED_HEADERS);
		}
		if (!this.payload) {
			omitted.add(DeadLetterHeaders.OMITTED_PAYLOAD);
		}
		return omitted;
	}

}
