package dev.natsboot.core;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

/**
 * Sends over the connections of one pool. Built once and used by many threads.
 * <p>
 * A {@code byte[]} sent without headers and filters goes straight to the client and costs
 * nothing on top of it.
 *
 * @since 0.1.0
 */
public final class NatsTemplate implements NatsOperations {

	private static final byte[] EMPTY = new byte[0];

	private final PayloadCodecs codecs;

	private final OutboundPipeline pipeline;

	private final SubjectNamingPolicy namingPolicy;

	private final Duration timeout;

	private final boolean generateMessageIds;

	private final Executor callbackExecutor;

	private NatsTemplate(Builder builder) {
		this.codecs = builder.codecs;
		this.namingPolicy = builder.namingPolicy;
		this.timeout = builder.timeout;
		this.generateMessageIds = builder.generateMessageIds;
		this.callbackExecutor = (builder.callbackExecutor != null) ? builder.callbackExecutor
				: CallbackThreads.create();
		this.pipeline = new OutboundPipeline(builder.connections, builder.filters, builder.maxInFlight,
				builder.maxInFlightWait, builder.publishRetry, this.callbackExecutor);
	}

	/**
	 * Begins to build a template.
	 * @param connections where connections come from
	 * @param codecs the codecs
	 * @return the builder
	 */
	public static Builder builder(ConnectionSource connections, PayloadCodecs codecs) {
		return new Builder(connections, codecs);
	}

	/**
	 * How many asynchronous publishes wait for their acknowledgement.
	 * @return the number at this moment
	 */
	public int getInFlight() {
		return this.pipeline.inFlight();
	}

	/**
	 * What became of publishes into streams.
	 * @return figures at this moment
	 */
	public PublishSnapshot publishes() {
		return this.pipeline.publishes();
	}

	@Override
	public void send(String subject, @Nullable Object payload) {
		if (payload instanceof byte[] bytes && !this.pipeline.hasFilters()) {
			this.pipeline.sendBytes(checked(subject), bytes);
		}
		else {
			to(subject).payload(payload).send();
		}
	}

	@Override
	public void send(String subject, @Nullable Object payload, Headers headers) {
		to(subject).payload(payload).headers(headers).send();
	}

	@Override
	public <T> @Nullable T request(String subject, @Nullable Object payload, Class<T> replyType) {
		return to(subject).payload(payload).request(replyType);
	}

	@Override
	public <T> @Nullable T request(String subject, @Nullable Object payload, ParameterizedTypeReference<T> replyType) {
		return to(subject).payload(payload).request(replyType);
	}

	@Override
	public <T> CompletableFuture<@Nullable T> requestAsync(String subject, @Nullable Object payload,
			Class<T> replyType) {
		return to(subject).payload(payload).requestAsync(replyType);
	}

	@Override
	public <T> CompletableFuture<@Nullable T> requestAsync(String subject, @Nullable Object payload,
			ParameterizedTypeReference<T> replyType) {
		return to(subject).payload(payload).requestAsync(replyType);
	}

	@Override
	public <T> List<T> requestMany(String subject, @Nullable Object payload, Class<T> replyType) {
		return to(subject).payload(payload).requestMany(replyType);
	}

	@Override
	public PublishAck publish(String subject, @Nullable Object payload) {
		return to(subject).payload(payload).publish();
	}

	@Override
	public PublishAck publish(String subject, @Nullable Object payload, Headers headers) {
		return to(subject).payload(payload).headers(headers).publish();
	}

	@Override
	public CompletableFuture<PublishAck> publishAsync(String subject, @Nullable Object payload) {
		return to(subject).payload(payload).publishAsync();
	}

	@Override
	public CompletableFuture<PublishAck> publishAsync(String subject, @Nullable Object payload, Headers headers) {
		return to(subject).payload(payload).headers(headers).publishAsync();
	}

	@Override
	public SendSpec to(String subject) {
		return new DefaultSendSpec(this, subject, null, null, null, this.timeout, Integer.MAX_VALUE, null, null);
	}

	@Override
	public PublishBatch batch() {
		return new DefaultPublishBatch(this, this.timeout);
	}

	void doSend(DefaultSendSpec spec) {
		checked(spec.subject());
		this.pipeline.send(encode(OutboundMessage.Kind.EVENT, spec));
	}

