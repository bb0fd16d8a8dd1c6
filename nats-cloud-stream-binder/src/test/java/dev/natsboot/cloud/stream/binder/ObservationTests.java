package dev.natsboot.cloud.stream.binder;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that bindings are observed as all of the library is: a trace goes on through a
 * function.
 */
class ObservationTests {

	@Test
	void aTraceGoesThroughAFunction() throws Exception {
		try (TestApplication application = TestApplication.with(Functions.class)
			.functions("pass;batch")
			.property("nats.observation.enabled", true)
			.input("pass-in-0", "trace.in", "group")
			.output("pass-out-0", "trace.out")
			.input("batch-in-0", "trace.out", "batch")
			.binding("batch-in-0", "consumer.batch-mode", true)
			.start()) {
			application.bridge().send("trace.in", MessageBuilder.withPayload("x").build());
			TestApplication.eventually(() -> application.last("trace%2Eout", "trace.out") != null);
			String sent = application.last("trace%2Ein", "trace.in").getHeaders().getFirst("trace");
			assertThat(sent).isNotNull();
			assertThat(application.last("trace%2Eout", "trace.out").getHeaders().getFirst("trace")).isEqualTo(sent);
			Recorder recorder = application.bean(Recorder.class);
			assertThat(recorder.received).contains(sent);
			application.awaitSettled("trace%2Eout", "batch");
			TestApplication.eventually(() -> recorder.contexts.contains("NatsBatchContext"));
		}
	}

	static class Functions {

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

		@Bean
		Function<String, String> pass() {
			return (text) -> text;
		}

		@Bean
		Consumer<List<String>> batch() {
			return (texts) -> {
			};
		}

	}

	/**
	 * What a tracer does, with one header.
	 */
	static class Recorder implements ObservationHandler<Observation.Context> {

		final List<String> received = new CopyOnWriteArrayList<>();

		final List<String> contexts = new CopyOnWriteArrayList<>();

		private final ThreadLocal<String> current = new ThreadLocal<>();

		@Override
		public void onStart(Observation.Context context) {
			this.contexts.add(context.getClass().getSimpleName());
			if (context instanceof ReceiverContext<?> receiver) {
				receive(receiver);
			}
			else if (context instanceof SenderContext<?> sender) {
				send(sender);
			}
		}

		private <C> void receive(ReceiverContext<C> receiver) {
			String trace = receiver.getGetter().get(receiver.getCarrier(), "trace");
			if (trace != null) {
				this.received.add(trace);
				this.current.set(trace);
			}
		}

		private <C> void send(SenderContext<C> sender) {
			String trace = this.current.get();
			sender.getSetter()
				.set(sender.getCarrier(), "trace", (trace != null) ? trace : UUID.randomUUID().toString());
		}

		@Override
		public void onStop(Observation.Context context) {
			if (context instanceof ReceiverContext<?>) {
				this.current.remove();
			}
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
