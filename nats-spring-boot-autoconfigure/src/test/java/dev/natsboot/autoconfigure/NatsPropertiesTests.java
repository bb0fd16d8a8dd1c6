package dev.natsboot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import dev.natsboot.core.Backoff;
import dev.natsboot.core.connection.NatsPoolDefinition;
import dev.natsboot.core.connection.ReconnectBackoff;
import dev.natsboot.core.connection.StartPolicy;
import io.nats.client.Options;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that each property of a connection is described and reaches the client.
 */
class NatsPropertiesTests {

	/** What other features own, with tests of their own. */
	private static final List<String> OTHERS = List.of("nats.once.", "nats.listener.", "nats.template.",
			"nats.subject.", "nats.jetstream.", "nats.observation.", "nats.security.");

	/** What other tests show: no option of the client stands for it. */
	private static final Set<String> ELSEWHERE = Set.of("nats.enabled", "nats.connections", "nats.ssl.bundle",
			"nats.ssl.verify-hostname", "nats.credentials-file", "nats.nkey-seed-file", "nats.jwt-file", "nats.token",
			"nats.unknown-properties", "nats.reconnect.initial", "nats.reconnect.multiplier", "nats.reconnect.jitter",
			"nats.reconnect.max");

	private final Map<String, Expectation> table = new LinkedHashMap<>();

	NatsPropertiesTests() {
		option("servers", "nats://a:1", (options) -> options.getServers().iterator().next().toString(), "nats://a:1");
		option("username", "me", Options::getUsernameChars, "me".toCharArray());
		option("password", "secret", Options::getPasswordChars, "secret".toCharArray());
		option("connection-timeout", "3s", Options::getConnectionTimeout, Duration.ofSeconds(3));
		option("ping-interval", "4s", Options::getPingInterval, Duration.ofSeconds(4));
		option("max-pings-out", "5", Options::getMaxPingsOut, 5);
		option("reconnect.max-attempts", "6", Options::getMaxReconnect, 6);
		option("reconnect-buffer-size", "7KB", Options::getReconnectBufferSize, 7L * 1024);
		option("outgoing-queue.max-messages", "8", Options::getMaxMessagesInOutgoingQueue, 8);
		option("outgoing-queue.wait-timeout", "9s", Options::getWriteQueuePushTimeout, Duration.ofSeconds(9));
		option("outgoing-queue.when-full", "fail", Options::getWriteQueuePushTimeout,
				Options.MINIMUM_WRITE_QUEUE_PUSH_TIMEOUT);
		option("inbox-prefix", "_MINE.", Options::getInboxPrefix, "_MINE.");
		option("no-echo", "true", Options::isNoEcho, true);
		option("ssl.tls-first", "true", Options::isTlsFirst, true);
		option("ignore-discovered-servers", "true", Options::isIgnoreDiscoveredServers, true);
		option("max-control-line", "10KB", Options::getMaxControlLine, 10 * 1024);
		option("request-cleanup-interval", "11s", Options::getRequestCleanupInterval, Duration.ofSeconds(11));
		pool("connection-name", "me", NatsPoolDefinition::connectionName, "me");
		pool("start-policy", "fail", (pool) -> pool.settings().startPolicy(), StartPolicy.FAIL);
		pool("pool.min-size", "2", (pool) -> pool.settings().minSize(), 2);
		pool("pool.max-size", "3", (pool) -> pool.settings().maxSize(), 3);
		pool("pool.idle-timeout", "4s", (pool) -> pool.settings().idleTimeout(), Duration.ofSeconds(4));
		pool("pool.health-check-interval", "5s", (pool) -> pool.settings().healthCheckInterval(),
				Duration.ofSeconds(5));
	}

	private void option(String property, String value, Function<Options, Object> getter, Object expected) {
		pool(property, value, (pool) -> getter.apply(pool.options().options("name")), expected);
	}

