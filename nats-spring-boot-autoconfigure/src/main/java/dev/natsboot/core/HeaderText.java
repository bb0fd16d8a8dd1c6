package dev.natsboot.core;

/**
 * Text for header values, which are visible ASCII and spaces: anything else would lose
 * the whole message.
 *
 * @since 0.1.0
 */
public final class HeaderText {

	private HeaderText() {
	}

	/**
	 * Makes any text fit for a header value.
	 * @param text the text
	 * @param maxLength the length at which it is cut
	 * @return the text with a question mark for each character that a header cannot hold
	 */
	public static String printable(String text, int maxLength) {
		StringBuilder result = new StringBuilder();
		text.codePoints().limit(maxLength).forEach((c) -> result.append((c >= 0x20 && c < 0x7f) ? (char) c : '?'));
		return result.toString();
	}

}
