package dev.natsboot.annotation;

import java.lang.reflect.Method;
import java.util.List;

import dev.natsboot.core.NatsConfigurationException;
import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.DataBindingPropertyAccessor;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/**
 * Gives what a listener publishes its message id: by the expression of {@link MessageId},
 * or of the place of the message that was handled. Thread-safe.
 */
final class ResultId {

	private final String listener;

	private final @Nullable Expression expression;

	private final SimpleEvaluationContext context = SimpleEvaluationContext
		.forPropertyAccessors(DataBindingPropertyAccessor.forReadOnlyAccess())
		.withInstanceMethods()
		.build();

	private ResultId(String listener, @Nullable Expression expression) {
		this.listener = listener;
		this.expression = expression;
	}

	static ResultId of(Method method, String listener, String at) {
		MessageId annotation = AnnotatedElementUtils.findMergedAnnotation(method, MessageId.class);
		if (annotation == null) {
			return new ResultId(listener, null);
		}
		try {
			return new ResultId(listener, new SpelExpressionParser().parseExpression(annotation.value()));
		}
		catch (ParseException | IllegalArgumentException ex) {
			throw new NatsConfigurationException(at, "Its @MessageId is not an expression: " + ex.getMessage(),
					"Write for example \"'invoice-' + result.number\" or \"header('Order-Id')\".", ex);
		}
	}

	static boolean isOn(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, MessageId.class);
	}

	String of(Message message, Object result) {
		if (this.expression == null) {
			NatsJetStreamMetaData origin = message.metaData();
			return this.listener + ":" + origin.getStream() + ":" + origin.streamSequence() + ":"
					+ origin.timestamp().toInstant();
		}
		String id = this.expression.getValue(this.context, new View(message, result), String.class);
		if (id == null || id.isEmpty()) {
			throw new IllegalStateException("The @MessageId of listener '" + this.listener + "' gives nothing: "
					+ this.expression.getExpressionString());
		}
		return id;
	}

	/**
	 * What an expression sees.
	 */
	public static final class View extends OrderKey.View {

		private final Object result;

		View(Message message, Object result) {
			super(message, List.of());
			this.result = result;
		}

		public Object getResult() {
			return this.result;
		}

	}

}
