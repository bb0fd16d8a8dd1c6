package dev.natsboot.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.natsboot.jetstream.Drift;
import dev.natsboot.jetstream.NatsProvisioning;
import dev.natsboot.jetstream.Provisioned;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of the streams and consumers that an application declares: down while one of
 * them is not there, or cannot be had as it is declared. One that differs is told in the
 * details. Reads what is known and asks no server.
 *
 * @since 0.1.0
 */
public class NatsStreamsHealthIndicator extends AbstractHealthIndicator {

	private final NatsProvisioning provisioning;

	/**
	 * Creates an indicator.
	 * @param provisioning what is declared
	 */
	public NatsStreamsHealthIndicator(NatsProvisioning provisioning) {
		super("The health of the NATS streams could not be read");
		this.provisioning = provisioning;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		Map<String, List<Object>> byStream = new LinkedHashMap<>();
		for (Provisioned result : this.provisioning.results()) {
			if (!result.isThere()) {
				builder.down();
			}
			byStream.computeIfAbsent(result.stream(), (stream) -> new ArrayList<>()).add(details(result));
		}
		byStream.forEach(builder::withDetail);
	}

	static Map<String, Object> details(Provisioned result) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", result.state());
		details.put("connection", result.connection());
		if (result.consumer() != null) {
			details.put("consumer", result.consumer());
		}
		if (!result.drift().isEmpty()) {
			details.put("drift", result.drift().stream().map(Drift::toString).toList());
		}
		else if (result.message() != null) {
			details.put("message", result.message());
		}
		return details;
	}

}
