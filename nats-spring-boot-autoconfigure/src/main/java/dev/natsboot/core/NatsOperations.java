package dev.natsboot.core;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import io.nats.client.Message;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Sends messages, asks for replies and publishes into JetStream streams. The short forms
 * use the default timeout; {@link #to(String)} describes a message step by step.
 * <p>
 * A payload is encoded by the application's codecs; {@code null} is an empty payload. A
 * {@code byte[]} goes out as it is and is not copied: do not change it after the call,
 * since it may still wait in the outgoing buffer. Every payload but {@code byte[]} gets a
 * {@code Content-Type} header unless the caller set one.
 * <p>
 * All methods throw subclasses of {@link NatsException}: {@link InvalidSubjectException},
 * {@link InvalidHeaderException}, {@link PayloadConversionException},
 * {@link MessageTooLargeException}, {@link NatsNotConnectedException},
 * {@link OutgoingBufferFullException} and {@link NatsInterruptedException} before or
 * while a message is handed to the client, also where they return a future; what goes
 * wrong later completes the future exceptionally. Thread-safe.
 *
 * @since 0.1.0
 */
public interface NatsOperations {

	/**
	 * Sends a core message, at most once.
	 * @param subject the subject
	 * @param payload the payload
	 */
	void send(String subject, @Nullable Object payload);

	/**
	 * Sends a core message with headers.
	 * @param subject the subject
	 * @param payload the payload
	 * @param headers the headers, see {@link SendSpec#headers(Headers)}
	 */
	void send(String subject, @Nullable Object payload, Headers headers);

	/**
	 * Sends a request and waits for the reply. Not to be called on an interrupted thread.
	 * @param <T> the type of the reply
	 * @param subject the subject
	 * @param payload the payload
	 * @param replyType the type of the reply; {@link Message} for the reply as it came
	 * (also if it is a service error), {@code Void} to ignore its payload
	 * @return the reply, {@code null} only where its payload says so
	 * @throws NoRespondersException if nobody listens to the subject
	 * @throws NatsTimeoutException if no reply came in time
	 * @throws ServiceErrorException if the responder answered with an error
	 */
	<T> @Nullable T request(String subject, @Nullable Object payload, Class<T> replyType);

	/**
	 * Sends a request and waits for the reply, of a generic type.
	 * @param <T> the type of the reply
	 * @param subject the subject
	 * @param payload the payload
	 * @param replyType the type of the reply
	 * @return the reply, {@code null} only where its payload says so
	 * @see #request(String, Object, Class)
	 */
	<T> @Nullable T request(String subject, @Nullable Object payload, ParameterizedTypeReference<T> replyType);

	/**
	 * Sends a request without waiting for the reply.
	 * @param <T> the type of the reply
	 * @param subject the subject
	 * @param payload the payload
	 * @param replyType the type of the reply
	 * @return the reply; completed by the timeout at the latest, on a thread that may
	 * block
	 * @see #request(String, Object, Class)
	 */
	<T> CompletableFuture<@Nullable T> requestAsync(String subject, @Nullable Object payload, Class<T> replyType);

	/**
	 * Sends a request without waiting for the reply, of a generic type.
	 * @param <T> the type of the reply
	 * @param subject the subject
	 * @param payload the payload
	 * @param replyType the type of the reply
	 * @return the reply
	 * @see #requestAsync(String, Object, Class)
	 */
	<T> CompletableFuture<@Nullable T> requestAsync(String subject, @Nullable Object payload,
			ParameterizedTypeReference<T> replyType);

	/**
	 * Sends a request to all who listen and collects their replies until the default
	 * timeout is over. Use {@link SendSpec#maxReplies(int)} and
	 * {@link SendSpec#stall(Duration)} to end earlier.
	 * @param <T> the type of the replies
	 * @param subject the subject
	 * @param payload the payload
	 * @param replyType the type of the replies
	 * @return the replies, in the order they came
	 * @see SendSpec#requestMany(Class)
	 */
	<T> List<T> requestMany(String subject, @Nullable Object payload, Class<T> replyType);

	/**
	 * Publishes into a stream and waits until the stream has stored the message. Tries
	 * again as {@link PublishRetry} says. Not to be called on an interrupted thread.
	 * @param subject the subject
	 * @param payload the payload
	 * @return the stream's acknowledgement
	 * @throws StreamRejectedException if the stream refused the message
	 * @throws NoRespondersException if no stream takes the subject
	 * @throws NatsTimeoutException if no acknowledgement came in time; the message may
	 * have been stored all the same
	 */
	PublishAck publish(String subject, @Nullable Object payload);

	/**
	 * Publishes into a stream, with headers, and waits until the message is stored.
	 * @param subject the subject
	 * @param payload the payload
	 * @param headers the headers, see {@link SendSpec#headers(Headers)}
	 * @return the stream's acknowledgement
	 * @see #publish(String, Object)
	 */
	PublishAck publish(String subject, @Nullable Object payload, Headers headers);

	/**
	 * Publishes into a stream without waiting for the acknowledgement. Only so many
	 * publishes may be unacknowledged at once; beyond them the call waits a bounded time
	 * for room.
	 * @param subject the subject
	 * @param payload the payload
	 * @return the stream's acknowledgement; completed by the timeout at the latest, on a
	 * thread that may block
	 * @throws OutgoingBufferFullException if too many publishes stayed unacknowledged
	 * @see #publish(String, Object)
	 */
	CompletableFuture<PublishAck> publishAsync(String subject, @Nullable Object payload);

	/**
	 * Publishes into a stream, with headers, without waiting for the acknowledgement.
	 * @param subject the subject
	 * @param payload the payload
	 * @param headers the headers, see {@link SendSpec#headers(Headers)}
	 * @return the stream's acknowledgement
	 * @see #publishAsync(String, Object)
	 */
	CompletableFuture<PublishAck> publishAsync(String subject, @Nullable Object payload, Headers headers);

	/**
	 * Begins to describe a message.
	 * @param subject the subject
	 * @return the description, to be completed and sent
	 */
	SendSpec to(String subject);

	/**
	 * Begins a batch of messages that a stream stores all together or not at all.
	 * @return the batch, to be filled and committed
	 */
	PublishBatch batch();

	/**
	 * One message, described step by step. Immutable: each step returns a new one, so
	 * that one description can be kept and sent many times, by many threads.
	 */
	interface SendSpec {

		/**
		 * The payload.
		 * @param payload the payload; {@code null} for an empty one
		 * @return the description with this payload
		 */
		SendSpec payload(@Nullable Object payload);

		/**
		 * A header, in place of one of the same name.
		 * @param name the name, case-sensitive
		 * @param values the values, at least one
		 * @return the description with this header
		 * @throws InvalidHeaderException if NATS cannot carry it
		 */
		SendSpec header(String name, String... values);

		/**
		 * Adds headers, in place of those of the same names. They are copied, except
		 * those whose name begins with {@code Nats-}: passing the headers of a received
		 * message on must not make the server drop or refuse the new one. Set such a
		 * header by {@link #header(String, String...)} or its own method.
		 * @param headers the headers
		 * @return the description with these headers
		 */
		SendSpec headers(Headers headers);

		/**
		 * Where an answer goes. Only for {@link #send()} and {@link #reply()}; requests
		 * choose their own.
		 * @param replyTo the subject
		 * @return the description with this reply subject
		 * @throws InvalidSubjectException if it is no subject to publish to
		 */
		SendSpec replyTo(String replyTo);

		/**
		 * The payload's content type, which chooses the codec. A {@code byte[]} or text
		 * goes out as it is under any content type.
		 * @param contentType a media type
		 * @return the description with this content type
		 */
		SendSpec contentType(String contentType);

		/**
		 * The message's id ({@code Nats-Msg-Id}), by which a stream drops duplicates.
		 * @param messageId the id
		 * @return the description with this id
		 */
		SendSpec messageId(String messageId);

		/**
		 * How long a stream keeps the message ({@code Nats-TTL}); the stream must allow
		 * it ({@code allow_msg_ttl}). Rounded up to whole seconds.
		 * @param ttl the time, above zero
		 * @return the description with this time to live
		 */
		SendSpec ttl(Duration ttl);

		/**
		 * Lets the stream hold the message and deliver it later, or again and again,
		 * under another subject (ADR-51); the stream must allow it
		 * ({@code allow_msg_schedules}). The subject of this message names the schedule:
		 * a later message to it takes its place, and purging it ends it. So give each
		 * schedule a subject of its own. Delivered messages have the same payload and
		 * headers, without those of NATS itself.
		 * @param schedule when
		 * @param target the subject of what is delivered, another one of the same stream
		 * @return the description with this schedule
		 * @throws InvalidSubjectException if the target is no subject to publish to
		 */
		SendSpec deliver(Schedule schedule, String target);

		/**
		 * The sequence that the stream's last message must have, or the stream refuses
		 * this one (error 10071).
		 * @param sequence the sequence, from 0
		 * @return the description with this expectation
		 */
		SendSpec expectedLastSequence(long sequence);

		/**
		 * The sequence that the last message of this subject must have, or the stream
		 * refuses this one (error 10071); 0 for no message yet.
		 * @param sequence the sequence, from 0
		 * @return the description with this expectation
		 */
		SendSpec expectedLastSubjectSequence(long sequence);

		/**
		 * The stream that must take the message, or it is refused (error 10060).
		 * @param stream the stream's name
		 * @return the description with this expectation
		 */
		SendSpec expectedStream(String stream);

		/**
		 * How long to wait for a reply, all replies or an acknowledgement. By default the
		 * template's timeout.
		 * @param timeout the time, above zero
		 * @return the description with this timeout
		 */
		SendSpec timeout(Duration timeout);

		/**
		 * How many replies end a {@link #requestMany(Class)}.
		 * @param maxReplies the number, from 1
		 * @return the description with this limit
		 */
		SendSpec maxReplies(int maxReplies);

		/**
		 * How long after a reply the next one must come, or a {@link #requestMany(Class)}
		 * ends. The first reply has the whole timeout.
		 * @param stall the time, above zero
		 * @return the description with this limit
		 */
		SendSpec stall(Duration stall);

		/**
		 * Sends a core message, at most once.
		 */
		void send();

		/**
		 * Answers a request: like {@link #send()}, but known to filters as a reply, and
		 * not subject to the naming policy.
		 */
		void reply();

		/**
		 * Sends a request and waits for the reply.
		 * @param <T> the type of the reply
		 * @param replyType the type of the reply
		 * @return the reply
		 * @see NatsOperations#request(String, Object, Class)
		 */
		<T> @Nullable T request(Class<T> replyType);

		/**
		 * Sends a request and waits for the reply, of a generic type.
		 * @param <T> the type of the reply
		 * @param replyType the type of the reply
		 * @return the reply
		 * @see NatsOperations#request(String, Object, Class)
		 */
		<T> @Nullable T request(ParameterizedTypeReference<T> replyType);

		/**
		 * Sends a request without waiting for the reply.
		 * @param <T> the type of the reply
		 * @param replyType the type of the reply
		 * @return the reply
		 * @see NatsOperations#requestAsync(String, Object, Class)
		 */
		<T> CompletableFuture<@Nullable T> requestAsync(Class<T> replyType);

		/**
		 * Sends a request without waiting for the reply, of a generic type.
		 * @param <T> the type of the reply
		 * @param replyType the type of the reply
		 * @return the reply
		 * @see NatsOperations#requestAsync(String, Object, Class)
		 */
		<T> CompletableFuture<@Nullable T> requestAsync(ParameterizedTypeReference<T> replyType);

		/**
		 * Sends a request to all who listen and collects their replies, until there are
		 * {@link #maxReplies(int)}, the {@link #stall(Duration)} or the timeout is over.
		 * @param <T> the type of the replies
		 * @param replyType the type of the replies; {@link Message} for the replies as
		 * they came, service errors among them
		 * @return the replies in the order they came; empty if there are listeners but
		 * none replied in time
		 * @throws NoRespondersException if nobody listens to the subject
		 * @throws ServiceErrorException if one answered with an error; the other replies
		 * are lost
		 */
		<T> List<T> requestMany(Class<T> replyType);

		/**
		 * Sends a request to all who listen and collects their replies, of a generic
		 * type.
		 * @param <T> the type of the replies
		 * @param replyType the type of the replies
		 * @return the replies
		 * @see #requestMany(Class)
		 */
		<T> List<T> requestMany(ParameterizedTypeReference<T> replyType);

		/**
		 * Sends a request to all who listen and hands over each reply as it comes, on the
		 * calling thread.
		 * @param <T> the type of the replies
		 * @param replyType the type of the replies
		 * @param more takes a reply and returns whether it wants another one
		 * @see #requestMany(Class)
		 */
		<T> void requestMany(Class<T> replyType, Predicate<? super T> more);

		/**
		 * Publishes into a stream and waits until the stream has stored the message.
		 * @return the stream's acknowledgement
		 * @see NatsOperations#publish(String, Object)
		 */
		PublishAck publish();

		/**
		 * Publishes into a stream without waiting for the acknowledgement.
		 * @return the stream's acknowledgement
		 * @see NatsOperations#publishAsync(String, Object)
		 */
		CompletableFuture<PublishAck> publishAsync();

		/**
		 * Adds to a counter, which a subject of a stream that counts is (ADR-49,
		 * {@code allow_msg_counter}), and waits for its new value. Needs server 2.12.
		 * Give it a {@link #messageId(String)}, so that it can be tried again when no
		 * acknowledgement comes. When that was needed, and the stream keeps only the last
		 * message, the value may include what others added meanwhile.
		 * @param by what to add, below zero to subtract, zero to read
		 * @return the new value
		 * @throws StreamRejectedException if the stream does not count, or the message
		 * has a payload or an expectation
		 * @see NatsOperations#publish(String, Object)
		 */
		BigInteger increment(BigInteger by);

		/**
		 * Adds to a counter.
		 * @param by what to add, below zero to subtract
		 * @return the new value
		 * @see #increment(BigInteger)
		 */
		default BigInteger increment(long by) {
			return increment(BigInteger.valueOf(by));
		}

	}

}
