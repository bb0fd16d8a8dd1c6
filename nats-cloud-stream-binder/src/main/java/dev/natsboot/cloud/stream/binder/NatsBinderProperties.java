package dev.natsboot.cloud.stream.binder;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the binder.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("spring.cloud.stream.nats.binder")
public class NatsBinderProperties {

	/**
	 * Name of the connection of bindings that do not name one: 'default' is the one of
	 * nats.servers, others are those of nats.connections.
	 */
	private String connection = "default";

	/**
	 * Headers that are embedded in the payload beside the standard ones, in the header
	 * mode 'embeddedHeaders'.
	 */
	private List<String> headers = new ArrayList<>();

	public String getConnection() {
		return this.connection;
	}

	public void setConnection(String connection) {
		this.connection = connection;
	}

	public List<String> getHeaders() {
		return this.headers;
	}

	public void setHeaders(List<String> headers) {
		this.headers = headers;
	}

}
