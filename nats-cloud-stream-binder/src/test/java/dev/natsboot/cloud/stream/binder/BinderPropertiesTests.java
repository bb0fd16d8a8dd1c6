package dev.natsboot.cloud.stream.binder;

import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;

import dev.natsboot.listener.ListenerOrder;
import io.nats.client.api.StorageType;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.cloud.stream.binder.BinderFactory;
import org.springframework.messaging.MessageChannel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that each property of the binder is described, and reaches its class from a
 * binding and from the defaults.
 */
class BinderPropertiesTests {

	private static final Map<String, Expectation<NatsBindingProperties>> BINDING = new LinkedHashMap<>();

	static {
		consumer("ack-mode", "manual", NatsConsumerProperties::getAckMode, AckMode.MANUAL);
		consumer("ack-wait", "3s", NatsConsumerProperties::getAckWait, Duration.ofSeconds(3));
		consumer("batch-size", "4", NatsConsumerProperties::getBatchSize, 4);
		consumer("batch-wait", "5s", NatsConsumerProperties::getBatchWait, Duration.ofSeconds(5));
		consumer("connection", "other", NatsConsumerProperties::getConnection, "other");
		consumer("dead-letter.enabled", "false", (own) -> own.getDeadLetter().getEnabled(), false);
		consumer("dead-letter.stream", "D", (own) -> own.getDeadLetter().getStream(), "D");
		consumer("dead-letter.subject-prefix", "d", (own) -> own.getDeadLetter().getSubjectPrefix(), "d");
		consumer("dead-letter.ttl", "6s", (own) -> own.getDeadLetter().getTtl(), Duration.ofSeconds(6));
		consumer("deliver-from", "new", NatsConsumerProperties::getDeliverFrom, "new");
		consumer("durable", "d", NatsConsumerProperties::getDurable, "d");
		consumer("max-deliveries", "7", NatsConsumerProperties::getMaxDeliveries, 7);
		consumer("max-in-flight", "8", NatsConsumerProperties::getMaxInFlight, 8);
		consumer("max-lease", "9s", NatsConsumerProperties::getMaxLease, Duration.ofSeconds(9));
		consumer("mode", "core", NatsConsumerProperties::getMode, BindingMode.CORE);
		consumer("order", "subject", NatsConsumerProperties::getOrder, ListenerOrder.SUBJECT);
		consumer("partition-count", "10", NatsConsumerProperties::getPartitionCount, 10);
		stream("consumer.", (binding) -> binding.getConsumer().getStream());
		producer("connection", "other", NatsProducerProperties::getConnection, "other");
		producer("message-id-expression", "'1'", NatsProducerProperties::getMessageIdExpression, "'1'");
		producer("mode", "core", NatsProducerProperties::getMode, BindingMode.CORE);
		producer("sync", "false", NatsProducerProperties::getSync, false);
		producer("ttl", "11s", NatsProducerProperties::getTtl, Duration.ofSeconds(11));
		stream("producer.", (binding) -> binding.getProducer().getStream());
	}

	private static void consumer(String name, String value, Function<NatsConsumerProperties, Object> getter,
			Object expected) {
		BINDING.put("consumer." + name,
				new Expectation<>(value, (binding) -> getter.apply(binding.getConsumer()), expected));
	}

	private static void producer(String name, String value, Function<NatsProducerProperties, Object> getter,
			Object expected) {
		BINDING.put("producer." + name,
				new Expectation<>(value, (binding) -> getter.apply(binding.getProducer()), expected));
	}

	private static void stream(String side, Function<NatsBindingProperties, NatsStreamProperties> stream) {
		BINDING.put(side + "stream.create",
				new Expectation<>("false", (binding) -> stream.apply(binding).isCreate(), false));
		BINDING.put(side + "stream.max-age",
				new Expectation<>("1d", (binding) -> stream.apply(binding).getMaxAge(), Duration.ofDays(1)));
		BINDING.put(side + "stream.name", new Expectation<>("S", (binding) -> stream.apply(binding).getName(), "S"));
		BINDING.put(side + "stream.replicas",
				new Expectation<>("3", (binding) -> stream.apply(binding).getReplicas(), 3));
		BINDING.put(side + "stream.storage",
				new Expectation<>("memory", (binding) -> stream.apply(binding).getStorage(), StorageType.Memory));
	}

	@Test
	void everyPropertyOfABindingReachesIt() {
		BINDING.forEach((name, expectation) -> {
			NatsBindingProperties bound = new Binder(
					new MapConfigurationPropertySource(Map.of(name, expectation.value())))
				.bindOrCreate("", NatsBindingProperties.class);
			assertThat(expectation.getter().apply(bound)).as(name).isEqualTo(expectation.expected());
		});
	}

	@Test
	void everyPropertyOfABindingIsKnownAndDescribed() throws Exception {
		Map<String, JsonNode> properties = metadata();
		TreeSet<String> expected = new TreeSet<>();
		BINDING.keySet().forEach((name) -> expected.add("spring.cloud.stream.nats.default." + name));
		expected.add("spring.cloud.stream.nats.binder.connection");
		expected.add("spring.cloud.stream.nats.binder.headers");
		assertThat(properties.keySet()).filteredOn((name) -> !name.endsWith(".bindings"))
			.containsExactlyInAnyOrderElementsOf(expected);
		properties.forEach((name, property) -> {
			String description = property.path("description").asString("");
			assertThat(description).as(name).matches("(?s)[A-Z].*\\.");
			if (property.path("type").asString().equals("java.lang.Boolean")) {
				assertThat(description).as(name).startsWith("Whether ");
			}
		});
	}

	@Test
	void aBindingsOwnPropertiesGoBeforeTheDefaults() {
		try (TestApplication application = TestApplication.with()
			.property("spring.cloud.stream.nats.default.consumer.ack-wait", "3s")
			.property("spring.cloud.stream.nats.default.consumer.batch-size", 7)
			.nats("own", "consumer.batch-size", 9)
			.output("out", "props.out")
			.start()) {
			application.bridge().send("out", "so that there is a binder");
			var binder = (NatsMessageChannelBinder) application.bean(BinderFactory.class)
				.getBinder("nats", MessageChannel.class);
			NatsConsumerProperties own = binder.getExtendedConsumerProperties("own");
			assertThat(own.getAckWait()).isEqualTo(Duration.ofSeconds(3));
			assertThat(own.getBatchSize()).isEqualTo(9);
			assertThat(binder.getExtendedConsumerProperties("another").getBatchSize()).isEqualTo(7);
		}
	}

	private static Map<String, JsonNode> metadata() throws Exception {
		Map<String, JsonNode> properties = new LinkedHashMap<>();
		try (InputStream metadata = Objects.requireNonNull(
				BinderPropertiesTests.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
			JsonMapper.builder()
				.build()
				.readTree(metadata)
				.path("properties")
				.forEach((property) -> properties.put(property.path("name").asString(), property));
		}
		properties.keySet().removeIf((name) -> !name.startsWith("spring.cloud.stream.nats"));
		return properties;
	}

	private record Expectation<T>(String value, Function<T, Object> getter, Object expected) {
	}

}
