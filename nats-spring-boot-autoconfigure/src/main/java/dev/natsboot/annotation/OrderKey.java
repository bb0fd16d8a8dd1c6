package dev.natsboot.annotation;

import java.util.List;
import java.util.function.Function;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.SubjectPattern;
import dev.natsboot.core.Subjects;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.DataBindingPropertyAccessor;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/**
 * The key of a message, by an expression of {@link NatsListener#orderKey()}. It sees the
 * message and nothing else of the application. A message without a key has the key
 * {@code ""}.
 */
final class OrderKey implements Function<Message, Object> {

	private final Expression expression;

	private final List<SubjectPattern> patterns;

	private final SimpleEvaluationContext context = SimpleEvaluationContext
		.forPropertyAccessors(DataBindingPropertyAccessor.forReadOnlyAccess())
		.withInstanceMethods()
		.build();

	OrderKey(String expression, List<SubjectPattern> patterns, String at) {
		this.patterns = patterns;
		try {
			this.expression = new SpelExpressionParser().parseExpression(expression);
		}
		catch (ParseException ex) {
			throw new NatsConfigurationException(at, "Its 'orderKey' is not an expression: " + ex.getMessage(),
					"Write for example \"token(2)\", \"token('region')\" or \"header('Customer')\".", ex);
		}
	}

	@Override
	public Object apply(Message message) {
		Object key = this.expression.getValue(this.context, new View(message, this.patterns));
		return (key != null) ? key : "";
	}

	/**
	 * What an expression sees of a message.
	 */
	public static class View {

		private final Message message;

		private final List<SubjectPattern> patterns;

		View(Message message, List<SubjectPattern> patterns) {
			this.message = message;
			this.patterns = patterns;
		}

		public String getSubject() {
			return this.message.getSubject();
		}

		public byte[] getData() {
			return this.message.getData();
		}

		public @Nullable String header(String name) {
			Headers headers = this.message.getHeaders();
			return (headers != null) ? headers.getFirst(name) : null;
		}

		public @Nullable String token(int position) {
			return Subjects.token(getSubject(), position);
		}

		public @Nullable String token(String name) {
			for (SubjectPattern pattern : this.patterns) {
				if (pattern.tokenIndex(name) > 0 && pattern.matches(getSubject())) {
					return token(pattern.tokenIndex(name));
				}
			}
			return null;
		}

	}

}
