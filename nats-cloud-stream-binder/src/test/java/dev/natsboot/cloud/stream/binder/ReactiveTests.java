package dev.natsboot.cloud.stream.binder;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.natsboot.listener.Acknowledgment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.function.Tuple2;

import org.springframework.context.annotation.Bean;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of reactive functions, and of functions with several inputs.
 */
class ReactiveTests {

	private static TestApplication application;

	private static Functions functions;

	@BeforeAll
	static void start() {
		application = TestApplication.with(Functions.class)
			.functions("slow;forward;broken;merge;source")
			.input("slow-in-0", "flux.slow", "slow")
			.input("forward-in-0", "flux.forward", "forward")
			.output("forward-out-0", "flux.forwarded")
			.input("broken-in-0", "flux.broken", "broken")
			.binding("broken-in-0", "consumer.max-attempts", 1)
			.nats("broken-in-0", "consumer.max-deliveries", 2)
			.input("merge-in-0", "flux.left", "merge")
			.input("merge-in-1", "flux.right", "merge")
			.output("merge-out-0", "flux.merged")
			.output("source-out-0", "flux.source")
			.start();
		functions = application.bean(Functions.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void aMessageIsAcknowledgedWhenTheFunctionIsDoneWithIt() throws Exception {
		application.nats().publish("flux.slow", "x");
		Message<String> taken = functions.slow.poll(20, TimeUnit.SECONDS);
		assertThat(taken).isNotNull();
		assertThat(application.consumer("flux%2Eslow", "slow").getNumAckPending()).isEqualTo(1);
		functions.gate.tryEmitEmpty();
		application.awaitSettled("flux%2Eslow", "slow");
	}

	@Test
	void whatIsSentOnAcknowledgesWhatItWasMadeOf() {
		application.nats().publish("flux.forward", "x");
		TestApplication
			.eventually(() -> new String(application.last("flux%2Eforwarded", "flux.forwarded").getData()).equals("X"));
		application.awaitSettled("flux%2Eforward", "forward");
	}

	@Test
	void aMessageThatEndsTheFunctionIsNotLost() {
		application.nats().publish("flux.broken", "x");
		TestApplication.eventually(() -> application.last("DEAD_LETTERS", "dead-letters.flux%2Ebroken.broken") != null);
	}

	@Test
	void aFunctionMayHaveSeveralInputs() {
		application.nats().publish("flux.left", "l");
		application.nats().publish("flux.right", "r");
		TestApplication.eventually(
				() -> application.management().getStreamInfo("flux%2Emerged").getStreamState().getMsgCount() == 2);
		application.awaitSettled("flux%2Eleft", "merge");
		application.awaitSettled("flux%2Eright", "merge");
	}

	@Test
	void aSupplierMayBeReactive() {
		TestApplication.eventually(
				() -> application.management().getStreamInfo("flux%2Esource").getStreamState().getMsgCount() == 3);
	}

	static class Functions {

		final BlockingQueue<Message<String>> slow = new LinkedBlockingQueue<>();

		final Sinks.One<String> gate = Sinks.one();

		@Bean
		Function<Flux<Message<String>>, Mono<Void>> slow() {
			return (flux) -> flux.doOnNext(this.slow::add)
				.flatMap((message) -> this.gate.asMono().thenReturn(message))
				.doOnNext((message) -> message.getHeaders().get(NatsHeaders.ACKNOWLEDGMENT, Acknowledgment.class).ack())
				.then();
		}

		@Bean
		Function<Flux<Message<String>>, Flux<Message<String>>> forward() {
			return (flux) -> flux.delayElements(Duration.ofMillis(10))
				.map((message) -> MessageBuilder.withPayload(message.getPayload().toUpperCase())
					.copyHeaders(message.getHeaders())
					.build());
		}

		@Bean
		Consumer<Flux<String>> broken() {
			return (flux) -> flux.map((text) -> {
				throw new IllegalStateException("no");
			}).subscribe((text) -> {
			}, (ex) -> {
			});
		}

		@Bean
		Function<Tuple2<Flux<String>, Flux<String>>, Flux<String>> merge() {
			return (inputs) -> Flux.merge(inputs.getT1(), inputs.getT2());
		}

		@Bean
		Supplier<Flux<String>> source() {
			return () -> Flux.just("a", "b", "c");
		}

	}

}
