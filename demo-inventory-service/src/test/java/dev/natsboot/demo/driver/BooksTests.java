package dev.natsboot.demo.driver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Books}: what is wrong is found. One stub plays both services, since no
 * real one can be had with wrong books.
 */
class BooksTests {

	private static final OrderFile.Expected EXPECTED = new OrderFile.Expected(2, 0, 0, 0, 0, 1, 1);

	private static final Played PLAYED = new Played(
			Map.of("one", new Played.Placed("one", "SKU-01", 3), "two", new Played.Placed("two", "SKU-01", 90)), 0, 0,
			0, List.of());

	private final Map<String, String> answers = new HashMap<>();

	private HttpServer server;

	private Books books;

	@BeforeEach
	void open() throws IOException {
		this.answers.put("/api/orders/summary", "{\"accepted\":0,\"unpublished\":0,\"reserved\":1,\"rejected\":1}");
		this.answers.put("/api/reservations/summary", "{\"reserved\":1,\"rejected\":1}");
		this.answers.put("/api/orders/one", "{\"state\":\"RESERVED\"}");
		this.answers.put("/api/orders/two", "{\"state\":\"REJECTED\"}");
		this.answers.put("/api/reservations/one", "{\"outcome\":\"RESERVED\",\"quantity\":3}");
		this.answers.put("/api/reservations/two", "{\"outcome\":\"REJECTED\",\"quantity\":90}");
		this.answers.put("/api/stock", "[{\"sku\":\"SKU-01\",\"initial\":10,\"available\":7}]");
		this.answers.put("/api/stock/SKU-01", "{\"sku\":\"SKU-01\",\"initial\":10,\"available\":7}");
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
		String url = "http://127.0.0.1:" + this.server.getAddress().getPort();
		this.books = new Books(new Http(), url, url);
	}

	@AfterEach
	void close() {
		this.server.stop(0);
	}

	@Test
	void nothingIsWrongWithBooksThatBalance() throws Exception {
		assertThat(this.books.settled()).isTrue();
		assertThat(this.books.check(PLAYED, EXPECTED)).isEmpty();
	}

	@Test
	void anOrderWithoutOutcomeIsNotSettled() throws Exception {
		this.answers.put("/api/orders/summary", "{\"accepted\":1,\"unpublished\":0,\"reserved\":1,\"rejected\":0}");
		assertThat(this.books.settled()).isFalse();
	}

	@Test
	void aLostOrderIsFound() throws Exception {
		this.answers.remove("/api/reservations/two");
		assertThat(this.books.check(PLAYED, EXPECTED))
			.containsExactly("order two is REJECTED in the order service and nothing in the inventory service");
	}

	@Test
	void stockTakenTwiceIsFound() throws Exception {
		this.answers.put("/api/stock", "[{\"sku\":\"SKU-01\",\"initial\":10,\"available\":4}]");
		assertThat(this.books.check(PLAYED, EXPECTED)).containsExactly("stock of SKU-01: 4 in place of 7");
	}

	@Test
	void aWrongAnswerByRequestAndReplyIsFound() throws Exception {
		this.answers.remove("/api/stock/SKU-01");
		assertThat(this.books.check(PLAYED, EXPECTED))
			.containsExactly("stock of SKU-01 by request and reply: -1 in place of 7");
	}

	@Test
	void figuresThatAreNotTheFilesAreFound() throws Exception {
		Played other = new Played(PLAYED.accepted(), 1, 2, 3, List.of("status 500"));
		assertThat(this.books.check(other, new OrderFile.Expected(2, 0, 0, 0, 0, 2, 0))).containsExactly("status 500",
				"duplicates suppressed: 1 in place of 0", "requests refused as malformed or invalid: 2 in place of 0",
				"requests refused as conflicting: 3 in place of 0",
				"orders reserved, says the order service: 1 in place of 2",
				"orders rejected, says the order service: 1 in place of 0",
				"orders reserved, says the inventory service: 1 in place of 2",
				"orders rejected, says the inventory service: 1 in place of 0");
	}

	private void answer(HttpExchange exchange) throws IOException {
		String answer = this.answers.get(exchange.getRequestURI().getPath());
		byte[] body = ((answer != null) ? answer : "{}").getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders((answer != null) ? 200 : 404, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

}
