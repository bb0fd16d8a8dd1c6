package dev.natsboot.benchmarks.work;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.natsboot.core.NatsOperations;
import io.nats.client.Connection;

/**
 * The requester's side; the driver answers.
 */
final class Requesting implements Workload {

	static final String SUBJECT = "bench.answered";

	private final Requests requests;

	private final AutoCloseable client;

	private final Meter meter = new Meter();

	private Requesting(Requests.Asker asker, AutoCloseable client) {
		this.requests = new Requests(asker);
		this.client = client;
	}

	static Requesting raw(String url) throws Exception {
		Connection connection = Clients.connect(url);
		return new Requesting(
				(payload) -> Objects.requireNonNull(connection.request(SUBJECT, payload, Clients.LONG)).getData(),
				connection);
	}

	static Requesting ours(String url) {
		Application application = Application.start(url, Map.of());
		NatsOperations nats = application.nats();
		return new Requesting((payload) -> Objects.requireNonNull(nats.request(SUBJECT, payload, byte[].class)),
				application);
	}

	@Override
	public Map<String, Double> call(String command, Arguments arguments) throws Exception {
		this.meter.begin();
		Map<String, Double> result = new LinkedHashMap<>(this.requests.call(arguments));
		this.meter.end(Math.round(Objects.requireNonNull(result.get("requests")))).forEach(result::putIfAbsent);
		return result;
	}

	@Override
	public void close() throws Exception {
		this.client.close();
	}

}
