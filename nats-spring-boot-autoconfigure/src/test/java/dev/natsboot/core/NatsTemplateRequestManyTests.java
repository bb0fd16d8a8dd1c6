package dev.natsboot.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class NatsTemplateRequestManyTests extends TemplateTestBase {

	private static void answer(String subject, String... payloads) throws Exception {
		respond(subject, (request) -> {
			for (String payload : payloads) {
				connection.publish(request.getReplyTo(), payload.getBytes(StandardCharsets.UTF_8));
			}
		});
	}

	@Test
	void endsAtTheCount() throws Exception {
		answer("many.count", "1", "2", "3");
		assertThat(template().to("many.count").maxReplies(2).requestMany(Integer.class)).containsExactly(1, 2);
	}

	@Test
	void endsWhenRepliesStall() throws Exception {
		answer("many.stall", "1", "2");
		answer("many.stall", "3");
		assertThat(template().to("many.stall").stall(Duration.ofMillis(500)).requestMany(Integer.class))
			.containsExactlyInAnyOrder(1, 2, 3);
	}

	@Test
	void endsAtTheTimeout() throws Exception {
		answer("many.timeout", "1");
		assertThat(template().to("many.timeout").timeout(Duration.ofSeconds(1)).requestMany(Integer.class))
			.containsExactly(1);
	}

	@Test
	void endsWhenTheCallerHasEnough() throws Exception {
		answer("many.enough", "1", "2", "3", "4");
		List<Integer> replies = new ArrayList<>();
		template().to("many.enough").requestMany(Integer.class, (reply) -> {
			replies.add(reply);
			return reply < 3;
		});
		assertThat(replies).containsExactly(1, 2, 3);
		assertThatIllegalStateException()
			.isThrownBy(() -> template().to("many.enough").requestMany(Integer.class, (reply) -> {
				throw new IllegalStateException("mine");
			}))
			.withMessage("mine");
	}

	@Test
	void readsGenericReplies() throws Exception {
		answer("many.generic", "[1]", "[2,3]");
		List<List<Integer>> replies = template().to("many.generic")
			.maxReplies(2)
			.requestMany(new ParameterizedTypeReference<List<Integer>>() {
			});
		assertThat(replies).containsExactly(List.of(1), List.of(2, 3));
	}

	@Test
	void nobodyIsAnExceptionSilenceIsNot() throws Exception {
		assertThatExceptionOfType(NoRespondersException.class)
			.isThrownBy(() -> template().requestMany("many.nobody", "x", String.class));
		respond("many.silent", (request) -> {
		});
		assertThat(template().to("many.silent").timeout(SHORT).requestMany(String.class)).isEmpty();
	}

	@Test
	void aServiceErrorIsAnExceptionUnlessRepliesAreRaw() throws Exception {
		answer("many.error", "1");
		respond("many.error", (request) -> connection.publish(request.getReplyTo(),
				new Headers().put("Nats-Service-Error", "broken").put("Nats-Service-Error-Code", "x"), new byte[0]));
		assertThatExceptionOfType(ServiceErrorException.class)
			.isThrownBy(() -> template().to("many.error").maxReplies(2).requestMany(Integer.class))
			.withMessage("500 broken");
		assertThat(template().to("many.error").maxReplies(2).requestMany(Message.class)).hasSize(2);
	}

	@Test
	void anInterruptEndsTheWaiting() throws Exception {
		CountDownLatch replied = new CountDownLatch(1);
		answer("many.interrupted", "1");
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		Thread caller = new Thread(() -> {
			try {
				template().to("many.interrupted").requestMany(Integer.class, (reply) -> {
					replied.countDown();
					return true;
				});
			}
			catch (NatsInterruptedException ex) {
				if (Thread.currentThread().isInterrupted()) {
					thrown.set(ex);
				}
			}
		});
		caller.start();
		await(replied);
		caller.interrupt();
		caller.join(LONG.toMillis());
		assertThat(thrown.get()).hasMessageContaining("was sent");
	}

}
