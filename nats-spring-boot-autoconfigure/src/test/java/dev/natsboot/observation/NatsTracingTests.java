package dev.natsboot.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.NatsOperations;
import dev.natsboot.core.ServiceErrorException;
import dev.natsboot.listener.ErrorHandler;
import dev.natsboot.listener.Settlement;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.micrometer.common.KeyValues;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests what spans the OpenTelemetry SDK exports of messages over a real server.
 */
class NatsTracingTests {

	private static EmbeddedNatsServer server;

	@BeforeAll
	static void startServer() throws Exception {
		server = EmbeddedNatsServer.start();
		try (Connection connection = Nats.connect(server.url())) {
			connection.jetStreamManagement().addStream(StreamConfiguration.builder().name("T").subjects("t.>").build());
		}
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	private static TestApplication.Builder application(Class<?>... beans) {
		List<Class<?>> all = new ArrayList<>(List.of(beans));
		all.add(Exporting.class);
		return TestApplication.with(all.toArray(Class<?>[]::new))
			.property("nats.observation.enabled", "auto")
			.property("nats.listener.max-deliveries", "1")
			.property("management.tracing.sampling.probability", "1.0");
	}

	private static List<SpanData> spans(TestApplication application, int count) {
		InMemorySpanExporter exporter = application.bean(InMemorySpanExporter.class);
		Awaitility.await().untilAsserted(() -> assertThat(exporter.getFinishedSpanItems()).hasSize(count));
		return exporter.getFinishedSpanItems();
	}

	private static SpanData span(List<SpanData> spans, String name) {
		List<SpanData> found = spans.stream().filter((span) -> span.getName().equals(name)).toList();
		assertThat(found).as("spans named '%s' of %s", name, spans).hasSize(1);
		return found.get(0);
	}

	private static SpanData child(List<SpanData> spans, SpanData parent) {
		List<SpanData> found = spans.stream()
			.filter((span) -> span.getParentSpanId().equals(parent.getSpanId()))
			.toList();
		assertThat(found).as("children of %s in %s", parent, spans).hasSize(1);
		assertThat(found.get(0).getTraceId()).isEqualTo(parent.getTraceId());
		return found.get(0);
	}

	private static String attribute(SpanData span, String name) {
		return span.getAttributes().get(AttributeKey.stringKey(name));
	}

	private static void inSpan(TestApplication application, Runnable what) {
		Tracer tracer = application.bean(Tracer.class);
		Span root = tracer.nextSpan().name("root").start();
		try (Tracer.SpanInScope scope = tracer.withSpan(root)) {
			what.run();
		}
		finally {
			root.end();
		}
	}

	@Test
	void whatFollowsFromAMessageIsOneTree() {
		try (TestApplication application = application(Chain.class).start(server.url())) {
			inSpan(application, () -> application.nats().send("chain.first", "x"));
			List<SpanData> spans = spans(application, 8);
			assertThat(spans.stream().map(SpanData::getTraceId).distinct()).hasSize(1);
			SpanData sent = child(spans, span(spans, "root"));
			assertThat(sent.getKind()).isEqualTo(SpanKind.PRODUCER);
			SpanData first = child(spans, sent);
			assertThat(first.getName()).isEqualTo("process chain.*");
			assertThat(first.getKind()).isEqualTo(SpanKind.CONSUMER);
			SpanData published = child(spans, first);
			assertThat(attribute(published, "messaging.destination.name")).isEqualTo("t.second");
			assertThat(attribute(published, "messaging.message.id")).isEqualTo("id-1");
			SpanData second = child(spans, published);
			assertThat(attribute(second, "messaging.system")).isEqualTo("nats");
			assertThat(attribute(second, "messaging.operation.name")).isEqualTo("process");
			assertThat(attribute(second, "messaging.operation.type")).isEqualTo("process");
			assertThat(attribute(second, "messaging.destination.template")).isEqualTo("t.second");
			assertThat(attribute(second, "messaging.destination.name")).isEqualTo("t.second");
			assertThat(attribute(second, "messaging.consumer.group.name")).isEqualTo("second");
			assertThat(attribute(second, "messaging.message.body.size")).isEqualTo("1");
			assertThat(attribute(second, "nats.listener")).isEqualTo("second");
			assertThat(attribute(second, "nats.stream")).isEqualTo("T");
			assertThat(attribute(second, "nats.deliveries")).isEqualTo("1");
			SpanData request = child(spans, second);
			assertThat(request.getName()).isEqualTo("request");
			assertThat(request.getKind()).isEqualTo(SpanKind.CLIENT);
			SpanData answered = child(spans, request);
			assertThat(answered.getName()).isEqualTo("process ask");
			SpanData reply = child(spans, answered);
			assertThat(reply.getName()).isEqualTo("send");
			assertThat(attribute(reply, "messaging.destination.name")).isNull();
			assertThat(request.getEndEpochNanos()).isGreaterThanOrEqualTo(reply.getStartEpochNanos());
		}
	}

	@Test
	void theReplyOfAFutureBelongsToItsRequest() {
		try (TestApplication application = application(Later.class).start(server.url())) {
			assertThat(application.nats().requestAsync("later", "x", String.class).join()).isEqualTo("x");
			List<SpanData> spans = spans(application, 3);
			SpanData process = child(spans, span(spans, "request"));
			assertThat(child(spans, process).getName()).isEqualTo("send");
			assertThat(process.getEndEpochNanos()).isGreaterThanOrEqualTo(child(spans, process).getEndEpochNanos());
		}
	}

	@Test
	void aFailureIsHandledWithinItsSpan() {
		try (TestApplication application = application(Failing.class).start(server.url())) {
			application.nats().publish("t.failing", "x");
			List<SpanData> spans = spans(application, 3);
			SpanData process = span(spans, "process t.failing");
			assertThat(process.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(application.bean(Failing.class).decidedIn).containsEntry("t.failing", process.getSpanId());
			assertThat(attribute(child(spans, process), "messaging.destination.name"))
				.isEqualTo("dead-letters.T.failing");
		}
	}

	@Test
	void theErrorReplyOfAFailureBelongsToIt() {
		try (TestApplication application = application(Refusing.class).start(server.url())) {
			assertThatExceptionOfType(ServiceErrorException.class)
				.isThrownBy(() -> application.nats().request("refusing", "x", String.class));
			List<SpanData> spans = spans(application, 3);
			assertThat(child(spans, span(spans, "process refusing")).getName()).isEqualTo("send");
		}
	}

	@Test
	void aBatchHasLinksToItsMessages() {
		try (TestApplication application = application(Batches.class).start(server.url())) {
			application.nats().publish("t.batch", "1");
			application.nats().publish("t.batch", "2");
			List<SpanData> spans = spans(application, 5);
			SpanData batch = span(spans, "process t.batch");
			List<SpanData> received = spans.stream()
				.filter((span) -> span.getName().equals("receive t.batch"))
				.toList();
			assertThat(batch.getKind()).isEqualTo(SpanKind.CONSUMER);
			assertThat(attribute(batch, "messaging.batch.message_count")).isEqualTo("2");
			assertThat(batch.getLinks()).extracting((link) -> link.getSpanContext().getSpanId())
				.containsExactlyInAnyOrderElementsOf(received.stream().map(SpanData::getSpanId).toList());
			assertThat(received.stream().map(SpanData::getTraceId))
				.containsExactlyInAnyOrderElementsOf(spans.stream()
					.filter((span) -> span.getName().equals("send"))
					.map(SpanData::getTraceId)
					.collect(Collectors.toList()))
				.doesNotContain(batch.getTraceId());
		}
	}

	@Test
	void theNamesCanBeReplaced() {
		try (TestApplication application = application(Later.class, Conventions.class).start(server.url())) {
			application.nats().request("later", "x", String.class);
			List<SpanData> spans = spans(application, 3);
			assertThat(attribute(span(spans, "ours in"), "shop")).isEqualTo("north");
			assertThat(spans).filteredOn((span) -> span.getName().equals("ours out")).hasSize(2);
		}
	}

	@Test
	void withoutATracerNothingIsObserved() {
		try (TestApplication application = application(Later.class)
			.property("spring.autoconfigure.exclude",
					"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure."
							+ "OpenTelemetryTracingAutoConfiguration")
			.start(server.url())) {
			assertThat(application.bean(Tracer.class)).isSameAs(Tracer.NOOP);
			assertThat(application.context().getBeansOfType(ObservedSends.class)).isEmpty();
		}
		try (TestApplication application = application(Later.class).property("nats.observation.enabled", "false")
			.start(server.url())) {
			assertThat(application.context().getBeansOfType(NatsObservations.class)).isEmpty();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Exporting {

		@Bean
		InMemorySpanExporter exporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor spanProcessor(InMemorySpanExporter exporter) {
			return SimpleSpanProcessor.create(exporter);
		}

	}

	static class Chain {

		private final NatsOperations nats;

		Chain(NatsOperations nats) {
			this.nats = nats;
		}

		@NatsListener("chain.*")
		void first(String text) {
			this.nats.to("t.second").payload(text).messageId("id-1").publish();
		}

		@NatsListener(id = "second", subjects = "t.second", durable = "second")
		void second(String text) {
			this.nats.request("ask", text, String.class);
		}

		@NatsListener("ask")
		String answer(String text) {
			return text;
		}

	}

	static class Later {

		@NatsListener("later")
		CompletableFuture<String> later(String text) {
			return CompletableFuture.supplyAsync(() -> text,
					CompletableFuture.delayedExecutor(10, java.util.concurrent.TimeUnit.MILLISECONDS));
		}

	}

	static class Failing {

		final Map<String, String> decidedIn = new ConcurrentHashMap<>();

		@NatsListener(subjects = "t.failing", durable = "failing")
		void failing(String text) {
			throw new IllegalStateException("failing");
		}

		@Bean
		ErrorHandler natsErrorHandler(Tracer tracer) {
			return (failed) -> {
				Span current = tracer.currentSpan();
				this.decidedIn.put(failed.message().getSubject(),
						(current != null) ? current.context().spanId() : "none");
				return Settlement.deadLetter();
			};
		}

	}

	static class Refusing {

		@NatsListener("refusing")
		String refusing(String text) {
			throw new IllegalArgumentException("refused");
		}

	}

	static class Batches {

		@NatsListener(subjects = "t.batch", durable = "batch", batch = "2", batchWait = "10s")
		void batch(List<String> texts) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Conventions {

		@Bean
		NatsSenderObservationConvention senderConvention() {
			return new DefaultNatsSenderObservationConvention() {
				@Override
				public String getContextualName(NatsSenderContext context) {
					return "ours out";
				}
			};
		}

		@Bean
		NatsReceiverObservationConvention receiverConvention() {
			return new DefaultNatsReceiverObservationConvention() {
				@Override
				public String contextualName(NatsListenerContext context) {
					return "ours in";
				}

				@Override
				public KeyValues lowCardinalityKeyValues(NatsListenerContext context) {
					return super.lowCardinalityKeyValues(context).and("shop", "north");
				}
			};
		}

	}

}
