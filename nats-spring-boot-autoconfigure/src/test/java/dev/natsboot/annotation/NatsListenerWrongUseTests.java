package dev.natsboot.annotation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.natsboot.TestApplication;
import dev.natsboot.TestServer;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.listener.Acknowledgment;
import dev.natsboot.listener.ReplayControl;
import io.nats.client.impl.NatsJetStreamMetaData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Each wrong use ends the start with a message that names the listener and says what to
 * do.
 */
class NatsListenerWrongUseTests {

	static Stream<Arguments> wrongUses() {
		return Stream.of(Arguments.of(NoSubject.class, "NoSubject.handle", "no subject"),
				Arguments.of(BadSubject.class, "BadSubject.handle", "a..b"),
				Arguments.of(MiddleWildcard.class, "MiddleWildcard.handle", "a.>.b"),
				Arguments.of(DurableWithQueue.class, "DurableWithQueue.handle", "'durable'"),
				Arguments.of(DurableWithDots.class, "DurableWithDots.handle", "my.durable"),
				Arguments.of(StreamWithoutDurable.class, "StreamWithoutDurable.handle", "no 'durable'"),
				Arguments.of(UnknownConnection.class, "UnknownConnection.handle", "'elsewhere'"),
				Arguments.of(SameId.class, "SameId.second", "'twice'"),
				Arguments.of(TwoPayloads.class, "TwoPayloads.handle", "'one'"),
				Arguments.of(Unconvertible.class, "Unconvertible.handle", "'ambiguous'"),
				Arguments.of(UnknownToken.class, "UnknownToken.handle", "'country'"),
				Arguments.of(MetaDataOnCore.class, "MetaDataOnCore.handle", "NatsJetStreamMetaData"),
				Arguments.of(ReplayControlOfDurable.class, "ReplayControlOfDurable.handle", "ReplayControl"),
				Arguments.of(ReturnsOnJetStream.class, "ReturnsOnJetStream.handle", "nobody to answer"),
				Arguments.of(SendToOfVoid.class, "SendToOfVoid.handle", "returns nothing"),
				Arguments.of(SendToWildcard.class, "SendToWildcard.handle", "a.*"),
				Arguments.of(ReturnsFlux.class, "ReturnsFlux.handle", "Flux"),
				Arguments.of(PayloadExpression.class, "PayloadExpression.handle", "expression"),
				Arguments.of(BadConcurrency.class, "BadConcurrency.handle", "many"),
				Arguments.of(ZeroConcurrency.class, "ZeroConcurrency.handle", "\"0\""),
				Arguments.of(BackwardsConcurrency.class, "BackwardsConcurrency.handle", "\"8-2\""),
				Arguments.of(StrictOnCore.class, "StrictOnCore.handle", "'strict'"),
				Arguments.of(StrictWithWorkers.class, "StrictWithWorkers.handle", "concurrency is 4"),
				Arguments.of(KeyWithoutKey.class, "KeyWithoutKey.handle", "no key"),
				Arguments.of(KeyWithOtherOrder.class, "KeyWithOtherOrder.handle", "another order"),
				Arguments.of(BadKey.class, "BadKey.handle", "orderKey"),
				Arguments.of(PrototypeBean.class, "Listening.handle", "not a singleton"),
				Arguments.of(BatchOfOne.class, "BatchOfOne.handle", "does not take a List"),
				Arguments.of(BatchWithResult.class, "BatchWithResult.handle", "returns"),
				Arguments.of(BatchTooLarge.class, "BatchTooLarge.handle", "in flight"),
				Arguments.of(BatchWithOrder.class, "BatchWithOrder.handle", "'order'"),
				Arguments.of(BadBatchWait.class, "BadBatchWait.handle", "soon"),
				Arguments.of(OrderWithAcknowledgment.class, "OrderWithAcknowledgment.handle", "Acknowledgment"),
				Arguments.of(BadOrder.class, "BadOrder.handle", "alphabetical"),
				Arguments.of(BadAutoStartup.class, "BadAutoStartup.handle", "maybe"),
				Arguments.of(NoSuchErrorHandler.class, "NoSuchErrorHandler.handle", "noSuchBean"),
				Arguments.of(NoSuchFactory.class, "NoSuchFactory.handle", "noSuchBean"),
				Arguments.of(NoSuchPlaceholder.class, "NoSuchPlaceholder.handle", "no.such.property"));
	}

	@ParameterizedTest
	@MethodSource("wrongUses")
	void endsTheStart(Class<?> listener, String where, String what) {
		Throwable failure = catchThrowable(() -> TestApplication.with(listener).start(TestServer.url()).close());
		Throwable cause = failure;
		while (cause != null && !(cause instanceof NatsConfigurationException)) {
			cause = cause.getCause();
		}
		assertThat(cause).as("a NatsConfigurationException among the causes of %s", failure).isNotNull();
		NatsConfigurationException configuration = (NatsConfigurationException) cause;
		assertThat(configuration.getSetting()).contains(where);
		assertThat(configuration.getMessage()).contains(what);
		assertThat(configuration.getAction()).isNotBlank();
	}

	static class NoSubject {

		@NatsListener
		void handle(String payload) {
		}

	}

	static class BadSubject {

		@NatsListener("a..b")
		void handle(String payload) {
		}

	}

	static class MiddleWildcard {

		@NatsListener("a.>.b")
		void handle(String payload) {
		}

	}

