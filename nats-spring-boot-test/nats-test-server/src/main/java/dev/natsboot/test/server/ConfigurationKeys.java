package dev.natsboot.test.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the top-level keys of a server's configuration text, without understanding their
 * values.
 */
final class ConfigurationKeys {

	/** A quoted string, a comment, a brace or bracket, or a word. */
	private static final Pattern TOKEN = Pattern
		.compile("\"(?:\\\\.|[^\"\\\\])*\"|'[^']*'|(?:#|//)[^\\n]*|[{}\\[\\]]|[^\\s{}\\[\\]#\"':=,]+");

	private static final Pattern INCLUDE = Pattern.compile("(?m)^\\s*include\\s+[\"']?([^\"'\\s]+)");

	private ConfigurationKeys() {
	}

	static Set<String> topLevel(Path file) throws IOException {
		String text = Files.readString(file);
		Set<String> keys = new HashSet<>(topLevel(text));
		Matcher matcher = INCLUDE.matcher(text);
		while (matcher.find()) {
			Path included = file.resolveSibling(matcher.group(1));
			if (Files.isReadable(included)) {
				keys.addAll(topLevel(included));
			}
		}
		return keys;
	}

	/**
	 * Returns the words outside all braces and brackets; values among them do no harm.
	 */
	static Set<String> topLevel(String text) {
		Set<String> keys = new HashSet<>();
		int depth = 0;
		Matcher matcher = TOKEN.matcher(text);
		while (matcher.find()) {
			String token = matcher.group();
			switch (token.charAt(0)) {
				case '{', '[' -> depth++;
				case '}', ']' -> depth--;
				case '"', '\'', '#', '/' -> {
					// not a key
				}
				default -> {
					if (depth == 0) {
						keys.add(token.toLowerCase(Locale.ROOT));
					}
				}
			}
		}
		return keys;
	}

}
