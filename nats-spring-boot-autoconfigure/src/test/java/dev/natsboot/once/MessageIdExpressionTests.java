package dev.natsboot.once;

import java.nio.charset.StandardCharsets;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What identifies a message.
 */
class MessageIdExpressionTests {

	private final Message message = NatsMessage.builder()
		.subject("orders.eu.created")
		.headers(new Headers().put("Nats-Msg-Id", "m1").put("Order-Id", "7"))
		.data("payload", StandardCharsets.UTF_8)
		.build();

	@Test
	void expressionsSeeTheMessage() {
		assertThat(id("")).isEqualTo("m1");
		assertThat(id("messageId")).isEqualTo("m1");
		assertThat(id("header('Order-Id') + '-' + subjectToken(2)")).isEqualTo("7-eu");
		assertThat(id("text")).isEqualTo("payload");
		assertThat(id("subject")).isEqualTo("orders.eu.created");
	}

	@Test
	void theIdentityOfAMessageThatWasPutBackIsThatOfTheOriginal() {
		this.message.getHeaders().put("Redriven-Id", "original");
		assertThat(id("")).isEqualTo("original");
	}

	@Test
	void expressionsReachNoTypesAndNoBeans() {
		assertThatException().isThrownBy(() -> id("T(java.lang.Runtime).getRuntime()"));
		assertThatException().isThrownBy(() -> id("@environment"));
	}

	private String id(String expression) {
		return MessageIdExpression.of(expression, "test").id(this.message);
	}

}
