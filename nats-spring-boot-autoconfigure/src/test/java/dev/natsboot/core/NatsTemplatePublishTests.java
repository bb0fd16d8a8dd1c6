package dev.natsboot.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NatsTemplatePublishTests extends TemplateTestBase {

	@BeforeAll
	static void addStream() throws Exception {
		stream("EVENTS", "events.>");
	}

	@Test
	void waitsForTheAcknowledgement() throws Exception {
		PublishAck ack = template().publish("events.ack", new Order("o-1", 1), new Headers().put("X-Tag", "a"));
		assertThat(ack.getStream()).isEqualTo("EVENTS");
		MessageInfo stored = connection.jetStreamManagement().getMessage("EVENTS", ack.getSeqno());
		assertThat(stored.getSubject()).isEqualTo("events.ack");
		assertThat(stored.getHeaders().getFirst("Content-Type")).isEqualTo("application/json");
		assertThat(stored.getHeaders().getFirst("X-Tag")).isEqualTo("a");
	}

	@Test
	void dropsDuplicatesByMessageId() {
		NatsOperations.SendSpec spec = template().to("events.duplicate").messageId("m-1").payload("x");
		assertThat(spec.publish().isDuplicate()).isFalse();
		assertThat(spec.publish().isDuplicate()).isTrue();
	}

	@Test
	void keepsTheTimeToLive() throws Exception {
		PublishAck ack = template().to("events.ttl").ttl(Duration.ofMillis(3_600_500)).payload("x").publish();
		assertThat(
				connection.jetStreamManagement().getMessage("EVENTS", ack.getSeqno()).getHeaders().getFirst("Nats-TTL"))
			.isEqualTo("3601s");
	}

	@Test
	void aMessageGoesWhenItsTimeIsOver() throws Exception {
		PublishAck ack = template().to("events.short").ttl(Duration.ofSeconds(1)).payload("x").publish();
		assertThat(connection.jetStreamManagement().getMessage("EVENTS", ack.getSeqno())).isNotNull();
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(() -> assertThatExceptionOfType(JetStreamApiException.class)
				.isThrownBy(() -> connection.jetStreamManagement().getMessage("EVENTS", ack.getSeqno())));
	}

	@Test
	void aFullStreamMayBeTriedAgainLaterAndATooLargeMessageNot() throws Exception {
		connection.jetStreamManagement()
			.addStream(StreamConfiguration.builder()
				.name("FULL")
				.subjects("full.>")
				.maxMessages(1)
				.maximumMessageSize(500)
				.discardPolicy(DiscardPolicy.New)
				.build());
		NatsTemplate template = template();
		template.publish("full.a", "x");
		assertThatExceptionOfType(StreamRejectedException.class).isThrownBy(() -> template.publish("full.a", "x"))
			.satisfies((ex) -> assertThat(ex.getErrorCode()).isEqualTo(10077))
			.satisfies((ex) -> assertThat(ex.isRetryable()).isTrue());
		assertThatExceptionOfType(StreamRejectedException.class)
			.isThrownBy(() -> template.publish("full.a", new byte[1000]))
			.satisfies((ex) -> assertThat(ex.getErrorCode()).isEqualTo(10054))
			.satisfies((ex) -> assertThat(ex.isRetryable()).isFalse());
	}

	@Test
	void aServerWithoutStoreSpaceMayBeTriedAgainLater() throws Exception {
		try (EmbeddedNatsServer small = EmbeddedNatsServer.builder()
			.configuration("jetstream { max_memory_store: 16KB }")
			.start()) {
			Connection client = Nats.connect(small.url());
			try {
				client.jetStreamManagement()
					.addStream(StreamConfiguration.builder()
						.name("SMALL")
						.subjects("small")
						.storageType(StorageType.Memory)
						.build());
				NatsTemplate template = builder(client).build();
				assertThatExceptionOfType(StreamRejectedException.class).isThrownBy(() -> {
					for (int i = 0; i < 100; i++) {
						template.publish("small", new byte[1000]);
					}
				})
					.satisfies((ex) -> assertThat(ex.getErrorCode()).isIn(10002, 10023, 10028))
					.satisfies((ex) -> assertThat(ex.isRetryable()).isTrue());
			}
			finally {
				client.close();
			}
		}
	}

	@Test
	void aStreamThatRefusesGivesItsErrorCode() {
		NatsTemplate template = template();
		template.to("events.expected").expectedLastSubjectSequence(0).payload("x").publish();
		assertThatExceptionOfType(StreamRejectedException.class)
			.isThrownBy(() -> template.to("events.expected").expectedLastSubjectSequence(0).payload("x").publish())
			.satisfies((ex) -> assertThat(ex.getErrorCode()).isEqualTo(10071))
			.withMessageContaining("events.expected");
		assertThatExceptionOfType(StreamRejectedException.class)
			.isThrownBy(() -> template.to("events.expected").expectedLastSequence(1_000_000).publish())
			.satisfies((ex) -> assertThat(ex.getErrorCode()).isEqualTo(10071));
		assertThatExceptionOfType(StreamRejectedException.class)
			.isThrownBy(() -> template.to("events.expected").expectedStream("OTHER").publish())
			.satisfies((ex) -> assertThat(ex.getErrorCode()).isEqualTo(10060));
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> template.to("events.expected").expectedStream("OTHER").publishAsync().get())
			.withCauseInstanceOf(StreamRejectedException.class);
	}

	@Test
	void noStreamForASubjectIsSaid() {
		assertThatExceptionOfType(NoRespondersException.class).isThrownBy(() -> template().publish("nowhere", "x"))
			.withMessageContaining("No stream takes the subject 'nowhere'")
			.withMessageContaining("JetStream");
	}

	@Test
	void anAnswerThatIsNoAcknowledgementIsSaid() throws Exception {
		respond("pretender", (request) -> connection.publish(request.getReplyTo(), new byte[] { 'x' }));
		assertThatExceptionOfType(StreamRejectedException.class).isThrownBy(() -> template().publish("pretender", "x"))
			.withMessageContaining("not a stream")
			.satisfies((ex) -> assertThat(ex.getErrorCode()).isEqualTo(-1));
	}

	@Test
	void publishesManyWithoutWaiting() throws Exception {
		NatsTemplate template = builder(connection).maxInFlight(50).maxInFlightWait(LONG).build();
		List<CompletableFuture<PublishAck>> acks = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			acks.add(template.publishAsync("events.many", "x"));
			assertThat(template.getInFlight()).isLessThanOrEqualTo(50);
		}
		CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
		assertThat(acks.stream().map(CompletableFuture::join).map(PublishAck::getSeqno).distinct()).hasSize(500);
		assertThat(template.getInFlight()).isZero();
	}

	@Test
	void tooManyInFlightAreRefusedAndEachEndsByItsTimeout() throws Exception {
		StreamConfiguration noAck = StreamConfiguration.builder()
			.name("SILENT")
			.subjects("silent.>")
			.noAck(true)
			.build();
		connection.jetStreamManagement().addStream(noAck);
		NatsTemplate template = builder(connection).maxInFlight(2).maxInFlightWait(Duration.ofMillis(50)).build();
		CompletableFuture<PublishAck> first = template.to("silent.a").timeout(Duration.ofSeconds(3)).publishAsync();
		CompletableFuture<PublishAck> second = template.to("silent.a").timeout(Duration.ofSeconds(3)).publishAsync();
		assertThatExceptionOfType(OutgoingBufferFullException.class)
			.isThrownBy(() -> template.publishAsync("silent.a", "x"))
			.withMessageContaining("max-in-flight");
		for (CompletableFuture<PublishAck> ack : List.of(first, second)) {
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> ack.get(20, TimeUnit.SECONDS))
				.withCauseInstanceOf(NatsTimeoutException.class);
		}
		Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(template.getInFlight()).isZero());
	}

	@Test
	void whatIsAcknowledgedIsNotLostWithAnExecutorThatHasEnded() throws Exception {
		NatsTemplate template = builder(connection).callbackExecutor((task) -> {
			throw new RejectedExecutionException("ended");
		}).maxInFlight(1).maxInFlightWait(LONG).build();
		for (int i = 0; i < 3; i++) {
			assertThat(template.publishAsync("events.ended", "x").get(20, TimeUnit.SECONDS).getStream())
				.isEqualTo("EVENTS");
		}
	}

	@Test
	void aCallbackMayWaitForAnotherAcknowledgement() throws Exception {
		NatsTemplate template = template();
		CompletableFuture<Long> chained = template.publishAsync("events.chained", "1")
			.thenApply((ack) -> template.publish("events.chained", "2").getSeqno() - ack.getSeqno());
		assertThat(chained.get(20, TimeUnit.SECONDS)).isPositive();
	}

	@Test
	void manyCallbacksMayWaitAtOnce() throws Exception {
		NatsTemplate template = template();
		CountDownLatch all = new CountDownLatch(1);
		List<CompletableFuture<PublishAck>> chained = new ArrayList<>();
		for (int i = 0; i < 64; i++) {
			chained.add(template.publishAsync("events.waiting", "1").thenApply((ack) -> {
				CompletableFuture<PublishAck> second = template.publishAsync("events.waiting", "2");
				return second.join();
			}));
		}
		CompletableFuture.allOf(chained.toArray(CompletableFuture[]::new)).thenRun(all::countDown);
		await(all);
		assertThat(chained).allMatch((ack) -> ack.join().getSeqno() > 0);
	}

}