	private void pool(String property, String value, Function<NatsPoolDefinition, Object> getter, Object expected) {
		this.table.put("nats." + property, new Expectation(value, getter, expected));
	}

	@Test
	void everyPropertyReachesTheClient() {
		this.table.forEach((property, expectation) -> {
			Map<String, String> values = new LinkedHashMap<>(Map.of("nats.username", "app", "nats.password", "pass"));
			values.put(property, expectation.value());
			assertThat(expectation.getter().apply(define(values, 0))).as(property).isEqualTo(expectation.expected());
			Map<String, String> named = new LinkedHashMap<>();
			values.forEach((key, value) -> named.put(key.replace("nats.", "nats.connections.other."), value));
			assertThat(expectation.getter().apply(define(named, 1))).as(property).isEqualTo(expectation.expected());
		});
	}

	@Test
	void noPropertyIsLeftOut() throws Exception {
		Set<String> expected = new TreeSet<>(this.table.keySet());
		expected.addAll(ELSEWHERE);
		assertThat(metadata().keySet()).filteredOn((name) -> OTHERS.stream().noneMatch(name::startsWith))
			.containsExactlyInAnyOrderElementsOf(expected);
	}

	@Test
	void everyPropertyIsDescribedInTheUsualManner() throws Exception {
		metadata().forEach((name, property) -> {
			String description = property.path("description").asString("");
			assertThat(description).as(name).matches("(?s)[A-Z].*\\.").doesNotContainIgnoringCase("default is");
			if (property.path("type").asString().equals("java.lang.Boolean")) {
				assertThat(description).as(name).startsWith("Whether ");
			}
		});
	}

	@Test
	void theBackoffReachesTheClientAndThePool() {
		NatsPoolDefinition pool = define(Map.of("nats.reconnect.initial", "2s", "nats.reconnect.multiplier", "3",
				"nats.reconnect.max", "40s", "nats.reconnect.jitter", "0.1"), 0);
		ReconnectBackoff expected = new ReconnectBackoff(
				new Backoff(Duration.ofSeconds(2), 3, Duration.ofSeconds(40), 0.1));
		assertThat(pool.settings().backoff()).isEqualTo(expected);
		assertThat(pool.options().options("name").getReconnectDelayHandler()).isEqualTo(expected);
	}

	@Test
	void theTokenReachesTheClient() {
		Options options = define(Map.of("nats.token", "secret"), 0).options().options("name");
		assertThat(options.getTokenChars()).isEqualTo("secret".toCharArray());
	}

	@Test
	void aFrozenServerIsNoticedWithinThirtySecondsByDefault() {
		Options options = define(Map.of(), 0).options().options("name");
		assertThat(options.getPingInterval().multipliedBy(options.getMaxPingsOut() + 1L))
			.isLessThanOrEqualTo(Duration.ofSeconds(30));
		assertThat(options.getMaxReconnect()).isNegative();
		assertThat(options.isDiscardMessagesWhenOutgoingQueueFull()).isFalse();
	}

	private static NatsPoolDefinition define(Map<String, String> values, int index) {
		NatsProperties properties = new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("nats",
				NatsProperties.class);
		return new NatsPoolDefinitions(properties, "application", null, List.of(), null, false)
			.all(new PropertiesNatsConnectionDetails("nats", properties, null))
			.get(index);
	}

	private static Map<String, JsonNode> metadata() throws Exception {
		Map<String, JsonNode> properties = new LinkedHashMap<>();
		JsonNode root = new JsonMapper()
			.readTree(Path.of("target/classes/META-INF/spring-configuration-metadata.json").toFile());
		List<JsonNode> nodes = new ArrayList<>();
		root.path("properties").forEach(nodes::add);
		nodes.stream()
			.filter((node) -> node.path("name").asString().startsWith("nats."))
			.forEach((node) -> properties.put(node.path("name").asString(), node));
		return properties;
	}

	private record Expectation(String value, Function<NatsPoolDefinition, Object> getter, Object expected) {
	}

}
