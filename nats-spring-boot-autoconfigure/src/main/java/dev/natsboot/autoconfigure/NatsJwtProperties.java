package dev.natsboot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.natsboot.security.SecurityMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * How messages are protected by tokens and signatures.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.security.jwt")
public class NatsJwtProperties {

	/**
	 * Signature algorithms to accept. When empty, all asymmetric ones.
	 */
	private List<String> algorithms = new ArrayList<>();

	/**
	 * Audiences, one of which each access token must be meant for. When empty, those of
	 * the resource server.
	 */
	private List<String> audiences = new ArrayList<>();

	/**
	 * Whether streams may keep access tokens, in the mode 'bearer'.
	 */
	private boolean bearerOnStreams;

	/**
	 * How many verified access tokens are remembered.
	 */
	private int cacheSize = 10_000;

	/**
	 * How far clocks may differ.
	 */
	private Duration clockSkew = Duration.ofSeconds(30);

	/**
	 * Whether the access token of a message in a stream must still be valid when the
	 * message is consumed. Otherwise it must have been when the stream took the message.
	 */
	private boolean expiryAtConsume;

	/**
	 * Issuers of access tokens. When empty, the one of the resource server.
	 */
	private final List<Issuer> issuers = new ArrayList<>();

	/**
	 * How keys are fetched.
	 */
	private final KeySets keySet = new KeySets();

	/**
	 * How long a message may have been in a stream.
	 */
	private Duration maxAge = Duration.ofDays(7);

	/**
	 * How many refused requests are answered in a second.
	 */
	private int maxErrorReplies = 100;

	/**
	 * How messages are protected that no entry of 'subjects' covers. When not set, they
	 * are refused.
	 */
	private @Nullable SecurityMode mode;

	/**
	 * Signatures of messages.
	 */
	@NestedConfigurationProperty
	private final NatsProofProperties proof = new NatsProofProperties();

	/**
	 * What further subjects begin with that replies may go to. Inboxes always may.
	 */
	private List<String> replyPrefixes = new ArrayList<>();

	/**
	 * Services whose signed messages are accepted, by their names.
	 */
	private final Map<String, Service> services = new LinkedHashMap<>();

	/**
	 * How messages are protected, by subject. The first entry that matches decides.
	 */
	private final List<Subject> subjects = new ArrayList<>();

	/**
	 * Whether each accepted message is an authentication event, for audit. Refused ones
	 * always are.
	 */
	private boolean successEvents;

	/**
	 * Header of the access token.
	 */
	private String tokenHeader = "Authorization";

	public List<String> getAlgorithms() {
		return this.algorithms;
	}

	public void setAlgorithms(List<String> algorithms) {
		this.algorithms = algorithms;
	}

	public List<String> getAudiences() {
		return this.audiences;
	}

	public void setAudiences(List<String> audiences) {
		this.audiences = audiences;
	}

	public boolean isBearerOnStreams() {
		return this.bearerOnStreams;
	}

	public void setBearerOnStreams(boolean bearerOnStreams) {
		this.bearerOnStreams = bearerOnStreams;
	}

	public int getCacheSize() {
		return this.cacheSize;
	}

	public void setCacheSize(int cacheSize) {
		this.cacheSize = cacheSize;
	}

	public Duration getClockSkew() {
		return this.clockSkew;
	}

	public void setClockSkew(Duration clockSkew) {
		this.clockSkew = clockSkew;
	}

	public boolean isExpiryAtConsume() {
		return this.expiryAtConsume;
	}

	public void setExpiryAtConsume(boolean expiryAtConsume) {
		this.expiryAtConsume = expiryAtConsume;
	}

	public List<Issuer> getIssuers() {
		return this.issuers;
	}

	public KeySets getKeySet() {
		return this.keySet;
	}

	public Duration getMaxAge() {
		return this.maxAge;
	}

	public void setMaxAge(Duration maxAge) {
		this.maxAge = maxAge;
	}

	public int getMaxErrorReplies() {
		return this.maxErrorReplies;
	}

	public void setMaxErrorReplies(int maxErrorReplies) {
		this.maxErrorReplies = maxErrorReplies;
	}

	public @Nullable SecurityMode getMode() {
		return this.mode;
	}

	public void setMode(@Nullable SecurityMode mode) {
		this.mode = mode;
	}

	public NatsProofProperties getProof() {
		return this.proof;
	}

	public List<String> getReplyPrefixes() {
		return this.replyPrefixes;
	}

	public void setReplyPrefixes(List<String> replyPrefixes) {
		this.replyPrefixes = replyPrefixes;
	}

	public Map<String, Service> getServices() {
		return this.services;
	}

	public List<Subject> getSubjects() {
		return this.subjects;
	}

	public boolean isSuccessEvents() {
		return this.successEvents;
	}

