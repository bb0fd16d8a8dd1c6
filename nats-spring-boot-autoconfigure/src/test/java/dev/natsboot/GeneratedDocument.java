package dev.natsboot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A part of a page in the documentation that is generated from code, between two
 * comments. With {@code -Dnats.docs.write=true} it is written, otherwise compared.
 */
public final class GeneratedDocument {

	private static final String BEGIN = "<!-- generated: begin -->\n";

	private static final String END = "<!-- generated: end -->\n";

	private GeneratedDocument() {
	}

	public static void check(String page, String generated) throws IOException {
		Path file = Path.of("..", "docs", page);
		String text = Files.readString(file);
		int begin = text.indexOf(BEGIN) + BEGIN.length();
		int end = text.indexOf(END);
		assertThat(end).as("the place for what is generated in %s", file).isGreaterThanOrEqualTo(begin);
		if (Boolean.getBoolean("nats.docs.write")) {
			Files.writeString(file, text.substring(0, begin) + generated + text.substring(end));
		}
		else {
			assertThat(text.substring(begin, end))
				.as("what is generated in %s; run this test with -Dnats.docs.write=true to bring it up to date", file)
				.isEqualTo(generated);
		}
	}

}
