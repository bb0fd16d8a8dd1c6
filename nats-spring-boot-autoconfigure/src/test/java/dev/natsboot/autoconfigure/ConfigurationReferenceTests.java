package dev.natsboot.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import dev.natsboot.GeneratedDocument;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests that the configuration reference lists what the configuration metadata has.
 */
class ConfigurationReferenceTests {

	@Test
	void theReferenceListsAllProperties() throws Exception {
		JsonNode metadata = new JsonMapper()
			.readTree(Path.of("target/classes/META-INF/spring-configuration-metadata.json").toFile());
		List<JsonNode> properties = new ArrayList<>();
		metadata.path("properties").forEach(properties::add);
		String rows = properties.stream()
			.sorted(Comparator.comparing((property) -> property.path("name").asString()))
			.map(ConfigurationReferenceTests::row)
			.collect(Collectors.joining());
		GeneratedDocument.check("configuration.md",
				"| property | type | default | what |\n| --- | --- | --- | --- |\n" + rows);
	}

	private static String row(JsonNode property) {
		return "| `" + property.path("name").asString() + "` | " + type(property.path("type").asString("")) + " | "
				+ defaultValue(property.path("defaultValue")) + " | "
				+ property.path("description").asString("").replace("|", "\\|").replaceAll("\\s+", " ") + " |\n";
	}

	private static String type(String type) {
		String shortened = type.replaceAll("[a-zA-Z_.]+[.$]([A-Za-z]+)", "$1").replace(",", ", ");
		return shortened.isEmpty() ? "" : "`" + shortened + "`";
	}

	private static String defaultValue(JsonNode value) {
		if (value.isMissingNode()) {
			return "";
		}
		if (value.isArray()) {
			List<String> values = new ArrayList<>();
			value.forEach((one) -> values.add(one.asString()));
			return values.isEmpty() ? "" : "`" + String.join(", ", values) + "`";
		}
		return "`" + value.asString() + "`";
	}

}
