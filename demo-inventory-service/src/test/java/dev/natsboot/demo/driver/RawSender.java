package dev.natsboot.demo.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import javax.net.ssl.SSLContext;

import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.natsboot.core.OutboundMessage;
import dev.natsboot.security.keys.FixedSigningKeys;
import dev.natsboot.security.proof.ProofSettings;
import dev.natsboot.security.proof.ProofSigner;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import org.awaitility.Awaitility;

/**
 * Sends messages that are signed in some name with some key, on a connection of its own,
 * past the starter.
 */
final class RawSender implements AutoCloseable {

	static final String PROOF = "Message-Proof";

	static final String MESSAGE_ID = "Nats-Msg-Id";

	static final String SKU = "SKU-01";

	private static final String ORDERS = "orders.created";

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final Connection connection;

	private final ProofSigner signer;

	/**
	 * Connects.
	 * @param url the server
	 * @param tls what the connection needs for TLS
	 * @param name in whose name it signs
	 * @param key the key it signs with
	 */
	RawSender(String url, SSLContext tls, String name, OctetKeyPair key) throws IOException, InterruptedException {
		this(Nats.connect(Options.builder().server(url).sslContext(tls).build()), name, key);
	}

	private RawSender(Connection connection, String name, OctetKeyPair key) {
		this.connection = connection;
		this.signer = new ProofSigner(new FixedSigningKeys(key), name,
				new ProofSettings("nats", List.of(), Duration.ofMinutes(1)), List.of("_INBOX."), Clock.systemUTC());
	}

	/** Another one that signs on the same connection. */
	RawSender as(String name, OctetKeyPair key) {
		return new RawSender(this.connection, name, key);
	}

	/** Publishes a signed order. */
	PublishAck publishOrder(String orderId) throws IOException, JetStreamApiException {
		byte[] order = "{\"orderId\":\"%s\",\"sku\":\"%s\",\"quantity\":1}".formatted(orderId, SKU)
			.getBytes(StandardCharsets.UTF_8);
		Headers headers = new Headers().put("Content-Type", "application/json").put(MESSAGE_ID, orderId);
		return publish(sign(OutboundMessage.Kind.STREAM, ORDERS, headers, order), order);
	}

	/** Publishes an order as it is. */
	PublishAck publish(Headers headers, byte[] order) throws IOException, JetStreamApiException {
		return this.connection.jetStream()
			.publish(ORDERS, headers, order, PublishOptions.builder().streamTimeout(TIMEOUT).build());
	}

	/** Whether a signed request for stock is answered with it. */
	boolean asksForStock() throws InterruptedException {
		String subject = "inventory.stock." + SKU;
		byte[] nothing = new byte[0];
		Message reply = this.connection.request(NatsMessage.builder()
			.subject(subject)
			.headers(sign(OutboundMessage.Kind.REQUEST, subject, new Headers(), nothing))
			.data(nothing)
			.build(), TIMEOUT);
		return reply != null && new String(reply.getData(), StandardCharsets.UTF_8).contains("\"available\"");
	}

	/** The latest order in its stream, which must be a certain one. */
	MessageInfo orderOf(String orderId) throws IOException, JetStreamApiException {
		MessageInfo last = streams().getLastMessage("ORDERS", ORDERS);
		if (!orderId.equals(last.getHeaders().getFirst(MESSAGE_ID))) {
			throw new IllegalStateException("The latest message is not that of order " + orderId);
		}
		return last;
	}

	/** Waits for the dead letter of an order; returns its headers. */
	Headers awaitDeadLetter(long sequence) {
		String expected = Long.toString(sequence);
		return Awaitility.await("the dead letter of message " + sequence)
			.atMost(TIMEOUT)
			.ignoreExceptions()
			.until(() -> streams().getLastMessage("DEAD_LETTERS", "dead-letters.ORDERS.inventory").getHeaders(),
					(headers) -> expected.equals(headers.getFirst("Dead-Letter-Sequence")));
	}

	private JetStreamManagement streams() throws IOException {
		return this.connection.jetStreamManagement();
	}

	private Headers sign(OutboundMessage.Kind kind, String subject, Headers headers, byte[] data) {
		OutboundMessage message = new OutboundMessage(kind, subject, null, headers, data);
		return headers.put(PROOF, this.signer.sign(message, UUID.randomUUID().toString(), null, null));
	}

	@Override
	public void close() throws InterruptedException {
		this.connection.close();
	}

}
