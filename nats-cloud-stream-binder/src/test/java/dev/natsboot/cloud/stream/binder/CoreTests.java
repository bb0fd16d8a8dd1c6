package dev.natsboot.cloud.stream.binder;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of bindings without a stream.
 */
class CoreTests {

	private static TestApplication.Builder receiver() {
		return TestApplication.with(Functions.class)
			.functions("grouped;everyone;failing;parted")
			.property("spring.cloud.stream.nats.default.consumer.mode", "core")
			.property("spring.cloud.stream.nats.default.producer.mode", "core")
			.input("grouped-in-0", "core.grouped", "group")
			.output("everyone-in-0", "core.everyone.*")
			.input("failing-in-0", "core.failing", "group")
			.binding("failing-in-0", "error-handler-definition", "errors")
			.input("parted-in-0", "core.parted", "group")
			.binding("parted-in-0", "consumer.partitioned", true)
			.binding("parted-in-0", "consumer.instance-index", 1)
			.binding("parted-in-0", "consumer.instance-count", 2)
			.output("spread", "core.parted")
			.binding("spread", "producer.partition-key-expression", "headers['key']")
			.binding("spread", "producer.partition-count", 2);
	}

	@Test
	void aGroupSharesAndEveryoneElseGetsAll() throws Exception {
		try (TestApplication one = receiver().start(); TestApplication two = receiver().start()) {
			List<Functions> functions = List.of(one.bean(Functions.class), two.bean(Functions.class));
			for (int i = 0; i < 20; i++) {
				one.bridge().send("core.grouped", "g");
				one.bridge().send("core.everyone." + i, "e");
			}
			TestApplication.eventually(() -> functions.stream().mapToInt((each) -> each.grouped.size()).sum() == 20);
			functions.forEach((each) -> TestApplication.eventually(() -> each.everyone.size() == 20));
			assertThat(one.management().getStreamNames("core.>")).isEmpty();
			IntStream.range(0, 4)
				.forEach((key) -> one.bridge()
					.send("spread", MessageBuilder.withPayload("" + key).setHeader("key", key).build()));
			TestApplication.eventually(() -> functions.stream().mapToInt((each) -> each.parted.size()).sum() == 2);
		}
	}

	@Test
	void whatFailsIsToldToTheErrorHandler() throws Exception {
		try (TestApplication application = receiver().start()) {
			application.bridge().send("core.failing", "x");
			ErrorMessage error = application.bean(Functions.class).errors.poll(20, TimeUnit.SECONDS);
			assertThat(error).isNotNull();
			assertThat(error.getPayload()).hasRootCauseMessage("no");
		}
	}

	static class Functions {

		final BlockingQueue<String> grouped = new LinkedBlockingQueue<>();

		final BlockingQueue<String> everyone = new LinkedBlockingQueue<>();

		final BlockingQueue<String> parted = new LinkedBlockingQueue<>();

		final BlockingQueue<ErrorMessage> errors = new LinkedBlockingQueue<>();

		@Bean
		Consumer<String> grouped() {
			return this.grouped::add;
		}

		@Bean
		Consumer<Message<String>> everyone() {
			return (message) -> this.everyone.add(message.getPayload());
		}

		@Bean
		Consumer<String> failing() {
			return (text) -> {
				throw new IllegalStateException("no");
			};
		}

		@Bean
		Consumer<ErrorMessage> errors() {
			return this.errors::add;
		}

		@Bean
		Consumer<String> parted() {
			return this.parted::add;
		}

	}

}
