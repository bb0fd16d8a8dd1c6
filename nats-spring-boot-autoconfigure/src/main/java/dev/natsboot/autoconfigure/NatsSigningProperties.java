package dev.natsboot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The key that this application signs messages with.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.security.jwt.signing")
public class NatsSigningProperties {

	/**
	 * How long a new key is published before it signs.
	 */
	private Duration activationDelay = Duration.ofSeconds(30);

	/**
	 * Algorithm. By default that which the key names, else EdDSA, ES256, ES384, ES512 or
	 * RS256 by its kind.
	 */
	private @Nullable String algorithm;

	/**
	 * Whether to make a key of Ed25519 at each start, where no key is set.
	 */
	private boolean generate;

	/**
	 * Key to sign with: a file or resource with PEM (PKCS #8; Ed25519, EC or RSA) or a
	 * JWK. Read again when it changes.
	 */
	private @Nullable String key;

	/**
	 * Key id. By default that of the JWK, else the thumbprint of RFC 7638.
	 */
	private @Nullable String keyId;

	/**
	 * Files, or directories of files, with keys that signed before. Their public halves
	 * are published as long as they are there.
	 */
	private List<String> previous = new ArrayList<>();

	/**
	 * How often to look whether the keys have changed. Zero for never.
	 */
	private Duration reloadInterval = Duration.ofSeconds(10);

	/**
	 * How long the public half of a key is published after it signed last. Must be as
	 * long as the oldest message that is still to be read.
	 */
	private Duration retention = Duration.ofDays(7);

	public Duration getActivationDelay() {
		return this.activationDelay;
	}

	public void setActivationDelay(Duration activationDelay) {
		this.activationDelay = activationDelay;
	}

	public @Nullable String getAlgorithm() {
		return this.algorithm;
	}

	public void setAlgorithm(@Nullable String algorithm) {
		this.algorithm = algorithm;
	}

	public boolean isGenerate() {
		return this.generate;
	}

	public void setGenerate(boolean generate) {
		this.generate = generate;
	}

	public @Nullable String getKey() {
		return this.key;
	}

	public void setKey(@Nullable String key) {
		this.key = key;
	}

	public @Nullable String getKeyId() {
		return this.keyId;
	}

	public void setKeyId(@Nullable String keyId) {
		this.keyId = keyId;
	}

	public List<String> getPrevious() {
		return this.previous;
	}

	public void setPrevious(List<String> previous) {
		this.previous = previous;
	}

	public Duration getReloadInterval() {
		return this.reloadInterval;
	}

	public void setReloadInterval(Duration reloadInterval) {
		this.reloadInterval = reloadInterval;
	}

	public Duration getRetention() {
		return this.retention;
	}

	public void setRetention(Duration retention) {
		this.retention = retention;
	}

}
