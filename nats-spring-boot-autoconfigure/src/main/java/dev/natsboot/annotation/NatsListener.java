package dev.natsboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Marks a method that handles messages of one or more NATS subjects.
 * <p>
 * Without {@link #durable()} it is a core subscription: each message at most once. With
 * {@link #durable()} it is a JetStream consumer: each message at least once, acknowledged
 * after the method has returned, or after what it returned has completed.
 * <p>
 * Parameters may be the payload (any one parameter not claimed otherwise, or the one with
 * {@code @Payload}; with {@code @Validated} or {@code @Valid} it is validated),
 * {@code @Header} and {@code @Headers} values, a {@link SubjectToken}, a Spring
 * {@code Message}, and jnats's {@code Message}, {@code Headers},
 * {@code NatsJetStreamMetaData} and {@code Connection}. With a parameter of type
 * {@link dev.natsboot.listener.Acknowledgment} the method settles JetStream messages
 * itself; with one of type {@link dev.natsboot.listener.ReplayControl} a replay listener
 * reads on elsewhere.
 * <p>
 * A return value, also one that comes later by a {@code CompletionStage} or a
 * {@code Mono}, answers the requester; with {@code @SendTo} it goes to that subject. A
 * method that has something to answer and fails a request answers with the service error
 * headers of ADR-32; one that returns nothing answers nothing.
 * <p>
 * All attributes take {@code ${...}} placeholders and {@code #{...}} SpEL expressions,
 * resolved once at start. May be used as a meta-annotation.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(NatsListeners.class)
public @interface NatsListener {

	/**
	 * The subjects. An alias for {@link #subjects()}.
	 * @return subjects
	 */
	@AliasFor("subjects")
	String[] value() default {};

	/**
	 * The subjects to listen to. May hold wildcards ({@code orders.*.created},
	 * {@code orders.>}) and named tokens ({@code orders.{region}.created}), which are
	 * wildcards that {@link SubjectToken} knows by name. For a JetStream listener they
	 * are the consumer's filter; when left out, all subjects of the {@link #stream()}.
	 * @return subjects
	 */
	@AliasFor("value")
	String[] subjects() default {};

	/**
	 * The listener's id, by which the registry, events and health know it. Unique in the
	 * application. By default bean name and method name, such as
	 * {@code orderHandlers.onCreated}.
	 * @return the id
	 */
	String id() default "";

	/**
	 * The queue group of a core subscription: each message goes to one member of the
	 * group. Not with {@link #durable()}, whose instances share the work by themselves.
	 * @return the queue group's name
	 */
	String queue() default "";

	/**
	 * The durable consumer's name, which makes this a JetStream listener. Created if it
	 * is not there.
	 * @return the durable name
	 */
	String durable() default "";

	/**
	 * The stream of a JetStream listener. When left out it is found by the subjects.
	 * @return the stream's name
	 */
	String stream() default "";

	/**
	 * Where in its stream a JetStream listener begins: {@code all}, {@code new},
	 * {@code last}, {@code last-per-subject}, {@code sequence:17} or
	 * {@code time:2026-01-31T00:00:00Z}. With {@link #durable()}, when the consumer is
	 * created; by default {@code all}. Without it, at each start: the listener reads the
	 * stream in order and for itself alone, and nothing is acknowledged.
	 * @return the beginning
	 */
	String deliver() default "";

	/**
	 * The name of the connection under {@code nats.connections}. By default the one of
	 * the top-level {@code nats} properties.
	 * @return the connection's name
	 */
	String connection() default "";

	/**
	 * How many messages are handled at the same time: a number, or a range such as
	 * {@code 2-16} within which the number of workers follows the backlog. By default
	 * {@code nats.listener.concurrency}, which is 1.
	 * @return a number or a range, as text so that it may be a placeholder
	 */
	String concurrency() default "";

	/**
	 * What order is kept with a {@link #concurrency()} above one: {@code none};
	 * {@code subject}, for messages of one subject one after the other; {@code key}, the
	 * same for {@link #orderKey()}; or {@code strict}, for all messages one after the
	 * other, also across instances. With an order, a JetStream message that failed is
	 * tried again before those behind it.
	 * @return the order
	 */
	String order() default "";

	/**
	 * The key whose messages are handled one after the other: a SpEL expression without
	 * braces, evaluated for each message, with {@code token(2)}, {@code token('region')},
	 * {@code header('Customer')}, {@code subject} and {@code data}.
	 * @return the expression
	 */
	String orderKey() default "";

	/**
	 * How many messages are handled together at the most. The method takes a {@code List}
	 * of payloads or of jnats's {@code Message}. When it returns, all of them are
	 * handled; when it throws, none; or it returns a {@code List<Settlement>} with a
	 * decision for each. A message whose payload cannot be read is left out and settled
	 * by itself.
	 * @return a number, as text so that it may be a placeholder; by default the method
	 * takes one message
	 */
	String batch() default "";

	/**
	 * How long the first message of a {@link #batch()} waits for others.
	 * @return a duration such as {@code 50ms}; by default 100 ms
	 */
	String batchWait() default "";

	/**
	 * After how long without a message
	 * {@link dev.natsboot.listener.NatsListenerEvent.Idle} is published. By default
	 * {@code nats.listener.idle-event-after}, which is never.
	 * @return a duration such as {@code 5m}
	 */
	String idleEventAfter() default "";

	/**
	 * The priority group of a JetStream listener: how the server chooses among the
	 * instances that share its {@link #durable()}, by {@link #priorityPolicy()}. Needs
	 * nats-server 2.11.
	 * @return a name of up to 16 letters, digits and {@code - _ / =}
	 */
	String priorityGroup() default "";

	/**
	 * How the server chooses in the {@link #priorityGroup()}: {@code overflow}, this
	 * instance gets messages only beyond {@link #minPending()} or
	 * {@link #minAckPending()}; {@code pinned-client}, one instance gets all of them and
	 * the others stand by; {@code prioritized} (nats-server 2.12), the instances of the
	 * first {@link #priority()} that ask get them.
	 * @return the policy
	 */
	String priorityPolicy() default "";

	/**
	 * After how long without a word the pinned instance is given up, when the consumer is
	 * created.
	 * @return a duration such as {@code 3s}, the default
	 */
	String priorityTimeout() default "";

	/**
	 * This instance's priority: {@code 0}, the first and the default, to {@code 9}.
	 * @return a number, as text so that it may be a placeholder
	 */
	String priority() default "";

	/**
	 * How many messages must be pending for this instance to get any.
	 * @return a number, as text so that it may be a placeholder
	 */
	String minPending() default "";

	/**
	 * How many messages must be delivered and not settled for this instance to get any.
	 * @return a number, as text so that it may be a placeholder
	 */
	String minAckPending() default "";

	/**
	 * Whether the listener starts with the application. By default
	 * {@code nats.listener.auto-startup}, which is true.
	 * @return {@code true} or {@code false}, as text so that it may be a placeholder
	 */
	String autoStartup() default "";

	/**
	 * The name of the {@code NatsListenerContainerFactory} bean that builds the
	 * container.
	 * @return a bean name
	 */
	String containerFactory() default "";

	/**
	 * The name of the {@code ErrorHandler} bean that decides what happens to a message
	 * whose handling failed. By default the factory's.
	 * @return a bean name
	 */
	String errorHandler() default "";

}
