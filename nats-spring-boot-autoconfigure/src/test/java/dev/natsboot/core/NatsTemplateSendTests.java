package dev.natsboot.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Options;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NatsTemplateSendTests extends TemplateTestBase {

	@Test
	void sendsBytesAsTheyAre() throws Exception {
		Subscription subscription = subscribe("send.bytes");
		template().send("send.bytes", new byte[] { 1, 2 });
		Message message = next(subscription);
		assertThat(message.getData()).containsExactly(1, 2);
		assertThat(message.hasHeaders()).isFalse();
	}

	@Test
	void sendsTextAndObjectsWithTheirContentType() throws Exception {
		Subscription subscription = subscribe("send.objects");
		template().send("send.objects", "grüße");
		Message text = next(subscription);
		assertThat(new String(text.getData(), StandardCharsets.UTF_8)).isEqualTo("grüße");
		assertThat(text.getHeaders().getFirst("Content-Type")).isEqualTo("text/plain");
		template().send("send.objects", new Order("o-1", 3));
		Message json = next(subscription);
		assertThat(new String(json.getData(), StandardCharsets.UTF_8)).isEqualTo("{\"id\":\"o-1\",\"quantity\":3}");
		assertThat(json.getHeaders().getFirst("Content-Type")).isEqualTo("application/json");
	}

	@Test
	void sendsAnEmptyPayloadForNull() throws Exception {
		Subscription subscription = subscribe("send.null");
		template().send("send.null", null);
		Message message = next(subscription);
		assertThat(message.getData()).isEmpty();
		assertThat(message.hasHeaders()).isFalse();
	}

	@Test
	void keepsTheContentTypeOfTheCaller() throws Exception {
		Subscription subscription = subscribe("send.type");
		template().to("send.type").contentType("application/json").payload("{}").send();
		Message text = next(subscription);
		assertThat(new String(text.getData(), StandardCharsets.UTF_8)).isEqualTo("{}");
		assertThat(text.getHeaders().get("Content-Type")).containsExactly("application/json");
		template().to("send.type").contentType("application/json; charset=utf-8").payload(new Order("a", 1)).send();
		assertThat(next(subscription).getHeaders().get("Content-Type"))
			.containsExactly("application/json; charset=utf-8");
		assertThatExceptionOfType(PayloadConversionException.class)
			.isThrownBy(() -> template().to("send.type").contentType("image/png").payload(new Order("a", 1)).send())
			.withMessageContaining("image/png");
	}

	@Test
	void sendsHeadersReplyToAndMessageId() throws Exception {
		Subscription subscription = subscribe("send.headers");
		template().to("send.headers")
			.header("X-Tag", "one", "two")
			.messageId("m-1")
			.replyTo("send.answers")
			.payload("x")
			.send();
		Message message = next(subscription);
		assertThat(message.getHeaders().get("X-Tag")).containsExactly("one", "two");
		assertThat(message.getHeaders().getFirst("Nats-Msg-Id")).isEqualTo("m-1");
		assertThat(message.getReplyTo()).isEqualTo("send.answers");
	}

	@Test
	void doesNotPassHeadersOfNatsOn() throws Exception {
		Subscription subscription = subscribe("send.copied");
		Headers received = new Headers().put("Nats-Msg-Id", "m-1")
			.put("nats-expected-stream", "OTHER")
			.put("X-Tag", "kept");
		template().send("send.copied", "x", received);
		Headers sent = next(subscription).getHeaders();
		assertThat(sent.keySet()).containsExactlyInAnyOrder("X-Tag", "Content-Type");
	}

	@Test
	void descriptionsAreImmutable() throws Exception {
		Subscription subscription = subscribe("send.immutable");
		NatsOperations.SendSpec base = template().to("send.immutable").header("A", "1");
		base.header("B", "2").payload("other");
		base.send();
		Message message = next(subscription);
		assertThat(message.getHeaders().keySet()).containsExactly("A");
		assertThat(message.getData()).isEmpty();
	}

	@Test
	void refusesHeadersThatNatsCannotCarry() {
		NatsOperations.SendSpec spec = template().to("send.refused");
		assertThatExceptionOfType(InvalidHeaderException.class)
			.isThrownBy(() -> spec.header("X-Note", "secret\r\nX: y"))
			.withMessageContaining("X-Note")
			.withMessageContaining("line break")
			.withMessageNotContaining("secret");
		assertThatExceptionOfType(InvalidHeaderException.class).isThrownBy(() -> spec.header("X-Note", "gru\u00df"))
			.withMessageContaining("X-Note")
			.withMessageContaining("ASCII")
			.withMessageNotContaining("gru");
		assertThatExceptionOfType(InvalidHeaderException.class).isThrownBy(() -> spec.header("", "x"))
			.withMessageContaining("empty name");
		assertThatExceptionOfType(InvalidHeaderException.class).isThrownBy(() -> spec.header("a:b", "x"));
		assertThatExceptionOfType(InvalidHeaderException.class).isThrownBy(() -> spec.header("a"))
			.withMessageContaining("no value");
	}

	@Test
	void refusesWrongArguments() {
		NatsOperations.SendSpec spec = template().to("send.refused");
		assertThatExceptionOfType(InvalidSubjectException.class).isThrownBy(() -> spec.replyTo(""));
		assertThatIllegalArgumentException().isThrownBy(() -> spec.ttl(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> spec.timeout(Duration.ofSeconds(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> spec.expectedLastSequence(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> spec.maxReplies(0));
		assertThatExceptionOfType(InvalidSubjectException.class).isThrownBy(() -> template().send("a.*", new byte[0]));
		assertThatExceptionOfType(InvalidSubjectException.class).isThrownBy(() -> template().send("a b", "x"));
	}

	@Test
	void appliesTheNamingPolicyExceptToReplies() throws Exception {
		Subscription subscription = subscribe("answers");
		NatsTemplate named = builder(connection).namingPolicy(new SubjectNamingRules(true, 2, "", List.of())).build();
		assertThatExceptionOfType(InvalidSubjectException.class).isThrownBy(() -> named.send("answers", new byte[0]));
		assertThatExceptionOfType(InvalidSubjectException.class).isThrownBy(() -> named.publish("answers", "x"));
		assertThatExceptionOfType(InvalidSubjectException.class)
			.isThrownBy(() -> named.request("answers", "x", String.class));
		named.to("answers").payload("x").reply();
		assertThat(next(subscription).getData()).isNotEmpty();
	}

	@Test
	void refusesWhatIsTooLarge() {
		long max = connection.getMaxPayload();
		byte[] data = new byte[(int) max + 1];
		assertThatExceptionOfType(MessageTooLargeException.class).isThrownBy(() -> template().send("send.large", data))
			.withMessageContaining(String.valueOf(data.length))
			.withMessageContaining(String.valueOf(max));
		assertThatExceptionOfType(MessageTooLargeException.class)
			.isThrownBy(() -> template().to("send.large").header("A", "b").payload(new byte[(int) max]).publish());
	}

	@Test
	void refusesASubjectLongerThanAControlLine() {
		assertThatExceptionOfType(InvalidSubjectException.class)
			.isThrownBy(() -> template().send("a".repeat(5000), new byte[0]))
			.withMessageContaining("5000");
	}

	@Test
	void aClosedConnectionIsNotConnected() throws Exception {
		Connection closed = connect(Options.builder());
		NatsTemplate template = builder(closed).build();
		closed.close();
		assertThatExceptionOfType(NatsNotConnectedException.class)
			.isThrownBy(() -> template.send("send.closed", new byte[0]));
		assertThatExceptionOfType(NatsNotConnectedException.class)
			.isThrownBy(() -> template.request("send.closed", "x", String.class));
		assertThatExceptionOfType(NatsNotConnectedException.class)
			.isThrownBy(() -> template.requestMany("send.closed", "x", String.class));
		assertThatExceptionOfType(NatsNotConnectedException.class)
			.isThrownBy(() -> template.publishAsync("send.closed", "x"));
		assertThat(template.getInFlight()).isZero();
	}

	@Test
	void anInterruptedThreadStillSends() throws Exception {
		Subscription subscription = subscribe("send.interrupted");
		Thread.currentThread().interrupt();
		template().send("send.interrupted", new byte[] { 1 });
		assertThat(Thread.interrupted()).isTrue();
		assertThat(next(subscription).getData()).containsExactly(1);
	}

	@Test
	void anInterruptedThreadDoesNotBeginToWait() throws Exception {
		Subscription subscription = subscribe("send.wait");
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(NatsInterruptedException.class)
				.isThrownBy(() -> template().request("send.wait", new byte[] { 1 }, String.class));
			assertThatExceptionOfType(NatsInterruptedException.class)
				.isThrownBy(() -> template().publish("send.wait", new byte[] { 1 }));
			assertThatExceptionOfType(NatsInterruptedException.class)
				.isThrownBy(() -> template().requestMany("send.wait", new byte[] { 1 }, String.class));
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			Thread.interrupted();
		}
		template().send("send.wait", new byte[] { 2 });
		assertThat(next(subscription).getData()).containsExactly(2);
	}

}