	void doReply(DefaultSendSpec spec) {
		Subjects.checkPublish(spec.subject());
		this.pipeline.send(encode(OutboundMessage.Kind.REPLY, spec));
	}

	<T> @Nullable T doRequest(DefaultSendSpec spec, ReplyReader<T> reader) {
		checked(spec.subject());
		return reader.read(this.pipeline.request(encode(OutboundMessage.Kind.REQUEST, spec), spec.timeout()));
	}

	<T> CompletableFuture<@Nullable T> doRequestAsync(DefaultSendSpec spec, ReplyReader<T> reader) {
		checked(spec.subject());
		return this.pipeline.requestAsync(encode(OutboundMessage.Kind.REQUEST, spec), spec.timeout())
			.handleAsync(Outcome::new, this.callbackExecutor)
			.thenApply((outcome) -> reader.read(outcome.get()));
	}

	<T> List<T> doRequestMany(DefaultSendSpec spec, ReplyReader<T> reader) {
		List<T> replies = new ArrayList<>();
		doRequestMany(spec, reader, replies::add);
		return replies;
	}

	<T> void doRequestMany(DefaultSendSpec spec, ReplyReader<T> reader, Predicate<? super T> more) {
		checked(spec.subject());
		this.pipeline.requestMany(encode(OutboundMessage.Kind.REQUEST, spec),
				new Gathering(spec.maxReplies(), spec.stall(), spec.timeout()),
				(reply) -> more.test(reader.readPresent(reply)));
	}

	PublishAck doPublish(DefaultSendSpec spec) {
		checked(spec.subject());
		return this.pipeline.publish(encodeWithId(spec), spec.timeout());
	}

	CompletableFuture<PublishAck> doPublishAsync(DefaultSendSpec spec) {
		checked(spec.subject());
		CompletableFuture<PublishAck> ack = this.pipeline.publishAsync(encodeWithId(spec), spec.timeout());
		// a filter may complete its future where it likes
		return this.pipeline.hasFilters() ? ack.handleAsync(Outcome::new, this.callbackExecutor).thenApply(Outcome::get)
				: ack;
	}

	BigInteger doIncrement(DefaultSendSpec spec, BigInteger by) {
		checked(spec.subject());
		OutboundMessage message = encodeWithId(spec);
		message.headers().put(Counters.INCREMENT, Counters.increment(by));
		return this.pipeline.increment(message, spec.timeout());
	}

	void doAdd(DefaultSendSpec spec, List<OutboundMessage> batch) {
		checked(spec.subject());
		this.pipeline.collect(encode(OutboundMessage.Kind.STREAM, spec), batch);
	}

	PublishAck doCommit(List<OutboundMessage> batch, Duration timeout) {
		return this.pipeline.commit(batch, timeout);
	}

	String checked(String subject) {
		this.namingPolicy.check(Subjects.checkPublish(subject));
		return subject;
	}

	private OutboundMessage encodeWithId(DefaultSendSpec spec) {
		OutboundMessage message = encode(OutboundMessage.Kind.STREAM, spec);
		if (this.generateMessageIds && !message.headers().containsKey(NatsJetStreamConstants.MSG_ID_HDR)) {
			message.headers().put(NatsJetStreamConstants.MSG_ID_HDR, NUID.nextGlobal());
		}
		return message;
	}

	private OutboundMessage encode(OutboundMessage.Kind kind, DefaultSendSpec spec) {
		Object payload = spec.payload();
		if (payload instanceof byte[] bytes && spec.headers() == null && spec.schedule() == null) {
			return new OutboundMessage(kind, spec.subject(), spec.replyTo(), bytes, null);
		}
		Headers headers = new Headers(spec.headers());
		byte[] data;
		if (payload == null) {
			data = EMPTY;
		}
		else if (payload instanceof byte[] bytes) {
			data = bytes;
		}
		else {
			String contentType = headers.getFirst(PayloadCodecs.CONTENT_TYPE);
			PayloadCodec codec = this.codecs.encoder(payload.getClass(), contentType);
			data = codec.encode(payload);
			if (contentType == null) {
				headers.put(PayloadCodecs.CONTENT_TYPE, codec.contentType());
			}
		}
		if (spec.schedule() != null) {
			spec.schedule().write(headers, Clock.systemUTC());
		}
		return new OutboundMessage(kind, spec.subject(), spec.replyTo(), headers, data);
	}

