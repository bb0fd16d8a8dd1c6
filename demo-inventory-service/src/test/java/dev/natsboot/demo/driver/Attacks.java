package dev.natsboot.demo.driver;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;

import com.nimbusds.jwt.SignedJWT;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Tries what the secure demo must refuse, beside the same with the right to it, and looks
 * into the books whether it had an effect.
 */
final class Attacks {

	private static final Duration SETTLED = Duration.ofMinutes(1);

	private final DemoSecurity security;

	private final EmbeddedNatsServer nats;

	private final String orders;

	private final String inventory;

	private final Http http;

	private final Consumer<String> report;

	private boolean held = true;

	Attacks(DemoSecurity security, EmbeddedNatsServer nats, String orders, String inventory, Consumer<String> report)
			throws IOException, InterruptedException {
		this.security = security;
		this.nats = nats;
		this.orders = orders;
		this.inventory = inventory;
		this.report = report;
		this.http = new Http(security.issuer().token());
	}

	/**
	 * Tries all, and reports a line for each; returns whether everything was as it should
	 * be.
	 */
	boolean run() throws Exception {
		result("refused", "an order over HTTP without a token (401)", post(new Http(), newId()) == 401);
		Http reader = new Http(this.security.issuer().token(List.of("orders.read")));
		result("refused", "an order over HTTP with a token to read orders only (403)", post(reader, newId()) == 403);
		String orderId = newId();
		result("accepted", "an order over HTTP with a token to write orders (202)", post(this.http, orderId) == 202);
		result("accepted", "its signed message: the stock is reserved", awaitReserved(orderId));
		result("refused", "a connection to nats-server without TLS", !answersPlainText());
		DemoKeys keys = this.security.keys();
		result("refused", "a connection to nats-server without a certificate", !connects(keys.tlsWithoutCertificate()));
		try (RawSender sender = new RawSender(this.nats.url(), keys.reportTls(), "report-service", keys.reportKey())) {
			String before = books();
			MessageInfo genuine = sender.orderOf(orderId);
			forge(sender, genuine);
			replay(sender, genuine);
			result("accepted", "report-service asks for stock, which it may", sender.asksForStock());
			withoutRight(sender);
			result("unchanged", "the books of inventory-service, after all that", before.equals(books()));
		}
		return this.held;
	}

	/** By somebody who uses the name of the order service and the id of its key. */
	private void forge(RawSender sender, MessageInfo genuine) throws Exception {
		String proof = genuine.getHeaders().getFirst(RawSender.PROOF);
		String keyId = SignedJWT.parse(proof).getHeader().getKeyID();
		RawSender forger = sender.as("order-service", DemoKeys.forgedKey(keyId));
		String forged = newId();
		PublishAck ack = forger.publishOrder(forged);
		result("refused", "a forged order, signed by another key in the name of order-service",
				isRefused(sender, ack, "signature") && !isKnown(forged));
	}

	private void replay(RawSender sender, MessageInfo genuine) throws Exception {
		Headers copied = new Headers(genuine.getHeaders());
		result("refused", "a copy of a genuine order, by the stream",
				sender.publish(copied, genuine.getData()).isDuplicate());
		copied.put(RawSender.MESSAGE_ID, newId());
		PublishAck ack = sender.publish(copied, genuine.getData());
		result("refused", "a copy of a genuine order under another message id", isRefused(sender, ack, "headers"));
	}

	private void withoutRight(RawSender sender) throws Exception {
		String unauthorised = newId();
		PublishAck ack = sender.publishOrder(unauthorised);
		result("refused", "an order that report-service has signed, which may not order",
				isRefused(sender, ack, "denied") && !isKnown(unauthorised));
	}

	/** Whether a message became a dead letter, for that reason and without its proof. */
	private static boolean isRefused(RawSender sender, PublishAck ack, String reason) {
		try {
			Headers letter = sender.awaitDeadLetter(ack.getSeqno());
			return letter.getFirst("Dead-Letter-Message").endsWith(reason) && letter.getFirst(RawSender.PROOF) == null;
		}
		catch (ConditionTimeoutException ex) {
			return false;
		}
	}

	private int post(Http client, String orderId) throws IOException, InterruptedException {
		return client
			.post(this.orders + "/api/orders",
					"{\"orderId\":\"%s\",\"customer\":\"c-1\",\"sku\":\"%s\",\"quantity\":1}".formatted(orderId,
							RawSender.SKU))
			.status();
	}

	private boolean awaitReserved(String orderId) throws IOException, InterruptedException {
		Awaitility.await("order " + orderId + " to have its outcome")
			.atMost(SETTLED)
			.ignoreExceptions()
			.until(() -> !this.http.get(this.orders + "/api/orders/" + orderId)
				.body()
				.get("state")
				.asString()
				.equals("ACCEPTED"));
		return isKnown(orderId);
	}

	private boolean isKnown(String orderId) throws IOException, InterruptedException {
		return this.http.get(this.inventory + "/api/reservations/" + orderId).status() != 404;
	}

	private String books() throws IOException, InterruptedException {
		return this.http.get(this.inventory + "/api/reservations/summary").body().toString()
				+ this.http.get(this.inventory + "/api/stock").body();
	}

	private boolean answersPlainText() throws IOException {
		try (Socket socket = new Socket("127.0.0.1", this.nats.port())) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream()
				.write("CONNECT {\"verbose\":false}\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII));
			byte[] answer = socket.getInputStream().readAllBytes();
			return new String(answer, StandardCharsets.UTF_8).contains("PONG");
		}
		catch (SocketException ex) {
			// reset by the server
			return false;
		}
	}

	private boolean connects(SSLContext tls) throws InterruptedException {
		try (Connection connection = Nats.connect(Options.builder().server(this.nats.url()).sslContext(tls).build())) {
			return connection.getStatus() == Connection.Status.CONNECTED;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String newId() {
		return UUID.randomUUID().toString();
	}

	private void result(String expected, String what, boolean asExpected) {
		this.held &= asExpected;
		this.report.accept("  %-10s %s".formatted(asExpected ? expected : "NOT " + expected, what));
	}

}
