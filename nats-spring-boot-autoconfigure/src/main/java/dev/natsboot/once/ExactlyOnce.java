package dev.natsboot.once;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.natsboot.listener.ConfirmedAcks;

/**
 * Has a JetStream listener method handle each message once, although the server may
 * deliver it several times. The ids of handled messages are kept in a store; a message
 * whose id is there is acknowledged without a call of the method.
 * <p>
 * With the store {@code jdbc} the id is written in the same transaction as what the
 * method does with that database: both are there, or neither. With the store {@code kv}
 * the id is written after the method has returned: a process that dies between the two
 * has the message handled again.
 * <p>
 * Acknowledgements are {@linkplain ConfirmedAcks confirmed}.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ConfirmedAcks
public @interface ExactlyOnce {

	/**
	 * Where processed ids are kept: {@code kv}, {@code jdbc}, or the name of a
	 * {@link ProcessedIds} bean. By default {@code nats.once.store}; without that,
	 * {@code jdbc} where there is a data source with a transaction manager and {@code kv}
	 * elsewhere. Takes placeholders, resolved once at start.
	 * @return the store
	 */
	String store() default "";

	/**
	 * A SpEL expression for what identifies a message, evaluated on a
	 * {@link MessageFacts}, such as {@code header('Order-Id')} or
	 * {@code subjectToken(2)}. Two messages for which it is equal are the same message
	 * for this durable consumer. By default the {@code Nats-Msg-Id} header, and for
	 * messages without one their place in the stream. Takes placeholders, resolved once
	 * at start.
	 * @return the expression
	 */
	String id() default "";

}
