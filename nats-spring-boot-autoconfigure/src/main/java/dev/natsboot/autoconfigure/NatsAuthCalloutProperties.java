package dev.natsboot.autoconfigure;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.natsboot.security.callout.CalloutRule;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Answers to servers that ask who a client is and what it may do.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.security.auth-callout")
public class NatsAuthCalloutProperties {

	/**
	 * Whether this application answers servers that ask about clients (auth callout).
	 */
	private boolean enabled;

	/**
	 * Account of clients whose rules name none.
	 */
	private String account = "$G";

	/**
	 * Name of the connection on which servers ask. Its user is one of the 'auth_users' of
	 * the servers.
	 */
	private String connection = "default";

	/**
	 * File with the seed of the account NKey that signs the answers: the 'issuer' of the
	 * servers.
	 */
	private @Nullable File issuerSeedFile;

	/**
	 * How long a client may stay connected before it has to show its token again. It has
	 * to earlier where its token expires earlier.
	 */
	private Duration maxLifetime = Duration.ofHours(1);

	/**
	 * What clients may do, by what their tokens say. All rules that match count together.
	 */
	private final List<Rule> rules = new ArrayList<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public String getAccount() {
		return this.account;
	}

	public void setAccount(String account) {
		this.account = account;
	}

	public String getConnection() {
		return this.connection;
	}

	public void setConnection(String connection) {
		this.connection = connection;
	}

	public @Nullable File getIssuerSeedFile() {
		return this.issuerSeedFile;
	}

	public void setIssuerSeedFile(@Nullable File issuerSeedFile) {
		this.issuerSeedFile = issuerSeedFile;
	}

	public Duration getMaxLifetime() {
		return this.maxLifetime;
	}

	public void setMaxLifetime(Duration maxLifetime) {
		this.maxLifetime = maxLifetime;
	}

	public List<Rule> getRules() {
		return this.rules;
	}

	/**
	 * One rule.
	 */
	public static class Rule {

		/**
		 * Name of the claim that is looked at.
		 */
		private String claim = "scope";

		/**
		 * Value that must be among those of the claim.
		 */
		private @Nullable String value;

		/**
		 * Account of the client.
		 */
		private @Nullable String account;

		/**
		 * Subjects that may be published to.
		 */
		private List<String> publishAllow = new ArrayList<>();

		/**
		 * Subjects that may not be published to.
		 */
		private List<String> publishDeny = new ArrayList<>();

		/**
		 * Subjects that may be subscribed to.
		 */
		private List<String> subscribeAllow = new ArrayList<>();

		/**
		 * Subjects that may not be subscribed to.
		 */
		private List<String> subscribeDeny = new ArrayList<>();

		public String getClaim() {
			return this.claim;
		}

		public void setClaim(String claim) {
			this.claim = claim;
		}

		public @Nullable String getValue() {
			return this.value;
		}

		public void setValue(@Nullable String value) {
			this.value = value;
		}

		public @Nullable String getAccount() {
			return this.account;
		}

		public void setAccount(@Nullable String account) {
			this.account = account;
		}

		public List<String> getPublishAllow() {
			return this.publishAllow;
		}

		public void setPublishAllow(List<String> publishAllow) {
			this.publishAllow = publishAllow;
		}

		public List<String> getPublishDeny() {
			return this.publishDeny;
		}

		public void setPublishDeny(List<String> publishDeny) {
			this.publishDeny = publishDeny;
		}

		public List<String> getSubscribeAllow() {
			return this.subscribeAllow;
		}

		public void setSubscribeAllow(List<String> subscribeAllow) {
			this.subscribeAllow = subscribeAllow;
		}

		public List<String> getSubscribeDeny() {
			return this.subscribeDeny;
		}

		public void setSubscribeDeny(List<String> subscribeDeny) {
			this.subscribeDeny = subscribeDeny;
		}

		CalloutRule toRule(String value) {
			return new CalloutRule(this.claim, value, this.account, this.publishAllow, this.publishDeny,
					this.subscribeAllow, this.subscribeDeny);
		}

	}

}
