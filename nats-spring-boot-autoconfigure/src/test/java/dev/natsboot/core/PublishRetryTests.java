package dev.natsboot.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.nats.client.Message;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PublishRetryTests extends TemplateTestBase {

	private static final Backoff QUICK = new Backoff(Duration.ofMillis(20), 1, Duration.ofMillis(20), 0);

	private static final String PUB_ACK = "{\"stream\":\"FAKE\",\"seq\":7}";

	private static NatsTemplate template(int maxAttempts, Duration attemptTimeout) {
		return builder(connection).publishRetry(new PublishRetry(maxAttempts, attemptTimeout, QUICK)).build();
	}

	/** Stands in for a stream whose answers no server gives on demand. */
	private static List<String> answers(String subject, String... answers) throws Exception {
		List<String> ids = new CopyOnWriteArrayList<>();
		respond(subject, (request) -> {
			int attempt = ids.size();
			ids.add(id(request));
			String answer = answers[Math.min(attempt, answers.length - 1)];
			if (!answer.isEmpty()) {
				connection.publish(request.getReplyTo(), answer.getBytes(StandardCharsets.UTF_8));
			}
		});
		return ids;
	}

	private static String id(Message message) {
		String id = message.hasHeaders() ? message.getHeaders().getFirst("Nats-Msg-Id") : null;
		return (id != null) ? id : "none";
	}

	private static String error(int status, int code) {
		return "{\"error\":{\"code\":" + status + ",\"err_code\":" + code
				+ ",\"description\":\"no\"},\"stream\":\"FAKE\"}";
	}

	@Test
	void withoutRespondersEveryMessageIsPublishedAgain() throws Exception {
		NatsTemplate template = template(1000, LONG);
		CompletableFuture<PublishAck> async = template.publishAsync("late.async", "x");
		CompletableFuture<PublishAck> sync = CompletableFuture.supplyAsync(() -> template.publish("late.sync", "x"));
		assertThat(template.getInFlight()).isEqualTo(1);
		stream("LATE", "late.>");
		assertThat(async.get(20, TimeUnit.SECONDS).getStream()).isEqualTo("LATE");
		assertThat(sync.get(20, TimeUnit.SECONDS).getStream()).isEqualTo("LATE");
		assertThat(connection.jetStreamManagement().getStreamInfo("LATE").getStreamState().getMsgCount()).isEqualTo(2);
		Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(template.getInFlight()).isZero());
	}

	@Test
	void aStoredMessageWhoseAcknowledgementIsMissingIsStoredOnce() throws Exception {
		StreamConfiguration silent = StreamConfiguration.builder().name("MUTE").subjects("mute.>").noAck(true).build();
		connection.jetStreamManagement().addStream(silent);
		NatsTemplate template = template(1000, Duration.ofMillis(100));
		CompletableFuture<PublishAck> async = template.to("mute.a").messageId("a").payload("x").publishAsync();
		CompletableFuture<PublishAck> sync = CompletableFuture
			.supplyAsync(() -> template.to("mute.b").messageId("b").payload("x").publish());
		Awaitility.await().atMost(LONG).until(() -> count("MUTE") == 2);
		connection.jetStreamManagement().updateStream(StreamConfiguration.builder(silent).noAck(false).build());
		assertThat(async.get(20, TimeUnit.SECONDS).isDuplicate()).isTrue();
		assertThat(sync.get(20, TimeUnit.SECONDS).isDuplicate()).isTrue();
		assertThat(count("MUTE")).isEqualTo(2);
	}

	private static long count(String stream) throws Exception {
		return connection.jetStreamManagement().getStreamInfo(stream).getStreamState().getMsgCount();
	}

	@Test
	void withoutAnIdALostAcknowledgementEndsThePublish() throws Exception {
		List<String> ids = answers("lost.noid", "");
		NatsTemplate template = template(3, Duration.ofMillis(50));
		assertThatExceptionOfType(NatsTimeoutException.class)
			.isThrownBy(() -> template.to("lost.noid").timeout(Duration.ofSeconds(1)).publish())
			.withMessageContaining("within 1000 ms");
		assertThat(ids).containsExactly("none");
	}

	@Test
	void generatedIdsStayTheSame() throws Exception {
		List<String> ids = answers("lost.generated", "", "", PUB_ACK);
		NatsTemplate template = builder(connection).generateMessageIds(true)
			.publishRetry(new PublishRetry(3, Duration.ofMillis(100), QUICK))
			.build();
		assertThat(template.publish("lost.generated", "x").getSeqno()).isEqualTo(7);
		assertThat(ids).hasSize(3).doesNotContain("none");
		assertThat(ids.stream().distinct()).hasSize(1);
		assertThat(template.to("lost.generated").messageId("mine").publish().getSeqno()).isEqualTo(7);
		assertThat(ids).endsWith("mine");
	}

	@Test
	void momentaryErrorsOfTheStreamAreTriedAgain() throws Exception {
		List<String> ids = answers("moment", error(409, 10158), error(503, 10023), PUB_ACK);
		NatsTemplate template = template(3, LONG);
		assertThat(template.to("moment").messageId("m").publish().getSeqno()).isEqualTo(7);
		assertThat(ids).containsExactly("m", "m", "m");
		List<String> others = answers("moment.async", error(503, 10008), PUB_ACK);
		assertThat(template.publishAsync("moment.async", "x").get(20, TimeUnit.SECONDS).getSeqno()).isEqualTo(7);
		assertThat(others).hasSize(2);
	}

	@Test
	void theLastErrorIsTheCallersWhenNothingWasStored() throws Exception {
		List<String> ids = answers("busy", error(503, 10023));
		NatsTemplate template = template(3, LONG);
		assertThatExceptionOfType(StreamRejectedException.class)
			.isThrownBy(() -> template.to("busy").messageId("m").publish())
			.satisfies((ex) -> assertThat(ex.getErrorCode()).isEqualTo(10023))
			.satisfies((ex) -> assertThat(ex.isRetryable()).isTrue());
		assertThat(ids).hasSize(3);
	}

	@Test
	void aRefusalAfterALostAcknowledgementIsNoProofThatNothingIsStored() throws Exception {
		answers("doubt", "", error(400, 10071));
		NatsTemplate template = template(3, Duration.ofMillis(100));
		assertThatExceptionOfType(NatsTimeoutException.class)
			.isThrownBy(() -> template.to("doubt").messageId("m").expectedLastSubjectSequence(0).publish())
			.withMessageContaining("may have been stored")
			.withCauseInstanceOf(StreamRejectedException.class);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> {
			answers("doubt.async", "", error(400, 10071));
			template.to("doubt.async").messageId("m").publishAsync().get(20, TimeUnit.SECONDS);
		}).withCauseInstanceOf(NatsTimeoutException.class);
	}

	@Test
	void theTimeoutBoundsAllAttempts() throws Exception {
		List<String> ids = answers("bounded", "");
		NatsTemplate template = builder(connection)
			.publishRetry(new PublishRetry(1000, Duration.ofMillis(50),
					new Backoff(Duration.ofMinutes(1), 1, Duration.ofMinutes(1), 0)))
			.build();
		assertThatExceptionOfType(NatsTimeoutException.class)
			.isThrownBy(() -> template.to("bounded").messageId("m").publish());
		assertThat(ids).hasSize(1);
	}

	@Test
	void oneAttemptIsNoRetry() throws Exception {
		List<String> ids = answers("once", error(503, 10023));
		NatsTemplate template = builder(connection).publishRetry(PublishRetry.none()).build();
		assertThatExceptionOfType(StreamRejectedException.class).isThrownBy(() -> template.publish("once", "x"));
		assertThat(ids).hasSize(1);
	}

	@Test
	void anInterruptBetweenAttemptsEndsThePublish() throws Exception {
		NatsTemplate template = builder(connection)
			.publishRetry(new PublishRetry(2, LONG, new Backoff(Duration.ofSeconds(15), 1, Duration.ofSeconds(15), 0)))
			.build();
		CompletableFuture<Throwable> thrown = new CompletableFuture<>();
		List<String> ids = answers("interrupted", error(503, 10023));
		Thread publisher = new Thread(() -> {
			try {
				template.publish("interrupted", "x");
			}
			catch (NatsException ex) {
				thrown.complete(ex);
			}
		});
		publisher.start();
		Awaitility.await().atMost(LONG).until(() -> ids.size() == 1);
		publisher.interrupt();
		assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(NatsInterruptedException.class);
		publisher.join(LONG.toMillis());
	}

	@Test
	void wrongPoliciesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new PublishRetry(0, LONG, QUICK));
		assertThatIllegalArgumentException().isThrownBy(() -> new PublishRetry(1, Duration.ZERO, QUICK));
	}

}
