package dev.natsboot.core;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.nats.client.api.StreamConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NatsTemplateCounterTests extends TemplateTestBase {

	@BeforeAll
	static void addStreams() throws Exception {
		connection.jetStreamManagement().addStream(counters("COUNTERS", "hits.>").build());
		connection.jetStreamManagement().addStream(counters("LATEST", "latest.>").maxMessagesPerSubject(1).build());
		stream("UNCOUNTED", "uncounted.>");
	}

	private static StreamConfiguration.Builder counters(String name, String subjects) {
		return StreamConfiguration.builder().name(name).subjects(subjects).allowMessageCounter();
	}

	@Test
	void returnsTheNewValue() {
		NatsOperations.SendSpec hits = template().to("hits.page");
		assertThat(hits.increment(5)).isEqualTo(5);
		assertThat(hits.increment(-7)).isEqualTo(-2);
		assertThat(hits.increment(0)).isEqualTo(-2);
		BigInteger large = new BigInteger("123456789012345678901234567890");
		assertThat(hits.increment(large)).isEqualTo(large.subtract(BigInteger.TWO));
		assertThat(template().to("hits.other").increment(1)).isEqualTo(1);
	}

	@Test
	void anIdCountsOnceAndTellsItsOwnValue() {
		NatsTemplate template = template();
		NatsOperations.SendSpec once = template.to("hits.once").messageId("hit-1");
		assertThat(once.increment(3)).isEqualTo(3);
		assertThat(template.to("hits.once").increment(1)).isEqualTo(4);
		assertThat(once.increment(3)).isEqualTo(3);
		assertThat(template.to("hits.once").increment(0)).isEqualTo(4);
	}

	@Test
	void withoutHistoryADuplicateTellsTheLatestValue() {
		NatsTemplate template = template();
		NatsOperations.SendSpec once = template.to("latest.once").messageId("latest-1");
		assertThat(once.increment(3)).isEqualTo(3);
		assertThat(template.to("latest.once").increment(1)).isEqualTo(4);
		assertThat(once.increment(3)).isEqualTo(4);
	}

	@Test
	void aLostAcknowledgementIsCountedOnce() throws Exception {
		StreamConfiguration silent = counters("MUTE_COUNTERS", "mute.>").noAck(true).build();
		connection.jetStreamManagement().addStream(silent);
		NatsTemplate template = builder(connection).generateMessageIds(true)
			.publishRetry(new PublishRetry(1000, Duration.ofMillis(100), PublishRetry.defaults().backoff()))
			.build();
		CompletableFuture<BigInteger> value = CompletableFuture.supplyAsync(() -> template.to("mute.a").increment(2));
		Awaitility.await()
			.atMost(LONG)
			.until(() -> connection.jetStreamManagement()
				.getStreamInfo("MUTE_COUNTERS")
				.getStreamState()
				.getMsgCount() == 1);
		connection.jetStreamManagement().updateStream(StreamConfiguration.builder(silent).noAck(false).build());
		assertThat(value.get(20, TimeUnit.SECONDS)).isEqualTo(2);
		assertThat(template.to("mute.a").increment(0)).isEqualTo(2);
	}

	@Test
	void refusalsSayWhatIsMissing() throws Exception {
		NatsTemplate template = template();
		assertThatExceptionOfType(StreamRejectedException.class)
			.isThrownBy(() -> template.to("uncounted.a").increment(1))
			.withMessageContaining("allow_msg_counter");
		assertThatExceptionOfType(StreamRejectedException.class).isThrownBy(() -> template.publish("hits.a", "x"))
			.withMessageContaining("use increment");
		assertThatExceptionOfType(StreamRejectedException.class)
			.isThrownBy(() -> template.to("hits.a").payload("x").increment(1))
			.withMessageContaining("no payload");
		assertThatExceptionOfType(StreamRejectedException.class)
			.isThrownBy(() -> template.to("hits.a").expectedLastSequence(0).increment(1))
			.withMessageContaining("no expectation");
		respond("nocount", (request) -> connection.publish(request.getReplyTo(),
				"{\"stream\":\"OLD\",\"seq\":1}".getBytes(StandardCharsets.UTF_8)));
		assertThatExceptionOfType(NatsException.class).isThrownBy(() -> template.to("nocount").increment(1))
			.withMessageContaining("does not count");
	}

}
