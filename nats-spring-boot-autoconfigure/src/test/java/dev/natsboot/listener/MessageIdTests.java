package dev.natsboot.listener;

import java.util.concurrent.CompletableFuture;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.MessageId;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.deadletter.DeadLetters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What listeners publish has the message id that they say.
 */
class MessageIdTests extends JetStreamTestBase {

	@Test
	void resultsOfSeveralListenersWithOneIdAreStoredOnce() throws Exception {
		try (TestApplication application = application(One.class, Other.class).start(server.url())) {
			publish(application, 0, 3);
			publish(application, 0, 3);
			for (String durable : new String[] { "worker", "other" }) {
				eventually(() -> this.management.getConsumerInfo("J", durable).getDelivered().getConsumerSequence() == 6
						&& this.management.getConsumerInfo("J", durable).getNumAckPending() == 0);
			}
			assertThat(this.management.getStreamInfo("J").getStreamState().getMsgCount()).isEqualTo(6 + 3);
			assertThat(this.management.getLastMessage("J", "j.result").getHeaders().getFirst("Nats-Msg-Id"))
				.startsWith("invoice-");
		}
	}

	@Test
	void anExpressionThatGivesNothingFailsTheMessage() {
		try (TestApplication application = application(Nothing.class).property("nats.listener.max-deliveries", "1")
			.start(server.url())) {
			publish(application, 0, 1);
			eventually(() -> application.bean(DeadLetters.class).list(1, 10).size() == 1);
			assertThat(application.bean(DeadLetters.class).list(1, 1).get(0).headers().getFirst("Dead-Letter-Message"))
				.contains("@MessageId");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { WithoutSendTo.class, OnCore.class, NoExpression.class })
	void whereItCannotWorkTheStartFails(Class<?> bean) {
		assertThatExceptionOfType(NatsConfigurationException.class)
			.isThrownBy(() -> application(bean).start(server.url()).close())
			.withMessageContaining("@MessageId");
	}

	record Invoice(int number) {

	}

	static class One {

		@NatsListener(subjects = "j.work", durable = "worker")
		@SendTo("j.result")
		@MessageId("'invoice-' + result.number()")
		Invoice handle(String payload) {
			return new Invoice(Integer.parseInt(payload));
		}

	}

	static class Other {

		@NatsListener(subjects = "j.work", durable = "other")
		@SendTo("j.result")
		@MessageId("'invoice-' + result.number")
		CompletableFuture<Invoice> handle(String payload) {
			return CompletableFuture.supplyAsync(() -> new Invoice(Integer.parseInt(payload)));
		}

	}

	static class Nothing {

		@NatsListener(subjects = "j.work", durable = "worker")
		@SendTo("j.result")
		@MessageId("header('Order-Id')")
		String handle(String payload) {
			return payload;
		}

	}

	static class WithoutSendTo {

		@NatsListener(subjects = "j.work", durable = "worker")
		@MessageId("'id'")
		void handle(String payload) {
		}

	}

	static class OnCore {

		@NatsListener("c.work")
		@SendTo("j.result")
		@MessageId("'id'")
		String handle(String payload) {
			return payload;
		}

	}

	static class NoExpression {

		@NatsListener(subjects = "j.work", durable = "worker")
		@SendTo("j.result")
		@MessageId("header(")
		String handle(String payload) {
			return payload;
		}

	}

}
