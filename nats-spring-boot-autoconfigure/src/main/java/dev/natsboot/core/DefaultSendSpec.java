package dev.natsboot.core;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

/**
 * The template's description of a message.
 *
 * @param template the template
 * @param subject the subject, not yet checked
 * @param payload the payload before the codec
 * @param headers the headers, never changed once they are here
 * @param replyTo the reply subject
 * @param timeout the timeout
 * @param maxReplies how many replies end a request to many
 * @param stall how long after a reply the next one must come
 * @param schedule when the stream delivers the message
 */
record DefaultSendSpec(NatsTemplate template, String subject, @Nullable Object payload, @Nullable Headers headers,
		@Nullable String replyTo, Duration timeout, int maxReplies, @Nullable Duration stall,
		@Nullable Schedule schedule) implements NatsOperations.SendSpec {

	@Override
	public DefaultSendSpec payload(@Nullable Object payload) {
		return new DefaultSendSpec(this.template, this.subject, payload, this.headers, this.replyTo, this.timeout,
				this.maxReplies, this.stall, this.schedule);
	}

	@Override
	public DefaultSendSpec header(String name, String... values) {
		HeaderRules.check(name, Arrays.asList(values));
		if (values.length == 0) {
			throw new InvalidHeaderException("Header '" + name + "' has no value");
		}
		return withHeaders(new Headers(this.headers).put(name, values));
	}

	@Override
	public DefaultSendSpec headers(Headers headers) {
		Headers merged = new Headers(this.headers);
		HeaderRules.copy(headers, merged);
		return withHeaders(merged);
	}

	private DefaultSendSpec withHeaders(Headers headers) {
		return new DefaultSendSpec(this.template, this.subject, this.payload, headers, this.replyTo, this.timeout,
				this.maxReplies, this.stall, this.schedule);
	}

	@Override
	public DefaultSendSpec replyTo(String replyTo) {
		return new DefaultSendSpec(this.template, this.subject, this.payload, this.headers,
				Subjects.checkPublish(replyTo), this.timeout, this.maxReplies, this.stall, this.schedule);
	}

	@Override
	public DefaultSendSpec contentType(String contentType) {
		return header(PayloadCodecs.CONTENT_TYPE, contentType);
	}

	@Override
	public DefaultSendSpec messageId(String messageId) {
		Assert.hasLength(messageId, "'messageId' must not be empty");
		return header(NatsJetStreamConstants.MSG_ID_HDR, messageId);
	}

	@Override
	public DefaultSendSpec ttl(Duration ttl) {
		checkPositive(ttl, "ttl");
		return header(NatsJetStreamConstants.MSG_TTL_HDR, seconds(ttl));
	}

	static String seconds(Duration ttl) {
		return ((ttl.getNano() > 0) ? ttl.getSeconds() + 1 : ttl.getSeconds()) + "s";
	}

	@Override
	public DefaultSendSpec deliver(Schedule schedule, String target) {
		Headers merged = new Headers(this.headers).put(NatsJetStreamConstants.NATS_SCHEDULE_TARGET_HDR,
				this.template.checked(target));
		return new DefaultSendSpec(this.template, this.subject, this.payload, merged, this.replyTo, this.timeout,
				this.maxReplies, this.stall, schedule);
	}

	@Override
	public DefaultSendSpec expectedLastSequence(long sequence) {
		return sequence(NatsJetStreamConstants.EXPECTED_LAST_SEQ_HDR, sequence);
	}

	@Override
	public DefaultSendSpec expectedLastSubjectSequence(long sequence) {
		return sequence(NatsJetStreamConstants.EXPECTED_LAST_SUB_SEQ_HDR, sequence);
	}

	private DefaultSendSpec sequence(String header, long sequence) {
		Assert.isTrue(sequence >= 0, "'sequence' must not be negative");
		return header(header, Long.toString(sequence));
	}

	@Override
	public DefaultSendSpec expectedStream(String stream) {
		Assert.hasLength(stream, "'stream' must not be empty");
		return header(NatsJetStreamConstants.EXPECTED_STREAM_HDR, stream);
	}

	@Override
	public DefaultSendSpec timeout(Duration timeout) {
		checkPositive(timeout, "timeout");
		return new DefaultSendSpec(this.template, this.subject, this.payload, this.headers, this.replyTo, timeout,
				this.maxReplies, this.stall, this.schedule);
	}

	@Override
	public DefaultSendSpec maxReplies(int maxReplies) {
		Assert.isTrue(maxReplies > 0, "'maxReplies' must be above zero");
		return new DefaultSendSpec(this.template, this.subject, this.payload, this.headers, this.replyTo, this.timeout,
				maxReplies, this.stall, this.schedule);
	}

	@Override
	public DefaultSendSpec stall(Duration stall) {
		checkPositive(stall, "stall");
		return new DefaultSendSpec(this.template, this.subject, this.payload, this.headers, this.replyTo, this.timeout,
				this.maxReplies, stall, this.schedule);
	}

	static void checkPositive(Duration duration, String name) {
		Assert.isTrue(!duration.isNegative() && !duration.isZero(), () -> "'" + name + "' must be above zero");
	}

	@Override
	public void send() {
		this.template.doSend(this);
	}

	@Override
	public void reply() {
		this.template.doReply(this);
	}

	@Override
	public <T> @Nullable T request(Class<T> replyType) {
		return this.template.doRequest(this, this.template.reader(replyType));
	}

	@Override
	public <T> @Nullable T request(ParameterizedTypeReference<T> replyType) {
		return this.template.doRequest(this, this.template.reader(replyType));
	}

	@Override
	public <T> CompletableFuture<@Nullable T> requestAsync(Class<T> replyType) {
		return this.template.doRequestAsync(this, this.template.reader(replyType));
	}

	@Override
	public <T> CompletableFuture<@Nullable T> requestAsync(ParameterizedTypeReference<T> replyType) {
		return this.template.doRequestAsync(this, this.template.reader(replyType));
	}

	@Override
	public <T> List<T> requestMany(Class<T> replyType) {
		return this.template.doRequestMany(this, this.template.reader(replyType));
	}

	@Override
	public <T> List<T> requestMany(ParameterizedTypeReference<T> replyType) {
		return this.template.doRequestMany(this, this.template.reader(replyType));
	}

	@Override
	public <T> void requestMany(Class<T> replyType, Predicate<? super T> more) {
		this.template.doRequestMany(this, this.template.reader(replyType), more);
	}

	@Override
	public PublishAck publish() {
		return this.template.doPublish(this);
	}

	@Override
	public CompletableFuture<PublishAck> publishAsync() {
		return this.template.doPublishAsync(this);
	}

	@Override
	public BigInteger increment(BigInteger by) {
		return this.template.doIncrement(this, by);
	}

}
