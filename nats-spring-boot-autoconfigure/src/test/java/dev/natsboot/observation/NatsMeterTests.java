package dev.natsboot.observation;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.natsboot.GeneratedDocument;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NatsMeter}.
 */
class NatsMeterTests {

	@Test
	void theDocumentationListsAllMeters() throws Exception {
		String rows = Stream.of(NatsMeter.values()).map(NatsMeterTests::row).collect(Collectors.joining());
		GeneratedDocument.check("metrics.md", "| meter | kind | tags | what |\n| --- | --- | --- | --- |\n" + rows);
	}

	@Test
	void namesAreUnique() {
		assertThat(NatsMeter.values()).extracting(NatsMeter::id).doesNotHaveDuplicates();
	}

	private static String row(NatsMeter meter) {
		String tags = meter.tags().stream().map((tag) -> "`" + tag + "`").collect(Collectors.joining(", "));
		return "| `" + meter.id() + "` | " + meter.type().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " | "
				+ tags + " | " + meter.description() + " |\n";
	}

}
