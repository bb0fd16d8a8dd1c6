package dev.natsboot.cloud.stream.binder;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

import io.nats.client.impl.Headers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of functions on subjects: what goes in and what comes out.
 */
class FunctionTests {

	private static TestApplication application;

	private static Functions functions;

	@BeforeAll
	static void start() {
		application = TestApplication.with(Functions.class)
			.functions("upper;orders;collect;wild;shouts")
			.input("upper-in-0", "fn.words", "upper")
			.output("upper-out-0", "fn.upper")
			.input("orders-in-0", "fn.orders", "orders")
			.output("orders-out-0", "fn.outcomes")
			.input("collect-in-0", "fn.upper,fn.outcomes,fn.headers", "collect")
			.input("wild-in-0", "fn.wild.*.created", "wild")
			.input("shouts-in-0", "fn.core", "shouters")
			.nats("shouts-in-0", "consumer.mode", "core")
			.output("bridge-core", "fn.core")
			.nats("bridge-core", "producer.mode", "core")
			.start();
		functions = application.bean(Functions.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	private static Message<?> next(String subject) throws InterruptedException {
		while (true) {
			Message<?> message = functions.collected.poll(20, TimeUnit.SECONDS);
			assertThat(message).as("message of " + subject).isNotNull();
			if (subject.equals(message.getHeaders().get(NatsHeaders.SUBJECT))) {
				return message;
			}
		}
	}

	@Test
	void aFunctionAnswersOnItsOutputAndItsInputIsSettled() throws Exception {
		application.bridge().send("fn.words", "hello");
		assertThat(new String((byte[]) next("fn.upper").getPayload())).isEqualTo("HELLO");
		application.awaitSettled("fn%2Ewords", "upper");
	}

	@Test
	void objectsAreJson() throws Exception {
		application.nats().publish("fn.orders", "{\"sku\":\"A1\",\"count\":3}".getBytes(StandardCharsets.UTF_8));
		Message<?> outcome = next("fn.outcomes");
		assertThat(new String((byte[]) outcome.getPayload())).isEqualTo("{\"sku\":\"A1\",\"reserved\":true}");
		assertThat(outcome.getHeaders().get(MessageHeaders.CONTENT_TYPE)).hasToString("application/json");
		assertThat(outcome.getHeaders().get(NatsHeaders.STREAM)).isEqualTo("fn%2Eoutcomes");
		assertThat(outcome.getHeaders().get(NatsHeaders.SEQUENCE)).isInstanceOf(Long.class);
	}

	@Test
	void headersKeepTheirTypes() throws Exception {
		UUID id = UUID.randomUUID();
		application.bridge()
			.send("fn.headers",
					MessageBuilder.withPayload("x")
						.setHeader("number", 42)
						.setHeader("long", 42L)
						.setHeader("flag", true)
						.setHeader("key", id)
						.setHeader("name", "Zo\u00eb, =%")
						.setHeader("list", List.of("a", 1))
						.setHeader("bytes", new byte[] { 1, 2 })
						.setHeader("na:me", "colon")
						.build());
		MessageHeaders headers = next("fn.headers").getHeaders();
		assertThat(headers).containsEntry("number", 42)
			.containsEntry("long", 42L)
			.containsEntry("flag", true)
			.containsEntry("key", id)
			.containsEntry("name", "Zo\u00eb, =%")
			.containsEntry("list", List.of("a", 1))
			.containsEntry("bytes", new byte[] { 1, 2 })
			.containsEntry("na:me", "colon")
			.doesNotContainKey(HeaderMapper.TYPES);
	}

	@Test
	void headersOfNatsAndCredentialsGoNoFurther() throws Exception {
		Headers headers = new Headers().put("Authorization", "Bearer secret").put("customer", "7");
		application.nats()
			.to("fn.words")
			.payload("guarded")
			.headers(headers)
			.header("Nats-Msg-Id", UUID.randomUUID().toString())
			.publish();
		Message<?> upper = next("fn.upper");
		assertThat(upper.getHeaders()).containsEntry("customer", "7").doesNotContainKey("Authorization");
		assertThat(application.last("fn%2Eupper", "fn.upper").getHeaders().keySet())
			.noneMatch((name) -> name.startsWith("Nats-") || name.startsWith("nats_") || name.equals("Authorization"));
	}

	@Test
	void aConsumerMayListenToAWildcard() throws Exception {
		application.nats().publish("fn.wild.7.created", "x");
		assertThat(functions.wild.poll(20, TimeUnit.SECONDS)).isEqualTo("fn.wild.7.created");
	}

	@Test
	void aCoreBindingNeedsNoStream() throws Exception {
		application.bridge().send("bridge-core", "hey");
		assertThat(functions.shouts.poll(20, TimeUnit.SECONDS)).isEqualTo("hey");
		assertThat(application.management().getStreamNames("fn.core")).isEmpty();
	}

	static class Functions {

		final BlockingQueue<Message<?>> collected = new LinkedBlockingQueue<>();

		final BlockingQueue<String> wild = new LinkedBlockingQueue<>();

		final BlockingQueue<String> shouts = new LinkedBlockingQueue<>();

		@Bean
		Function<String, String> upper() {
			return String::toUpperCase;
		}

		@Bean
		Function<Order, Outcome> orders() {
			return (order) -> new Outcome(order.sku(), true);
		}

		@Bean
		Consumer<Message<byte[]>> collect() {
			return this.collected::add;
		}

		@Bean
		Consumer<Message<String>> wild() {
			return (message) -> this.wild.add(String.valueOf(message.getHeaders().get(NatsHeaders.SUBJECT)));
		}

		@Bean
		Consumer<String> shouts() {
			return this.shouts::add;
		}

	}

	record Order(String sku, int count) {
	}

	record Outcome(String sku, boolean reserved) {
	}

}
