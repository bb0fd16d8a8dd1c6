package dev.natsboot.once;

import dev.natsboot.core.connection.NatsConnections;

/**
 * Identifies a message for a consumer: each durable consumer handles it once.
 *
 * @param connection the name of the listener's connection
 * @param stream the stream
 * @param durable the durable consumer
 * @param id identifies the message among those of the stream; any text
 * @since 0.1.0
 */
public record ProcessedId(String connection, String stream, String durable, String id) {

	/**
	 * The consumer, as a text to tell it from all others of the application.
	 * @return stream and durable, with the connection if it is not the default one
	 */
	public String consumer() {
		String consumer = this.stream + "/" + this.durable;
		return NatsConnections.DEFAULT_NAME.equals(this.connection) ? consumer : this.connection + ":" + consumer;
	}

}
