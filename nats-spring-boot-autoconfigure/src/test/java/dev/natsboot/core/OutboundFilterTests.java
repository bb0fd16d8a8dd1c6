package dev.natsboot.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.api.PublishAck;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class OutboundFilterTests extends TemplateTestBase {

	@BeforeAll
	static void addStream() throws Exception {
		stream("FILTERED", "filtered.stream");
	}

	private static NatsTemplate template(OutboundFilter... filters) {
		return builder(connection).filters(List.of(filters)).build();
	}

	@Test
	void filtersSeeAndChangeEveryMessage() throws Exception {
		Subscription subscription = subscribe("filtered.event");
		NatsTemplate template = template((message, next) -> {
			message.headers().put("X-Filter", "a");
			return next.proceed(message.withData("changed".getBytes(StandardCharsets.UTF_8)));
		});
		template.send("filtered.event", new byte[] { 1 });
		Message message = next(subscription);
		assertThat(message.getHeaders().getFirst("X-Filter")).isEqualTo("a");
		assertThat(new String(message.getData(), StandardCharsets.UTF_8)).isEqualTo("changed");
	}

	@Test
	void filtersSeeKindAndResult() throws Exception {
		respond("filtered.request", (request) -> connection.publish(request.getReplyTo(), request.getData()));
		List<OutboundMessage.Kind> kinds = new ArrayList<>();
		List<Object> results = new ArrayList<>();
		NatsTemplate template = template((message, next) -> {
			kinds.add(message.kind());
			Object result = next.proceed(message);
			results.add((result != null) ? result : "null");
			return result;
		});
		template.send("filtered.event", "x");
		template.to("filtered.event").reply();
		assertThat(template.request("filtered.request", "x", String.class)).isEqualTo("x");
		template.requestAsync("filtered.request", "x", String.class).get(20, TimeUnit.SECONDS);
		template.publish("filtered.stream", "x");
		template.publishAsync("filtered.stream", "x").get(20, TimeUnit.SECONDS);
		template.to("filtered.request").maxReplies(1).payload("x").requestMany(String.class);
		assertThat(kinds).containsExactly(OutboundMessage.Kind.EVENT, OutboundMessage.Kind.REPLY,
				OutboundMessage.Kind.REQUEST, OutboundMessage.Kind.REQUEST, OutboundMessage.Kind.STREAM,
				OutboundMessage.Kind.STREAM, OutboundMessage.Kind.REQUEST);
		assertThat(results.get(2)).isInstanceOf(Message.class);
		assertThat(results.get(3)).isInstanceOf(CompletableFuture.class);
		assertThat(results.get(4)).isInstanceOf(PublishAck.class);
		assertThat(results.get(5)).isInstanceOf(CompletableFuture.class);
		assertThat(results.get(6)).isEqualTo("null");
	}

	@Test
	void filtersSeeFailures() {
		List<Throwable> failures = new ArrayList<>();
		NatsTemplate template = template((message, next) -> {
			try {
				return next.proceed(message);
			}
			catch (NatsException ex) {
				failures.add(ex);
				throw ex;
			}
		});
		assertThatExceptionOfType(NoRespondersException.class)
			.isThrownBy(() -> template.request("filtered.nobody", "x", String.class));
		assertThat(failures).hasSize(1).first().isInstanceOf(NoRespondersException.class);
	}

	@Test
	void aFilterMayRefuse() throws Exception {
		Subscription subscription = subscribe("filtered.refused");
		NatsTemplate refusing = template((message, next) -> {
			throw new NatsException("no");
		});
		assertThatExceptionOfType(NatsException.class).isThrownBy(() -> refusing.send("filtered.refused", "x"))
			.withMessage("no");
		assertThatExceptionOfType(NatsException.class).isThrownBy(() -> refusing.publishAsync("filtered.refused", "x"));
		assertThat(refusing.getInFlight()).isZero();
		template().send("filtered.refused", "second");
		assertThat(next(subscription).getData()).asString(StandardCharsets.UTF_8).isEqualTo("second");
	}

	@Test
	void aFilterThatLosesTheResultIsTold() {
		NatsTemplate losing = template((message, next) -> null);
		assertThatIllegalStateException().isThrownBy(() -> losing.request("filtered.request", "x", String.class))
			.withMessageContaining("OutboundFilter");
	}

}
