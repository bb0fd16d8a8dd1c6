package dev.natsboot.security;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.OutboundFilter;
import dev.natsboot.core.SecurityOutcomes;
import dev.natsboot.listener.NatsListenerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * The parts of message security that its filters share. Built once and used by many
 * threads.
 *
 * @since 0.1.0
 */
public final class MessageSecurity {

	private final Builder parts;

	private final OpenRequests requests = new OpenRequests();

	private final Outcomes outcomes;

	private MessageSecurity(Builder parts) {
		this.parts = parts;
		this.outcomes = new Outcomes(parts.outcomes);
	}

	/**
	 * Begins to put the parts together.
	 * @param protection how the messages of each subject are protected
	 * @param headers the headers that carry tokens
	 * @param credentials protects what is sent
	 * @param authenticator knows who sent what was received
	 * @param authorization decides who may do what
	 * @return the builder
	 */
	public static Builder builder(Protection protection, SecurityHeaders headers, SenderCredentials credentials,
			MessageAuthenticator authenticator, MessageAuthorization authorization) {
		return new Builder(protection, headers, credentials, authenticator, authorization);
	}

	/**
	 * The filter of what is received.
	 * @param containers finds the listener of an id
	 * @return the filter, to be closed with the application
	 */
	public SecurityInboundFilter inboundFilter(Function<String, @Nullable NatsListenerContainer> containers) {
		return new SecurityInboundFilter(this, new KeyOutages(containers, this.parts.keyOutagePatience));
	}

	/**
	 * The filter of what is sent.
	 * @return the filter
	 */
	public OutboundFilter outboundFilter() {
		return new SecurityOutboundFilter(this);
	}

	Protection protection() {
		return this.parts.protection;
	}

	SecurityHeaders headers() {
		return this.parts.headers;
	}

	SenderCredentials credentials() {
		return this.parts.credentials;
	}

	MessageAuthenticator authenticator() {
		return this.parts.authenticator;
	}

	MessageAuthorization authorization() {
		return this.parts.authorization;
	}

	SecurityContextHolderStrategy contexts() {
		return this.parts.contexts;
	}

	@Nullable AuthenticationEventPublisher events() {
		return this.parts.events;
	}

	boolean tellsSuccess() {
		return this.parts.tellSuccess;
	}

	Outcomes outcomes() {
		return this.outcomes;
	}

	boolean bearerOnStreams() {
		return this.parts.bearerOnStreams;
	}

	int maxErrorReplies() {
		return this.parts.maxErrorReplies;
	}

	OpenRequests requests() {
		return this.requests;
	}

	static NatsConfigurationException bearerOnStream(String what) {
		return new NatsConfigurationException("nats.security.jwt.bearer-on-streams",
				what + " has the mode 'bearer', by which the stream would keep access tokens",
				"Use the mode 'signed' or 'bound' for its subject, or set nats.security.jwt.bearer-on-streams to true.");
	}

	/**
	 * Puts the parts together.
	 */
	public static final class Builder {

		private final Protection protection;

		private final SecurityHeaders headers;

		private final SenderCredentials credentials;

		private final MessageAuthenticator authenticator;

		private final MessageAuthorization authorization;

		private SecurityContextHolderStrategy contexts = SecurityContextHolder.getContextHolderStrategy();

		private @Nullable AuthenticationEventPublisher events;

		private boolean tellSuccess;

		private SecurityOutcomes outcomes = SecurityOutcomes.NONE;

		private boolean bearerOnStreams;

		private int maxErrorReplies = 100;

		private Duration keyOutagePatience = Duration.ofMinutes(1);

		private Builder(Protection protection, SecurityHeaders headers, SenderCredentials credentials,
				MessageAuthenticator authenticator, MessageAuthorization authorization) {
			this.protection = Objects.requireNonNull(protection);
			this.headers = Objects.requireNonNull(headers);
			this.credentials = Objects.requireNonNull(credentials);
			this.authenticator = Objects.requireNonNull(authenticator);
			this.authorization = Objects.requireNonNull(authorization);
		}

		/**
		 * Holds security contexts. The one of {@link SecurityContextHolder} by default.
		 * @param strategy the strategy
		 * @return this builder
		 */
		public Builder contexts(SecurityContextHolderStrategy strategy) {
			this.contexts = strategy;
			return this;
		}

		/**
		 * Takes authentication events. None by default.
		 * @param publisher publishes them
		 * @param success whether each accepted message is an event too
		 * @return this builder
		 */
		public Builder events(AuthenticationEventPublisher publisher, boolean success) {
			this.events = publisher;
			this.tellSuccess = success;
			return this;
		}

		/**
		 * Counts what is decided. Nothing does by default.
		 * @param counted the counters
		 * @return this builder
		 */
		public Builder outcomes(SecurityOutcomes counted) {
			this.outcomes = counted;
			return this;
		}

		/**
		 * Whether streams may keep access tokens. They may not by default.
		 * @param allowed whether they may
		 * @return this builder
		 */
		public Builder bearerOnStreams(boolean allowed) {
			this.bearerOnStreams = allowed;
			return this;
		}

		/**
		 * How many refused requests are answered in a second. 100 by default.
		 * @param perSecond the number
		 * @return this builder
		 */
		public Builder maxErrorReplies(int perSecond) {
			this.maxErrorReplies = perSecond;
			return this;
		}

		/**
		 * How long a JetStream listener waits for keys that cannot be fetched before it
		 * is paused until they can. One minute by default.
		 * @param patience the time
		 * @return this builder
		 */
		public Builder keyOutagePatience(Duration patience) {
			this.keyOutagePatience = patience;
			return this;
		}

		/**
		 * Builds it.
		 * @return message security
		 */
		public MessageSecurity build() {
			return new MessageSecurity(this);
		}

	}

}
