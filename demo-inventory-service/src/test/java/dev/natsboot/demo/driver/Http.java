package dev.natsboot.demo.driver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * HTTP requests to a service.
 */
final class Http {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(TIMEOUT)
		.build();

	private final JsonMapper json = new JsonMapper();

	private final List<String> authorization;

	/** Without a token. */
	Http() {
		this.authorization = List.of();
	}

	/** With an access token in each request. */
	Http(String token) {
		this.authorization = List.of("Authorization", "Bearer " + token);
	}

	Answer get(String url) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(URI.create(url)).GET());
	}

	Answer post(String url, String body) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(URI.create(url))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
		if (!this.authorization.isEmpty()) {
			request.headers(this.authorization.toArray(String[]::new));
		}
		HttpResponse<String> response = this.client.send(request.timeout(TIMEOUT).build(),
				HttpResponse.BodyHandlers.ofString());
		return new Answer(response.statusCode(), response.body());
	}

	final class Answer {

		private final int status;

		private final String body;

		private Answer(int status, String body) {
			this.status = status;
			this.body = body;
		}

		int status() {
			return this.status;
		}

		JsonNode body() {
			return Http.this.json.readTree(this.body);
		}

	}

}
