package dev.natsboot.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the access tokens of outgoing messages come from.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.security.jwt.client")
public class NatsTokenClientProperties {

	/**
	 * Audience that tokens are asked for. Where the caller's token is passed on, the
	 * audience that it must have.
	 */
	private @Nullable String audience;

	/**
	 * Client registration of Spring Security to get tokens by, of the grant type
	 * client_credentials or token-exchange.
	 */
	private @Nullable String registration;

	/**
	 * Whether to pass the token of the caller on, in core messages only. Needs the
	 * audience.
	 */
	private boolean relay;

	/**
	 * How long connecting to the issuer, and its answer, may take.
	 */
	private Duration timeout = Duration.ofSeconds(5);

	public @Nullable String getAudience() {
		return this.audience;
	}

	public void setAudience(@Nullable String audience) {
		this.audience = audience;
	}

	public @Nullable String getRegistration() {
		return this.registration;
	}

	public void setRegistration(@Nullable String registration) {
		this.registration = registration;
	}

	public boolean isRelay() {
		return this.relay;
	}

	public void setRelay(boolean relay) {
		this.relay = relay;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

}