	public void setSuccessEvents(boolean successEvents) {
		this.successEvents = successEvents;
	}

	public String getTokenHeader() {
		return this.tokenHeader;
	}

	public void setTokenHeader(String tokenHeader) {
		this.tokenHeader = tokenHeader;
	}

	/**
	 * An issuer of access tokens.
	 */
	public static class Issuer {

		/**
		 * What the tokens of the issuer name as their 'iss'. Tells where the keys are, if
		 * nothing else does.
		 */
		private @Nullable String issuerUri;

		/**
		 * Address of the key set.
		 */
		private @Nullable String jwkSetUri;

		/**
		 * Public key, where there is no key set: a file or resource with PEM or a JWK.
		 */
		private @Nullable String publicKey;

		public @Nullable String getIssuerUri() {
			return this.issuerUri;
		}

		public void setIssuerUri(@Nullable String issuerUri) {
			this.issuerUri = issuerUri;
		}

		public @Nullable String getJwkSetUri() {
			return this.jwkSetUri;
		}

		public void setJwkSetUri(@Nullable String jwkSetUri) {
			this.jwkSetUri = jwkSetUri;
		}

		public @Nullable String getPublicKey() {
			return this.publicKey;
		}

		public void setPublicKey(@Nullable String publicKey) {
			this.publicKey = publicKey;
		}

	}

	/**
	 * How keys are fetched.
	 */
	public static class KeySets {

		/**
		 * How long fetched keys are used before they are fetched again.
		 */
		private Duration lifetime = Duration.ofMinutes(5);

		/**
		 * How far apart fetches are that unknown keys cause.
		 */
		private Duration minInterval = Duration.ofSeconds(30);

		/**
		 * How long beyond their lifetime keys are used while they cannot be fetched.
		 */
		private Duration outageTolerance = Duration.ofHours(4);

		/**
		 * How long a JetStream listener waits for keys that cannot be fetched before it
		 * is paused until they can.
		 */
		private Duration patience = Duration.ofMinutes(1);

		/**
		 * How long to wait for a connection to where the keys are, and for an answer.
		 */
		private Duration timeout = Duration.ofSeconds(2);

		public Duration getLifetime() {
			return this.lifetime;
		}

		public void setLifetime(Duration lifetime) {
			this.lifetime = lifetime;
		}

		public Duration getMinInterval() {
			return this.minInterval;
		}

		public void setMinInterval(Duration minInterval) {
			this.minInterval = minInterval;
		}

		public Duration getOutageTolerance() {
			return this.outageTolerance;
		}

		public void setOutageTolerance(Duration outageTolerance) {
			this.outageTolerance = outageTolerance;
		}

		public Duration getPatience() {
			return this.patience;
		}

		public void setPatience(Duration patience) {
			this.patience = patience;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

	}

	/**
	 * A service that signs its messages.
	 */
	public static class Service {

		/**
		 * What the service may do, such as 'SCOPE_orders'. Beside 'SERVICE_' with its
		 * name.
		 */
		private List<String> authorities = new ArrayList<>();

		/**
		 * Address of its key set.
		 */
		private @Nullable String jwkSetUri;

		/**
		 * Its public keys: files or resources with PEM or a JWK.
		 */
		private List<String> publicKeys = new ArrayList<>();

		public List<String> getAuthorities() {
			return this.authorities;
		}

		public void setAuthorities(List<String> authorities) {
			this.authorities = authorities;
		}

		public @Nullable String getJwkSetUri() {
			return this.jwkSetUri;
		}

		public void setJwkSetUri(@Nullable String jwkSetUri) {
			this.jwkSetUri = jwkSetUri;
		}

		public List<String> getPublicKeys() {
			return this.publicKeys;
		}

		public void setPublicKeys(List<String> publicKeys) {
			this.publicKeys = publicKeys;
		}

	}

	/**
	 * How messages of some subjects are protected.
	 */
	public static class Subject {

		/**
		 * How their messages are protected.
		 */
		private @Nullable SecurityMode mode;

		/**
		 * Subjects, with wildcards.
		 */
		private @Nullable String subject;

		/**
		 * Whether requests to these subjects accept signed replies only, where the mode
		 * signs.
		 */
		private boolean verifyReplies = true;

		public @Nullable SecurityMode getMode() {
			return this.mode;
		}

		public void setMode(@Nullable SecurityMode mode) {
			this.mode = mode;
		}

		public @Nullable String getSubject() {
			return this.subject;
		}

		public void setSubject(@Nullable String subject) {
			this.subject = subject;
		}

		public boolean isVerifyReplies() {
			return this.verifyReplies;
		}

		public void setVerifyReplies(boolean verifyReplies) {
			this.verifyReplies = verifyReplies;
		}

	}

}
