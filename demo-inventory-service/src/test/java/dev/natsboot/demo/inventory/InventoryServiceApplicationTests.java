package dev.natsboot.demo.inventory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

import dev.natsboot.test.EmbeddedNats;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
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
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InventoryServiceApplication} with a real server; the test plays the
 * order service.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "spring.datasource.url=jdbc:h2:mem:inventory-service;MODE=PostgreSQL;DB_CLOSE_DELAY=-1")
@AutoConfigureRestTestClient
@EmbeddedNats
class InventoryServiceApplicationTests {

	private static final String OUTCOMES = "inventory.outcomes";

	@Autowired
	private RestTestClient http;

	@Autowired
	private EmbeddedNatsServer server;

	@Autowired
	private InventoryStore store;

	private Connection orders;

	private JetStreamManagement streams;

	private final String orderId = UUID.randomUUID().toString();

	@BeforeEach
	void connect() throws Exception {
		this.orders = Nats.connect(this.server.url());
		this.streams = this.orders.jetStreamManagement();
		if (!this.streams.getStreamNames().contains("ORDERS")) {
			this.streams.addStream(StreamConfiguration.builder().name("ORDERS").subjects("orders.>").build());
		}
	}

	@AfterEach
	void close() throws InterruptedException {
		this.orders.close();
	}

	@Test
	void stockIsReservedAndTheOutcomePublished() throws IOException, JetStreamApiException {
		int available = available("SKU-01");
		publish("SKU-01", 2);
		MessageInfo outcome = awaitOutcome();
		assertThat(outcome.getHeaders().getFirst("Nats-Msg-Id")).isEqualTo(this.orderId + ":outcome");
		assertThat(outcome.getData()).asString().contains("\"outcome\":\"RESERVED\"", "\"quantity\":2");
		assertThat(available("SKU-01")).isEqualTo(available - 2);
		this.http.get()
			.uri("/api/reservations/" + this.orderId)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.outcome")
			.isEqualTo("RESERVED");
	}

	@Test
	void anOrderWithoutStockIsRejected() throws IOException, JetStreamApiException {
		publish("SCARCE-1", 31);
		assertThat(awaitOutcome().getData()).asString().contains("out of stock");
		assertThat(available("SCARCE-1")).isEqualTo(30);
	}

	@Test
	void anOrderDeliveredAgainIsNeitherReservedNorToldAgain() throws IOException, JetStreamApiException {
		int available = available("SKU-02");
		publish("SKU-02", 3);
		MessageInfo outcome = awaitOutcome();
		publish("SKU-02", 3);
		Awaitility.await()
			.untilAsserted(() -> assertThat(
					this.streams.getConsumerInfo("ORDERS", "inventory").getAckFloor().getStreamSequence())
				.isEqualTo(this.streams.getStreamInfo("ORDERS").getStreamState().getLastSequence()));
		assertThat(this.streams.getLastMessage("INVENTORY", OUTCOMES).getSeq()).isEqualTo(outcome.getSeq());
		assertThat(available("SKU-02")).isEqualTo(available - 3);
	}

	@Test
	void whoAsksForStockIsAnswered() throws InterruptedException {
		Message reply = this.orders.request("inventory.stock.SKU-09", new byte[0], Duration.ofSeconds(10));
		assertThat(reply.getData()).asString().isEqualTo("{\"sku\":\"SKU-09\",\"initial\":1000,\"available\":1000}");
		Message unknown = this.orders.request("inventory.stock.NOTHING", new byte[0], Duration.ofSeconds(10));
		assertThat(unknown.getHeaders().getFirst("Nats-Service-Error-Code")).isEqualTo("404");
	}

	@Test
	void theBooksAreOpen() {
		this.http.get()
			.uri("/api/stock")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.length()")
			.isEqualTo(12);
		this.http.get().uri("/api/reservations/summary").exchange().expectStatus().isOk();
		this.http.get().uri("/api/reservations/unknown").exchange().expectStatus().isNotFound();
	}

	private int available(String sku) {
		return this.store.findStock(sku).orElseThrow().available();
	}

	private void publish(String sku, int quantity) throws IOException, JetStreamApiException {
		this.orders.jetStream()
			.publish("orders.created",
					"{\"orderId\":\"%s\",\"sku\":\"%s\",\"quantity\":%d}".formatted(this.orderId, sku, quantity)
						.getBytes(StandardCharsets.UTF_8));
	}

	private MessageInfo awaitOutcome() {
		return Awaitility.await()
			.ignoreExceptions()
			.until(() -> this.streams.getLastMessage("INVENTORY", OUTCOMES),
					(message) -> new String(message.getData(), StandardCharsets.UTF_8).contains(this.orderId));
	}

}
