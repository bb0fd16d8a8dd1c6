package dev.natsboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The message id of what a JetStream listener method returns, which {@code @SendTo}
 * publishes into a stream: of several messages with one id the stream keeps the first,
 * within its duplicate window. Without it the id is made of the place of the message that
 * was handled, so that a redelivery adds no second result. With it, results from other
 * listeners, processes and streams can be recognised as the same, too.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface MessageId {

	/**
	 * A SpEL expression for the id, such as {@code "'invoice-' + result.number"}. It sees
	 * {@code result}, which is what the method returned or its future gave, and of the
	 * message that was handled {@code subject}, {@code data}, {@code header('name')} and
	 * {@code token(2)}. It must not give {@code null} or an empty text. With several
	 * subjects each has its own behind the id.
	 * @return the expression
	 */
	String value();

}