	<T> ReplyReader<T> reader(Class<T> replyType) {
		return new ReplyReader<>((replyType == Message.class) ? null : this.codecs.decoder(replyType));
	}

	<T> ReplyReader<T> reader(ParameterizedTypeReference<T> replyType) {
		return new ReplyReader<>(
				(replyType.getType() == Message.class) ? null : this.codecs.decoder(replyType.getType()));
	}

	/**
	 * Builds a template.
	 */
	public static final class Builder {

		private final ConnectionSource connections;

		private final PayloadCodecs codecs;

		private List<OutboundFilter> filters = List.of();

		private SubjectNamingPolicy namingPolicy = SubjectNamingPolicy.none();

		private Duration timeout = Duration.ofSeconds(5);

		private int maxInFlight = 1000;

		private Duration maxInFlightWait = Duration.ofSeconds(2);

		private PublishRetry publishRetry = PublishRetry.defaults();

		private boolean generateMessageIds;

		private @Nullable Executor callbackExecutor;

		private Builder(ConnectionSource connections, PayloadCodecs codecs) {
			this.connections = connections;
			this.codecs = codecs;
		}

		/**
		 * The filters that each message passes, the outermost first. None by default.
		 * @param filters the filters
		 * @return this builder
		 */
		public Builder filters(List<OutboundFilter> filters) {
			this.filters = List.copyOf(filters);
			return this;
		}

		/**
		 * The naming policy. None by default.
		 * @param namingPolicy the policy
		 * @return this builder
		 */
		public Builder namingPolicy(SubjectNamingPolicy namingPolicy) {
			this.namingPolicy = namingPolicy;
			return this;
		}

		/**
		 * How long to wait for a reply or an acknowledgement, where the message does not
		 * say. By default 5 seconds.
		 * @param timeout the time, above zero
		 * @return this builder
		 */
		public Builder timeout(Duration timeout) {
			DefaultSendSpec.checkPositive(timeout, "timeout");
			this.timeout = timeout;
			return this;
		}

		/**
		 * How many asynchronous publishes may wait for their acknowledgement at once. By
		 * default 1000.
		 * @param maxInFlight the number, from 1
		 * @return this builder
		 */
		public Builder maxInFlight(int maxInFlight) {
			Assert.isTrue(maxInFlight > 0, "'maxInFlight' must be above zero");
			this.maxInFlight = maxInFlight;
			return this;
		}

		/**
		 * How long an asynchronous publish waits for room when too many are
		 * unacknowledged. By default 2 seconds.
		 * @param maxInFlightWait the time; zero not to wait
		 * @return this builder
		 */
		public Builder maxInFlightWait(Duration maxInFlightWait) {
			Assert.isTrue(!maxInFlightWait.isNegative(), "'maxInFlightWait' must not be negative");
			this.maxInFlightWait = maxInFlightWait;
			return this;
		}

		/**
		 * How publishes into streams are tried again. By default
		 * {@link PublishRetry#defaults()}.
		 * @param publishRetry the attempts and their delays
		 * @return this builder
		 */
		public Builder publishRetry(PublishRetry publishRetry) {
			this.publishRetry = publishRetry;
			return this;
		}

		/**
		 * Whether a message without an id gets one when it is published into a stream, so
		 * that it can be published again when no acknowledgement comes. Off by default:
		 * the server keeps every id in memory for the stream's duplicate window, and
		 * stores it with the message.
		 * @param generateMessageIds whether to generate ids
		 * @return this builder
		 */
		public Builder generateMessageIds(boolean generateMessageIds) {
			this.generateMessageIds = generateMessageIds;
			return this;
		}

		/**
		 * Completes the futures that callers get, and so runs their callbacks; also makes
		 * the second and further attempts of asynchronous publishes. By default a few
		 * daemon threads of the template's own, and more while callbacks wait for
		 * replies. It must not run tasks on the calling thread, which is the one that all
		 * replies come through.
		 * @param callbackExecutor the executor
		 * @return this builder
		 */
		public Builder callbackExecutor(Executor callbackExecutor) {
			this.callbackExecutor = callbackExecutor;
			return this;
		}

		/**
		 * Builds the template.
		 * @return the template
		 */
		public NatsTemplate build() {
			return new NatsTemplate(this);
		}

	}

}
