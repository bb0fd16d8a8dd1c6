package dev.natsboot.cloud.stream.binder;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.nats.client.api.StreamState;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application does the same with the properties that it had with Kafka and
 * with those that they are mapped to.
 */
class MovingTests {

	private static TestApplication.Builder application(String prefix) {
		return TestApplication.with(Functions.class)
			.functions("work")
			.input("work-in-0", prefix + ".in", "group")
			.output("work-out-0", prefix + ".out")
			.binding("work-in-0", "consumer.max-attempts", 2)
			.binding("work-in-0", "consumer.concurrency", 2)
			.binding("work-out-0", "producer.partition-key-expression", "payload.length")
			.binding("work-out-0", "producer.partition-count", 2)
			.binding("work-out-0", "producer.required-groups", "audit");
	}

	@Test
	void whatIsSharedHasTheSameOutcome() throws Exception {
		Map<String, Object> kafka = outcome("moving.kafka",
				application("moving.kafka")
					.property("spring.cloud.stream.kafka.bindings.work-in-0.consumer.enable-dlq", true)
					.property("spring.cloud.stream.kafka.bindings.work-in-0.consumer.start-offset", "earliest")
					.property("spring.cloud.stream.kafka.bindings.work-out-0.producer.sync", true));
		Map<String, Object> nats = outcome("moving.nats",
				application("moving.nats").nats("work-in-0", "consumer.dead-letter.enabled", true)
					.nats("work-in-0", "consumer.deliver-from", "all")
					.nats("work-out-0", "producer.sync", true));
		assertThat(kafka).isEqualTo(nats);
		assertThat(nats).containsEntry("calls of bad", 2).containsEntry("results", 4L).containsEntry("dead", true);
	}

	private static Map<String, Object> outcome(String prefix, TestApplication.Builder builder) throws Exception {
		String stream = prefix.replace(".", "%2E");
		try (TestApplication application = builder.start()) {
			for (String text : new String[] { "a", "bb", "bad", "cc", "d" }) {
				application.bridge().send(prefix + ".in", text);
			}
			application.awaitSettled(stream + "%2Ein", "group");
			Map<String, Object> outcome = new TreeMap<>();
			application.bean(Functions.class).calls
				.forEach((text, calls) -> outcome.put("calls of " + text, calls.get()));
			StreamState results = application.management().getStreamInfo(stream + "%2Eout").getStreamState();
			outcome.put("results", results.getMsgCount());
			outcome.put("waiting in partition 0", application.consumer(stream + "%2Eout", "audit-0").getNumPending());
			outcome.put("waiting in partition 1", application.consumer(stream + "%2Eout", "audit-1").getNumPending());
			outcome.put("dead", application.last("DEAD_LETTERS", "dead-letters." + stream + "%2Ein.group") != null);
			return outcome;
		}
	}

	static class Functions {

		final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

		@Bean
		Function<String, String> work() {
			return (text) -> {
				this.calls.computeIfAbsent(text, (key) -> new AtomicInteger()).incrementAndGet();
				if ("bad".equals(text)) {
					throw new IllegalStateException("no");
				}
				return text.toUpperCase();
			};
		}

	}

}