	static class DurableWithQueue {

		@NatsListener(subjects = "a", durable = "d", queue = "q")
		void handle(String payload) {
		}

	}

	static class DurableWithDots {

		@NatsListener(subjects = "a", durable = "my.durable")
		void handle(String payload) {
		}

	}

	static class StreamWithoutDurable {

		@NatsListener(subjects = "a", stream = "S")
		void handle(String payload) {
		}

	}

	static class UnknownConnection {

		@NatsListener(subjects = "a", connection = "elsewhere")
		void handle(String payload) {
		}

	}

	static class SameId {

		@NatsListener(subjects = "a", id = "twice")
		void first(String payload) {
		}

		@NatsListener(subjects = "b", id = "twice")
		void second(String payload) {
		}

	}

	static class TwoPayloads {

		@NatsListener("a")
		void handle(String one, String two) {
		}

	}

	static class Unconvertible {

		@NatsListener("a")
		void handle(Ambiguous ambiguous) {
		}

		static class Ambiguous {

			public void setValue(Map<String, String> value) {
			}

			public void setValue(List<String> value) {
			}

		}

	}

	static class UnknownToken {

		@NatsListener("a.{region}")
		void handle(@SubjectToken String country) {
		}

	}

	static class MetaDataOnCore {

		@NatsListener("a")
		void handle(NatsJetStreamMetaData metaData) {
		}

	}

	static class ReturnsOnJetStream {

		@NatsListener(subjects = "a", durable = "d")
		String handle(String payload) {
			return payload;
		}

	}

	static class SendToOfVoid {

		@NatsListener("a")
		@SendTo("b")
		CompletableFuture<Void> handle(String payload) {
			return CompletableFuture.completedFuture(null);
		}

	}

	static class SendToWildcard {

		@NatsListener("a")
		@SendTo("a.*")
		String handle(String payload) {
			return payload;
		}

	}

	static class ReturnsFlux {

		@NatsListener("a")
		Flux<String> handle(String payload) {
			return Flux.just(payload);
		}

	}

	static class PayloadExpression {

		@NatsListener("a")
		void handle(@Payload("name") String payload) {
		}

	}

	static class BadConcurrency {

		@NatsListener(subjects = "a", concurrency = "many")
		void handle(String payload) {
		}

	}

	static class ZeroConcurrency {

		@NatsListener(subjects = "a", concurrency = "0")
		void handle(String payload) {
		}

	}

	static class BadOrder {

		@NatsListener(subjects = "a", order = "alphabetical")
		void handle(String payload) {
		}

	}

	static class BadAutoStartup {

		@NatsListener(subjects = "a", autoStartup = "maybe")
		void handle(String payload) {
		}

	}

	static class NoSuchErrorHandler {

		@NatsListener(subjects = "a", errorHandler = "noSuchBean")
		void handle(String payload) {
		}

	}

	static class NoSuchFactory {

		@NatsListener(subjects = "a", containerFactory = "noSuchBean")
		void handle(String payload) {
		}

	}

	static class NoSuchPlaceholder {

		@NatsListener("${no.such.property}")
		void handle(String payload) {
		}

	}

	static class BackwardsConcurrency {

		@NatsListener(subjects = "a", concurrency = "8-2")
		void handle(String payload) {
		}

	}

	static class StrictOnCore {

		@NatsListener(subjects = "a", order = "strict")
		void handle(String payload) {
		}

	}

	static class StrictWithWorkers {

		@NatsListener(subjects = "a", durable = "d", order = "strict", concurrency = "4")
		void handle(String payload) {
		}

	}

	static class KeyWithoutKey {

		@NatsListener(subjects = "a", order = "key")
		void handle(String payload) {
		}

	}

	static class KeyWithOtherOrder {

		@NatsListener(subjects = "a", order = "subject", orderKey = "token(1)")
		void handle(String payload) {
		}

	}

	static class BadKey {

		@NatsListener(subjects = "a", orderKey = "token(")
		void handle(String payload) {
		}

	}

	static class OrderWithAcknowledgment {

		@NatsListener(subjects = "a", durable = "d", order = "subject")
		void handle(String payload, Acknowledgment acknowledgment) {
		}

	}

	static class PrototypeBean {

		@Bean
		@Scope("prototype")
		Listening listening() {
			return new Listening();
		}

		@Bean
		Object user(Listening listening) {
			return new Object();
		}

		static class Listening {

			@NatsListener("a")
			void handle(String payload) {
			}

		}

	}

	static class BatchOfOne {

		@NatsListener(subjects = "a", batch = "10")
		void handle(String payload) {
		}

	}

	static class BatchWithResult {

		@NatsListener(subjects = "a", batch = "10")
		String handle(List<String> payloads) {
			return "result";
		}

	}

	static class BatchTooLarge {

		@NatsListener(subjects = "a", durable = "d", batch = "100000")
		void handle(List<String> payloads) {
		}

	}

	static class BatchWithOrder {

		@NatsListener(subjects = "a", durable = "d", batch = "10", order = "subject")
		void handle(List<String> payloads) {
		}

	}

	static class ReplayControlOfDurable {

		@NatsListener(subjects = "a", durable = "d", deliver = "all")
		void handle(String payload, ReplayControl control) {
		}

	}

	static class BadBatchWait {

		@NatsListener(subjects = "a", batch = "10", batchWait = "soon")
		void handle(List<String> payloads) {
		}

	}

}
