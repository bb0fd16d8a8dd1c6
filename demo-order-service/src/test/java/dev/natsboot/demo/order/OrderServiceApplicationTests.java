package dev.natsboot.demo.order;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import dev.natsboot.test.EmbeddedNats;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OrderServiceApplication} with a real server; the test plays the
 * inventory service.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:order-service;MODE=PostgreSQL;DB_CLOSE_DELAY=-1" })
@AutoConfigureRestTestClient
@EmbeddedNats
class OrderServiceApplicationTests {

	@Autowired
	private RestTestClient http;

	@Autowired
	private EmbeddedNatsServer server;

	private Connection inventory;

	private JetStreamManagement streams;

	private final String orderId = UUID.randomUUID().toString();

	@BeforeEach
	void connect() throws Exception {
		this.inventory = Nats.connect(this.server.url());
		this.streams = this.inventory.jetStreamManagement();
		if (!this.streams.getStreamNames().contains("INVENTORY")) {
			this.streams
				.addStream(StreamConfiguration.builder().name("INVENTORY").subjects("inventory.outcomes").build());
		}
	}

	@AfterEach
	void close() throws InterruptedException {
		this.inventory.close();
	}

	@Test
	void anOrderIsPublishedAndGetsItsOutcome() throws IOException, JetStreamApiException {
		post(order(2)).expectStatus()
			.isAccepted()
			.expectHeader()
			.location("/api/orders/" + this.orderId)
			.expectBody()
			.jsonPath("$.state")
			.isEqualTo("ACCEPTED");
		MessageInfo published = awaitPublished();
		assertThat(published.getHeaders().getFirst("Nats-Msg-Id")).isEqualTo(this.orderId);
		assertThat(published.getData()).asString().contains("\"sku\":\"SKU-01\"", "\"quantity\":2");
		tell("REJECTED", "out of stock");
		awaitState("REJECTED");
		get("/api/orders/" + this.orderId).expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.reason")
			.isEqualTo("out of stock");
		get("/api/orders/summary").expectBody().jsonPath("$.p99Millis").isNumber();
		get("/api/orders?limit=1").expectBody().jsonPath("$[0].orderId").isEqualTo(this.orderId);
	}

	@Test
	void theEndpointShowsListenersAndOnlyShows() {
		String listener = "/actuator/nats/listeners/outcomeListener.handle";
		get("/actuator/nats").expectStatus().isOk().expectBody().jsonPath("$.connections.default.size").isEqualTo(1);
		get("/actuator/nats/listeners").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$[*].durable")
			.isEqualTo("order-outcomes");
		get("/actuator/nats/listeners/nobody").expectStatus().isNotFound();
		get("/actuator/nats/nothing").expectStatus().isNotFound();
		this.http.post()
			.uri(listener)
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"action\": \"pause\"}")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
	}

	@Test
	void aDuplicateIsAnsweredWithTheOrderThatIsThere() throws IOException, JetStreamApiException {
		post(order(2)).expectStatus().isAccepted();
		awaitPublished();
		long published = this.streams.getStreamInfo("ORDERS").getStreamState().getMsgCount();
		post(order(2)).expectStatus().isOk().expectBody().jsonPath("$.orderId").isEqualTo(this.orderId);
		post(order(3)).expectStatus()
			.isEqualTo(HttpStatus.CONFLICT)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
		post("{\"customer\":\"c-1\",\"sku\":\"SKU-01\",\"quantity\":1}").expectStatus().isAccepted();
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.streams.getStreamInfo("ORDERS").getStreamState().getMsgCount())
				.isEqualTo(published + 1));
	}

	@Test
	void anInvalidOrderIsRefused() {
		post(order(0)).expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.errors.quantity")
			.isNotEmpty();
		post("{\"customer\":").expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
		get("/api/orders/" + this.orderId).expectStatus().isNotFound();
	}

	@Test
	void anOutcomeToldAgainChangesNothing() throws IOException, JetStreamApiException {
		post(order(1)).expectStatus().isAccepted();
		tell("RESERVED", null);
		Order decided = awaitState("RESERVED");
		tell("RESERVED", null);
		tell("REJECTED", "late");
		Awaitility.await()
			.until(() -> this.streams.getConsumerInfo("INVENTORY", "order-outcomes"),
					(consumer) -> consumer.getNumPending() == 0 && consumer.getNumAckPending() == 0);
		assertThat(find()).isEqualTo(decided);
	}

	@Test
	void ordersAreAcceptedWhileTheServerIsAwayAndPublishedAfter() {
		this.server.kill();
		try {
			post(order(1)).expectStatus().isAccepted();
		}
		finally {
			this.server.restart();
		}
		awaitPublished();
	}

	@Test
	void stockIsAskedByRequestAndReply() throws Exception {
		get("/api/stock/SKU-01").expectStatus()
			.isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
		Dispatcher stock = this.inventory.createDispatcher((message) -> this.inventory.publish(message.getReplyTo(),
				"{\"sku\":\"SKU-01\",\"initial\":9,\"available\":7}".getBytes(StandardCharsets.UTF_8)));
		stock.subscribe("inventory.stock.SKU-01");
		stock.subscribe("inventory.stock.SLOW", (message) -> {
		});
		this.inventory.flush(null);
		get("/api/stock/SKU-01").expectStatus().isOk().expectBody().jsonPath("$.available").isEqualTo(7);
		get("/api/stock/SLOW").expectStatus().isEqualTo(HttpStatus.GATEWAY_TIMEOUT);
		get("/api/stock/no.such").expectStatus().isBadRequest();
	}

	@Test
	void thePageIsThere() {
		get("/index.html").expectStatus().isOk().expectHeader().contentType(MediaType.TEXT_HTML);
	}

	private RestTestClient.ResponseSpec post(String body) {
		return this.http.post().uri("/api/orders").contentType(MediaType.APPLICATION_JSON).body(body).exchange();
	}

	private RestTestClient.ResponseSpec get(String uri) {
		return this.http.get().uri(uri).exchange();
	}

	private String order(int quantity) {
		return "{\"orderId\":\"%s\",\"customer\":\"c-1\",\"sku\":\"SKU-01\",\"quantity\":%d}".formatted(this.orderId,
				quantity);
	}

	private void tell(String outcome, String reason) throws IOException, JetStreamApiException {
		String quoted = (reason != null) ? '"' + reason + '"' : "null";
		this.inventory.jetStream()
			.publish("inventory.outcomes",
					"{\"orderId\":\"%s\",\"outcome\":\"%s\",\"reason\":%s}".formatted(this.orderId, outcome, quoted)
						.getBytes(StandardCharsets.UTF_8));
	}

	private MessageInfo awaitPublished() {
		return Awaitility.await()
			.ignoreExceptions()
			.until(() -> this.streams.getLastMessage("ORDERS", "orders.created"),
					(message) -> new String(message.getData(), StandardCharsets.UTF_8).contains(this.orderId));
	}

	private Order awaitState(String state) {
		return Awaitility.await().until(this::find, (order) -> order.state().name().equals(state));
	}

	private Order find() {
		return get("/api/orders/" + this.orderId).returnResult(Order.class).getResponseBody();
	}

}
