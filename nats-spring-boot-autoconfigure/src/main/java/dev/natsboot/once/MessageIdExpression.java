package dev.natsboot.once;

import dev.natsboot.core.NatsConfigurationException;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/**
 * Finds what identifies a message. Thread-safe.
 */
final class MessageIdExpression {

	private static final SimpleEvaluationContext CONTEXT = SimpleEvaluationContext.forReadOnlyDataBinding()
		.withInstanceMethods()
		.build();

	private final @Nullable Expression expression;

	private MessageIdExpression(@Nullable Expression expression) {
		this.expression = expression;
	}

	static MessageIdExpression of(String text, String declaredAt) {
		if (text.isBlank()) {
			return new MessageIdExpression(null);
		}
		try {
			return new MessageIdExpression(new SpelExpressionParser().parseExpression(text));
		}
		catch (ParseException ex) {
			throw new NatsConfigurationException(declaredAt,
					"The id of its @ExactlyOnce is no SpEL expression: " + ex.getMessage(),
					"Write an expression such as header('Order-Id') or subjectToken(2).", ex);
		}
	}

	String id(Message message) {
		MessageFacts facts = new MessageFacts(message);
		if (this.expression == null) {
			return facts.getIdentity();
		}
		String id = this.expression.getValue(CONTEXT, facts, String.class);
		if (id == null || id.isEmpty()) {
			throw new IllegalStateException("Message " + message.metaData().streamSequence() + " of stream '"
					+ message.metaData().getStream() + "' has no id: the expression "
					+ this.expression.getExpressionString() + " gives nothing");
		}
		return id;
	}

}
