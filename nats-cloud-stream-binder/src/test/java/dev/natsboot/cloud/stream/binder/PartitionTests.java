package dev.natsboot.cloud.stream.binder;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.natsboot.core.NatsConfigurationException;
import io.nats.client.PurgeOptions;
import io.nats.client.api.ConsumerInfo;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.stream.binder.PartitionSelectorStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of partitioned producers and consumers, and of required groups.
 */
class PartitionTests {

	private static TestApplication.Builder consumer(String destination, String indexes, int instances) {
		return TestApplication.with(Functions.class)
			.functions("receive")
			.input("receive-in-0", destination, "group")
			.binding("receive-in-0", "consumer.partitioned", true)
			.binding("receive-in-0", "consumer.instance-index", 0)
			.binding("receive-in-0", "consumer.instance-index-list", indexes)
			.binding("receive-in-0", "consumer.instance-count", instances);
	}

	private static TestApplication.Builder producer(String destination, int partitions) {
		return TestApplication.with()
			.output("out", destination)
			.binding("out", "producer.partition-key-expression", "headers['key']")
			.binding("out", "producer.partition-count", partitions);
	}

	private static void send(TestApplication application, int... keys) {
		for (int key : keys) {
			application.bridge().send("out", MessageBuilder.withPayload("" + key).setHeader("key", key).build());
		}
	}

	@Test
	void anInstanceWithAListOfIndexesTakesThosePartitions() {
		try (TestApplication receiving = consumer("part.list", "0,2", 3).start();
				TestApplication sending = producer("part.list", 3).start()) {
			send(sending, 0, 1, 2, 3);
			Functions functions = receiving.bean(Functions.class);
			TestApplication.eventually(() -> functions.received.size() == 3);
			assertThat(functions.received).containsEntry("0", "part.list.partition.0")
				.containsEntry("3", "part.list.partition.0")
				.containsEntry("2", "part.list.partition.2");
		}
	}

	@Test
	void morePartitionsThanInstancesAreShared() {
		try (TestApplication receiving = consumer("part.shared", "", 2)
			.nats("receive-in-0", "consumer.partition-count", 4)
			.start(); TestApplication sending = producer("part.shared", 4).start()) {
			send(sending, 0, 1, 2, 3);
			Functions functions = receiving.bean(Functions.class);
			TestApplication.eventually(() -> functions.received.size() == 2);
			assertThat(functions.received.keySet()).isEqualTo(Set.of("0", "2"));
		}
	}

	@Test
	void aBeanMaySelectThePartition() throws Exception {
		try (TestApplication sending = TestApplication.with(Selector.class)
			.output("out", "part.bean")
			.binding("out", "producer.partition-key-expression", "payload")
			.binding("out", "producer.partition-selector-name", "last")
			.binding("out", "producer.partition-count", 5)
			.start()) {
			sending.bridge().send("out", "x");
			assertThat(sending.last("part%2Ebean", "part.bean.partition.4")).isNotNull();
		}
	}

	@Test
	void partitionsMayGrowButNotShrinkInSilence() throws Exception {
		try (TestApplication sending = producer("part.grow", 2).start()) {
			send(sending, 0, 1);
		}
		try (TestApplication sending = producer("part.grow", 4).start()) {
			send(sending, 3);
			assertThat(sending.last("part%2Egrow", "part.grow.partition.3")).isNotNull();
		}
		try (TestApplication sending = producer("part.grow", 2).start()) {
			assertThatExceptionOfType(NatsConfigurationException.class).isThrownBy(() -> send(sending, 0))
				.withMessageContaining("partition 3");
			sending.management().purgeStream("part%2Egrow", PurgeOptions.subject("part.grow.partition.3"));
			send(sending, 1);
		}
	}

	@Test
	void aRequiredGroupGetsWhatWasSentBeforeIt() throws Exception {
		try (TestApplication sending = producer("part.required", 2).binding("out", "producer.required-groups", "group")
			.start()) {
			send(sending, 0, 1);
			ConsumerInfo waiting = sending.consumer("part%2Erequired", "group-1");
			assertThat(waiting.getNumPending()).isEqualTo(1);
		}
		try (TestApplication receiving = consumer("part.required", "0,1", 2).start()) {
			Functions functions = receiving.bean(Functions.class);
			TestApplication.eventually(() -> functions.received.size() == 2);
		}
	}

	static class Functions {

		final Map<String, String> received = new ConcurrentHashMap<>();

		@Bean
		Consumer<Message<String>> receive() {
			return (message) -> this.received.put(message.getPayload(),
					String.valueOf(message.getHeaders().get(NatsHeaders.SUBJECT)));
		}

	}

	static class Selector {

		@Bean
		PartitionSelectorStrategy last() {
			return (key, count) -> count - 1;
		}

	}

}
