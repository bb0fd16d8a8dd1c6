package dev.natsboot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Signatures of messages.
 *
 * @since 0.1.0
 */
public class NatsProofProperties {

	/**
	 * What signed messages are meant for, such as an environment or an account. The same
	 * for sender and receiver.
	 */
	private String audience = "nats";

	/**
	 * Header of the signature.
	 */
	private String header = "Message-Proof";

	/**
	 * Headers that are signed too. Those that decide how a payload is read always are.
	 */
	private List<String> headers = new ArrayList<>();

	/**
	 * How many signed core messages are remembered, so that none is handled twice. When
	 * so many came within the window, further ones are refused.
	 */
	private int replayCacheSize = 1_000_000;

	/**
	 * How far apart the signing of a message and its arrival may be. At the most half of
	 * the duplicate window of streams.
	 */
	private Duration window = Duration.ofMinutes(1);

	public String getAudience() {
		return this.audience;
	}

	public void setAudience(String audience) {
		this.audience = audience;
	}

	public String getHeader() {
		return this.header;
	}

	public void setHeader(String header) {
		this.header = header;
	}

	public List<String> getHeaders() {
		return this.headers;
	}

	public void setHeaders(List<String> headers) {
		this.headers = headers;
	}

	public int getReplayCacheSize() {
		return this.replayCacheSize;
	}

	public void setReplayCacheSize(int replayCacheSize) {
		this.replayCacheSize = replayCacheSize;
	}

	public Duration getWindow() {
		return this.window;
	}

	public void setWindow(Duration window) {
		this.window = window;
	}

}
