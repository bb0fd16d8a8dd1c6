package dev.natsboot.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PublishBatchTests extends TemplateTestBase {

	@BeforeAll
	static void addStreams() throws Exception {
		atomic("BATCHES", (stream) -> stream.allowAtomicPublish());
		stream("SINGLES", "singles.>");
	}

	private static void atomic(String name, UnaryOperator<StreamConfiguration.Builder> with) throws Exception {
		connection.jetStreamManagement()
			.addStream(with
				.apply(StreamConfiguration.builder().name(name).subjects(name + ".>").storageType(StorageType.Memory))
				.build());
	}

	private static long count(String stream) throws Exception {
		return connection.jetStreamManagement().getStreamInfo(stream).getStreamState().getMsgCount();
	}

	@Test
	void storesAllMessagesInOrder() throws Exception {
		atomic("WHOLE", (stream) -> stream.allowAtomicPublish());
		NatsTemplate template = template();
		PublishBatch batch = template.batch()
			.timeout(LONG)
			.add("WHOLE.a", new Order("o-1", 1))
			.add(template.to("WHOLE.b").header("X-Tag", "t").payload("second"))
			.add("WHOLE.a", null);
		assertThat(batch.size()).isEqualTo(3);
		assertThat(count("WHOLE")).isZero();
		PublishAck ack = batch.commit();
		assertThat(ack.getBatchSize()).isEqualTo(3);
		assertThat(ack.getBatchId()).isNotEmpty();
		assertThat(ack.getSeqno()).isEqualTo(3);
		assertThat(count("WHOLE")).isEqualTo(3);
		MessageInfo second = connection.jetStreamManagement().getMessage("WHOLE", 2);
		assertThat(second.getSubject()).isEqualTo("WHOLE.b");
		assertThat(second.getData()).asString(StandardCharsets.UTF_8).isEqualTo("second");
		assertThat(second.getHeaders().getFirst("X-Tag")).isEqualTo("t");
		assertThat(template.batch().add("WHOLE.single", "x").commit().getBatchSize()).isEqualTo(1);
	}

	@Test
	void takesAThousandMessagesAndNoMore() throws Exception {
		PublishBatch batch = template().batch();
		long before = count("BATCHES");
		for (int i = 0; i < PublishBatch.MAX_SIZE; i++) {
			batch.add("BATCHES.many." + i, "x");
		}
		assertThatIllegalStateException().isThrownBy(() -> batch.add("BATCHES.many", "x"))
			.withMessageContaining("1000");
		assertThat(batch.commit().getBatchSize()).isEqualTo(1000);
		assertThat(count("BATCHES")).isEqualTo(before + 1000);
	}

	@Test
	void anExpectationThatFailsStoresNothing() throws Exception {
		atomic("EXPECTING", (stream) -> stream.allowAtomicPublish());
		NatsTemplate template = template();
		template.publish("EXPECTING.b", "x");
		assertThatExceptionOfType(StreamRejectedException.class)
			.isThrownBy(() -> template.batch()
				.add("EXPECTING.a", "1")
				.add(template.to("EXPECTING.b").expectedLastSubjectSequence(0).payload("2"))
				.add("EXPECTING.c", "3")
				.commit())
			.satisfies((ex) -> assertThat(ex.getErrorCode()).isEqualTo(10071))
			.withMessageContaining("batch of 3 messages that begins with 'EXPECTING.a'");
		assertThat(count("EXPECTING")).isEqualTo(1);
	}

	@Test
	void theErrorOfAMessageInTheMiddleIsTheCallers() throws Exception {
		atomic("SMALL", (stream) -> stream.allowAtomicPublish().maximumMessageSize(500));
		assertThatExceptionOfType(StreamRejectedException.class)
			.isThrownBy(() -> template().batch()
				.add("SMALL.a", "1")
				.add("SMALL.large", new byte[1000])
				.add("SMALL.c", "3")
				.add("SMALL.d", "4")
				.commit())
			.satisfies((ex) -> assertThat(ex.getErrorCode()).isEqualTo(10054))
			.withMessageContaining("SMALL.large");
		assertThat(count("SMALL")).isZero();
	}

	@Test
	void anIdThatIsStoredAlreadyRefusesTheBatch() throws Exception {
		atomic("UNIQUE", (stream) -> stream.allowAtomicPublish());
		NatsTemplate template = template();
		template.to("UNIQUE.a").messageId("m-1").publish();
		assertThatExceptionOfType(StreamRejectedException.class)
			.isThrownBy(
					() -> template.batch().add("UNIQUE.b", "1").add(template.to("UNIQUE.c").messageId("m-1")).commit())
			.withMessageContaining("message id of the batch is in the stream already");
		assertThat(count("UNIQUE")).isEqualTo(1);
	}

	@Test
	void aStreamWithoutBatchesSaysWhatItNeeds() throws Exception {
		assertThatExceptionOfType(StreamRejectedException.class)
			.isThrownBy(() -> template().batch().add("singles.a", "1").add("singles.b", "2").commit())
			.satisfies((ex) -> assertThat(ex.getErrorCode()).isEqualTo(10174))
			.satisfies((ex) -> assertThat(ex.isRetryable()).isFalse())
			.withMessageContaining("allow_atomic");
		assertThat(count("SINGLES")).isZero();
		assertThatExceptionOfType(NoRespondersException.class)
			.isThrownBy(() -> template().batch().add("nowhere.a", "1").add("nowhere.b", "2").commit());
	}

	@Test
	void aBatchThatWasLostOnItsWayIsPublishedAgainUnderAnotherId() throws Exception {
		List<String> seen = new ArrayList<>();
		AtomicInteger commits = new AtomicInteger();
		respond("unsteady.>", (request) -> {
			seen.add(request.getHeaders().getFirst("Nats-Batch-Id"));
			answer(request, commits);
		});
		PublishAck ack = template().batch().add("unsteady.a", "1").add("unsteady.b", "2").commit();
		assertThat(ack.getSeqno()).isEqualTo(2);
		assertThat(seen).hasSize(4);
		assertThat(seen.stream().distinct()).hasSize(2);
	}

	/** The first commit finds that a message is missing, as after a leader's change. */
	private static void answer(Message request, AtomicInteger commits) {
		String answer = "";
		if (request.getHeaders().containsKey("Nats-Batch-Commit")) {
			answer = (commits.incrementAndGet() > 1) ? "{\"stream\":\"FAKE\",\"seq\":2}"
					: "{\"error\":{\"code\":400,\"err_code\":10176,\"description\":\"incomplete\"}}";
		}
		connection.publish(request.getReplyTo(), answer.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void aServerThatDoesNotKnowBatchesIsSaid() throws Exception {
		respond("old.>", (request) -> connection.publish(request.getReplyTo(),
				"{\"stream\":\"OLD\",\"seq\":1}".getBytes(StandardCharsets.UTF_8)));
		assertThatExceptionOfType(NatsException.class)
			.isThrownBy(() -> template().batch().add("old.a", "1").add("old.b", "2").commit())
			.withMessageContaining("2.12");
	}

	@Test
	void aLostFirstAnswerIsTriedAgainAndALostCommitIsNot() throws Exception {
		Subscription silent = subscribe("silence.>");
		PublishRetry retry = new PublishRetry(2, Duration.ofMillis(100),
				new Backoff(Duration.ofMillis(20), 1, Duration.ofMillis(20), 0));
		NatsTemplate template = builder(connection).publishRetry(retry).timeout(Duration.ofSeconds(1)).build();
		assertThatExceptionOfType(NatsTimeoutException.class)
			.isThrownBy(() -> template.batch().add("silence.a", "1").add("silence.b", "2").commit());
		assertThat(next(silent).getSubject()).isEqualTo("silence.a");
		assertThat(next(silent).getSubject()).isEqualTo("silence.a");
		assertThatExceptionOfType(NatsTimeoutException.class)
			.isThrownBy(() -> template.batch().add("silence.c", "1").commit());
		assertThat(next(silent).getSubject()).isEqualTo("silence.c");
		template.send("silence.end", "x");
		assertThat(next(silent).getSubject()).isEqualTo("silence.end");
	}

	@Test
	void passesTheFilters() throws Exception {
		NatsTemplate template = builder(connection).filters(List.of((message, next) -> {
			message.headers().put("X-Filter", message.kind().name());
			return next.proceed(message);
		})).build();
		PublishAck ack = template.batch().add("BATCHES.filtered", "1").add("BATCHES.filtered", "2").commit();
		for (long sequence : List.of(ack.getSeqno() - 1, ack.getSeqno())) {
			MessageInfo message = connection.jetStreamManagement().getMessage("BATCHES", sequence);
			assertThat(message.getHeaders().getFirst("X-Filter")).isEqualTo("STREAM");
		}
	}

	@Test
	void wrongUseIsSaid() {
		NatsTemplate template = template();
		assertThatIllegalStateException().isThrownBy(() -> template.batch().commit()).withMessageContaining("empty");
		assertThatIllegalArgumentException().isThrownBy(() -> template.batch().add(template().to("BATCHES.other")));
		assertThatExceptionOfType(InvalidSubjectException.class).isThrownBy(() -> template.batch().add("a.*", "x"));
		PublishBatch batch = template.batch().add("BATCHES.once", "x");
		batch.commit();
		assertThatIllegalStateException().isThrownBy(batch::commit).withMessageContaining("committed");
		assertThatIllegalStateException().isThrownBy(() -> batch.add("BATCHES.once", "x"));
	}

}
