package dev.natsboot.cloud.stream.binder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.natsboot.listener.Acknowledgment;
import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.stream.binder.BinderHeaders;
import org.springframework.cloud.stream.binder.HeaderMode;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.GenericMessage;

/**
 * Makes Spring messages of received ones: one for each, and one for a batch. The payload
 * is the received array. Thread-safe.
 */
final class InboundMessages {

	private static final String MESSAGE_ID = "Nats-Msg-Id";

	private final HeaderMapper headerMapper;

	private final HeaderMode headerMode;

	private final boolean core;

	/**
	 * Creates it.
	 * @param headerMapper maps headers
	 * @param headerMode whether there are any
	 * @param core whether messages come without a stream
	 */
	InboundMessages(HeaderMapper headerMapper, HeaderMode headerMode, boolean core) {
		this.headerMapper = headerMapper;
		this.headerMode = headerMode;
		this.core = core;
	}

	/**
	 * Makes a message.
	 * @param message the received message
	 * @param acknowledgment settles it, for functions that do that
	 * @return the message
	 */
	org.springframework.messaging.Message<byte[]> create(Message message, @Nullable Acknowledgment acknowledgment) {
		Map<String, Object> headers = headers(message);
		if (acknowledgment != null) {
			headers.put(NatsHeaders.ACKNOWLEDGMENT, acknowledgment);
		}
		return create(message, headers);
	}

	org.springframework.messaging.Message<byte[]> create(Message message, Map<String, Object> headers) {
		return new GenericMessage<>(payload(message), new MessageHeaders(headers));
	}

	/**
	 * Makes one message of many, as the framework wants batches.
	 * @param messages the received messages
	 * @return a list of payloads, with the list of their headers as a header
	 */
	org.springframework.messaging.Message<List<byte[]>> create(List<Message> messages) {
		List<byte[]> payloads = new ArrayList<>(messages.size());
		List<Map<String, Object>> headers = new ArrayList<>(messages.size());
		for (Message message : messages) {
			payloads.add(payload(message));
			headers.add(headers(message));
		}
		Map<String, Object> shared = new HashMap<>();
		shared.put(BinderHeaders.BATCH_HEADERS, headers);
		Object contentType = headers.get(0).get(MessageHeaders.CONTENT_TYPE);
		if (contentType != null) {
			shared.put(MessageHeaders.CONTENT_TYPE, contentType);
		}
		return new GenericMessage<>(payloads, new MessageHeaders(shared));
	}

	/**
	 * The headers of a message, to which others may be added.
	 */
	Map<String, Object> headers(Message message) {
		Map<String, Object> headers = new HashMap<>(32);
		if (this.headerMode != HeaderMode.none) {
			this.headerMapper.fromNats(message.getHeaders(), headers);
			if (this.headerMode == HeaderMode.embeddedHeaders && headers.containsKey(MessageHeaders.CONTENT_TYPE)) {
				headers.put(BinderHeaders.NATIVE_HEADERS_PRESENT, true);
			}
		}
		headers.put(NatsHeaders.SUBJECT, message.getSubject());
		if (this.core) {
			if (message.getReplyTo() != null) {
				headers.put(NatsHeaders.REPLY_TO, message.getReplyTo());
			}
			return headers;
		}
		NatsJetStreamMetaData metaData = message.metaData();
		headers.put(NatsHeaders.STREAM, metaData.getStream());
		headers.put(NatsHeaders.SEQUENCE, metaData.streamSequence());
		headers.put(NatsHeaders.DELIVERIES, metaData.deliveredCount());
		headers.put(NatsHeaders.PUBLISHED_AT, metaData.timestamp().toInstant());
		String id = (message.getHeaders() != null) ? message.getHeaders().getFirst(MESSAGE_ID) : null;
		if (id != null) {
			headers.put(NatsHeaders.RECEIVED_MESSAGE_ID, id);
		}
		return headers;
	}

	private static byte[] payload(Message message) {
		return Objects.requireNonNullElseGet(message.getData(), () -> new byte[0]);
	}

}
