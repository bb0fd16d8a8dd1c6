package dev.natsboot.observation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.SecurityOutcomes;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the dashboard and the alert rules ask for what an application really
 * exposes: each metric and each of its labels, and each metric is asked for.
 */
class OperationsFilesTests {

	private static final Path FOLDER = Path.of("..", "docs", "operations");

	private static final Pattern METRIC = Pattern.compile("\\bnats_[a-z_]+(\\{[^}]*})?");

	private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"");

	private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");

	private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?([a-z_]+)\\s*}}");

	/** What Prometheus adds by itself. */
	private static final Set<String> TARGET_LABELS = Set.of("job", "instance");

	private static String exposition;

	@BeforeAll
	static void expose() throws Exception {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start()) {
			try (Connection connection = Nats.connect(server.url())) {
				connection.jetStreamManagement()
					.addStream(StreamConfiguration.builder().name("O").subjects("o.>").build());
			}
			try (TestApplication application = TestApplication.with(Handlers.class)
				.property("nats.observation.lag-interval", "50ms")
				.start(server.url())) {
				application.bean(SecurityOutcomes.class)
					.counter(SecurityOutcomes.Direction.IN, "refused", "expired", "worker")
					.run();
				application.nats().publish("o.work", "x");
				PrometheusMeterRegistry registry = application.bean(PrometheusMeterRegistry.class);
				TestApplication.await(() -> registry.get("nats.listener.settle").functionTimer().count() == 1);
				exposition = registry.scrape();
			}
		}
	}

	@AfterAll
	static void forget() {
		exposition = null;
	}

	@Test
	void theDashboardAsksForWhatIsThere() throws Exception {
		JsonNode dashboard = new JsonMapper().readTree(FOLDER.resolve("grafana-dashboard.json").toFile());
		List<String> queries = new ArrayList<>();
		dashboard.path("panels").forEach((panel) -> panel.path("targets").forEach((target) -> {
			String query = target.path("expr").asString();
			queries.add(query);
			check(query, target.path("legendFormat").asString());
		}));
		dashboard.path("templating").path("list").forEach((variable) -> {
			if (variable.path("type").asString().equals("query")) {
				check(variable.path("query").path("query").asString(), "");
			}
		});
		Set<String> asked = queries.stream().flatMap((query) -> metrics(query).stream()).collect(Collectors.toSet());
		assertThat(Arrays.stream(NatsMeter.values()).map(NatsMeter::id).map((id) -> id.replace('.', '_')))
			.allSatisfy((meter) -> assertThat(asked).anyMatch((metric) -> metric.startsWith(meter)));
	}

	@Test
	void theAlertsAskForWhatIsThere() throws Exception {
		Map<String, List<Map<String, List<Map<String, Object>>>>> file = new Yaml()
			.load(Files.readString(FOLDER.resolve("prometheus-alerts.yml")));
		List<Map<String, Object>> rules = file.get("groups")
			.stream()
			.flatMap((group) -> group.get("rules").stream())
			.toList();
		assertThat(rules).isNotEmpty().extracting((rule) -> rule.get("alert")).doesNotHaveDuplicates();
		rules.forEach((rule) -> check((String) rule.get("expr"), rule.get("annotations").toString()));
	}

	private static void check(String query, String text) {
		assertThat(metrics(query)).as(query).isNotEmpty();
		Set<String> labels = new TreeSet<>();
		for (String metric : metrics(query)) {
			List<String> samples = exposition.lines().filter((line) -> line.startsWith(metric + "{")).toList();
			assertThat(samples).as("%s in the exposition, asked for by %s", metric, query).isNotEmpty();
			find(MATCHER, samples.get(0)).forEach(labels::add);
		}
		Set<String> known = new TreeSet<>(labels);
		known.addAll(TARGET_LABELS);
		Matcher matcher = METRIC.matcher(query);
		while (matcher.find()) {
			if (matcher.group(1) != null) {
				assertThat(known).as(query).containsAll(find(MATCHER, matcher.group(1)));
			}
		}
		for (String grouping : find(GROUPING, query)) {
			assertThat(known).as(query).containsAll(List.of(grouping.split(",\\s*")));
			// what is not grouped by is gone
			known.retainAll(List.of(grouping.split(",\\s*")));
		}
		assertThat(known).as("%s: %s", query, text).containsAll(find(LEGEND, text));
	}

	private static List<String> metrics(String query) {
		Matcher matcher = METRIC.matcher(query);
		List<String> metrics = new ArrayList<>();
		while (matcher.find()) {
			metrics.add(matcher.group().replaceFirst("\\{.*", ""));
		}
		return metrics;
	}

	private static List<String> find(Pattern pattern, String text) {
		return pattern.matcher(text).results().map((result) -> result.group(1)).toList();
	}

	static class Handlers {

		@NatsListener(id = "worker", subjects = "o.work", durable = "worker")
		void work(String text) {
		}

	}

}
