package dev.natsboot.security.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * An issuer's token endpoint that gives {@code token-1}, {@code token-2} and so on.
 */
public final class TokenEndpoint implements AutoCloseable {

	private final HttpServer server;

	private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();

	private volatile int status = 200;

	public TokenEndpoint() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/token", this::answer);
		this.server.start();
	}

	public String url() {
		return "http://" + this.server.getAddress().getAddress().getHostAddress() + ":"
				+ this.server.getAddress().getPort() + "/token";
	}

	public List<Map<String, String>> requests() {
		return this.requests;
	}

	public void answerWith(int code) {
		this.status = code;
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			Map<String, String> form = new LinkedHashMap<>();
			for (String pair : new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
				.split("&")) {
				String[] parts = pair.split("=", 2);
				form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
			}
			this.requests.add(form);
			byte[] body = """
					{"access_token":"token-%d","token_type":"Bearer","expires_in":3600,
					 "issued_token_type":"urn:ietf:params:oauth:token-type:access_token"}"""
				.formatted(this.requests.size())
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(this.status, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
