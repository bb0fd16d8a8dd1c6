package dev.natsboot.autoconfigure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.OutboundFilter;
import dev.natsboot.core.SecurityOutcomes;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.deadletter.DeadLetterSettings;
import dev.natsboot.listener.NatsListenerRegistry;
import dev.natsboot.security.AuthenticationArguments;
import dev.natsboot.security.MessageAuthenticator;
import dev.natsboot.security.MessageAuthorization;
import dev.natsboot.security.MessageAuthorizationContext;
import dev.natsboot.security.MessageSecurity;
import dev.natsboot.security.MessageTimes;
import dev.natsboot.security.ReactiveSecurityContexts;
import dev.natsboot.security.SecurityInboundFilter;
import dev.natsboot.security.SenderCredentials;
import dev.natsboot.security.client.TokenSupplier;
import dev.natsboot.security.keys.KvPublicKeys;
import dev.natsboot.security.keys.SigningKeys;
import dev.natsboot.security.proof.ProofSettings;
import dev.natsboot.security.proof.ProofSigner;
import dev.natsboot.security.proof.ProofVerifier;
import dev.natsboot.security.proof.ReplayCache;
import dev.natsboot.security.proof.StreamReplays;
import dev.natsboot.security.token.NatsTokenVerifier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.DefaultAuthenticationEventPublisher;
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.SpringAuthorizationEventPublisher;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.util.ClassUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for messages that are protected by
 * tokens and signatures, and for rules about who may do what with them.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		after = { NatsAutoConfiguration.class, NatsSecurityKeysAutoConfiguration.class,
				NatsPublicKeysAutoConfiguration.class },
		before = { NatsTemplateAutoConfiguration.class, NatsListenerAutoConfiguration.class },
		afterName = "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration")
@ConditionalOnBean(NatsConnections.class)
@Conditional(MessageSecurityCondition.class)
@EnableConfigurationProperties({ NatsJwtProperties.class, NatsSecurityRulesProperties.class })
public final class NatsSecurityAutoConfiguration {

	private static final int STREAM_REPLAYS = 100_000;

	/** What is needed, and where it is. */
	private static final Map<String, String> NEEDED = Map.of(
			"org.springframework.security.authorization.AuthorizationManager", "spring-security-core",
			"org.springframework.security.oauth2.jwt.Jwt", "spring-security-oauth2-jose",
			"org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter",
			"spring-security-oauth2-resource-server", "com.nimbusds.jose.jwk.source.JWKSourceBuilder",
			"nimbus-jose-jwt");

	NatsSecurityAutoConfiguration(ResourceLoader resources) {
		List<String> missing = new ArrayList<>();
		NEEDED.forEach((type, dependency) -> {
			if (!ClassUtils.isPresent(type, resources.getClassLoader())) {
				missing.add(dependency);
			}
		});
		if (!missing.isEmpty()) {
			missing.sort(null);
			throw new NatsConfigurationException("nats.security",
					"Messages are to be protected (nats.security.jwt, nats.security.rules), but these are not on the class path: "
							+ String.join(", ", missing),
					"Add the dependencies org.springframework.security:spring-security-oauth2-resource-server and"
							+ " org.springframework.security:spring-security-oauth2-jose.");
		}
	}

	/**
	 * What needs Spring Security.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ AuthorizationManager.class, JwtAuthenticationConverter.class })
	static class JwtConfiguration {

		@Bean
		MessageSecurityMapper natsMessageSecurityMapper(NatsJwtProperties jwt, NatsSecurityRulesProperties rules,
				NatsProperties nats, Environment environment) {
			List<String> inboxes = new ArrayList<>(List.of(nats.getInboxPrefix()));
			nats.getConnections().values().forEach((connection) -> inboxes.add(connection.getInboxPrefix()));
			return new MessageSecurityMapper(jwt, rules, inboxes, environment
				.getProperty("nats.listener.dead-letter.subject-prefix", DeadLetterSettings.DEFAULTS.subjectPrefix()));
		}

		@Bean
		TrustedKeys natsTrustedKeys(NatsJwtProperties jwt, Environment environment, ResourceLoader resources) {
			return new TrustedKeys(jwt, environment, resources);
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		NatsTokenVerifier natsTokenVerifier(TrustedKeys keys) {
			return keys.tokenVerifier();
		}

		@Bean
		MessageAuthenticator natsMessageAuthenticator(MessageSecurityMapper mapper, TrustedKeys keys,
				NatsJwtProperties jwt, ObjectProvider<NatsTokenVerifier> tokens, ObjectProvider<KvPublicKeys> published,
				ObjectProvider<JwtAuthenticationConverter> converter) {
			Clock clock = Clock.systemUTC();
			ProofSettings proofs = mapper.proofs();
			boolean signed = mapper.protection().usesProofs();
			return new MessageAuthenticator(mapper.protection(), mapper.headers(),
					new MessageTimes(jwt.getMaxAge(), jwt.isExpiryAtConsume(), clock),
					mapper.protection().usesTokens() ? tokens.getObject() : null,
					signed ? new ProofVerifier(keys.services(published.getIfAvailable()), keys.algorithms(), proofs)
							: null,
					new ReplayCache(jwt.getProof().getReplayCacheSize(), proofs.window(), clock),
					new StreamReplays(STREAM_REPLAYS), converter.getIfAvailable(JwtAuthenticationConverter::new),
					mapper.services());
		}

		@Bean
		SenderCredentials natsSenderCredentials(MessageSecurityMapper mapper, ObjectProvider<TokenSupplier> tokens,
				ObjectProvider<SigningKeys> keys, Environment environment) {
			return new SenderCredentials(mapper.headers(), tokens.orderedStream().toList(),
					signer(mapper, keys.getIfAvailable(), environment));
		}

		@Bean
		MessageAuthorization natsMessageAuthorization(MessageSecurityMapper mapper,
				ObjectProvider<AuthorizationManager<MessageAuthorizationContext>> managers,
				ObjectProvider<AuthorizationEventPublisher> publisher, ApplicationEventPublisher events) {
			return new MessageAuthorization(mapper.rules(), managers.orderedStream().toList(),
					publisher.getIfAvailable(() -> new SpringAuthorizationEventPublisher(events)));
		}

		@Bean
		MessageSecurity natsMessageSecurity(MessageSecurityMapper mapper, NatsJwtProperties jwt,
				SenderCredentials credentials, MessageAuthenticator authenticator, MessageAuthorization authorization,
				ObjectProvider<SecurityContextHolderStrategy> contexts,
				ObjectProvider<AuthenticationEventPublisher> publisher, ApplicationEventPublisher events,
				ObjectProvider<SecurityOutcomes> outcomes) {
			return MessageSecurity
				.builder(mapper.protection(), mapper.headers(), credentials, authenticator, authorization)
				.contexts(contexts.getIfAvailable(SecurityContextHolder::getContextHolderStrategy))
				.events(publisher.getIfAvailable(() -> new DefaultAuthenticationEventPublisher(events)),
						jwt.isSuccessEvents())
				.outcomes(outcomes.getIfAvailable(() -> SecurityOutcomes.NONE))
				.bearerOnStreams(jwt.isBearerOnStreams())
				.maxErrorReplies(jwt.getMaxErrorReplies())
				.keyOutagePatience(jwt.getKeySet().getPatience())
				.build();
		}

		@Bean
		SecurityInboundFilter natsSecurityInboundFilter(MessageSecurity security,
				ObjectProvider<NatsListenerRegistry> registry) {
			return security.inboundFilter((id) -> registry.getObject().find(id).orElse(null));
		}

		@Bean
		OutboundFilter natsSecurityOutboundFilter(MessageSecurity security) {
			return security.outboundFilter();
		}

		@Bean
		AuthenticationArguments natsAuthenticationArguments(ObjectProvider<SecurityContextHolderStrategy> contexts) {
			return new AuthenticationArguments(
					contexts.getIfAvailable(SecurityContextHolder::getContextHolderStrategy));
		}

		private static @Nullable ProofSigner signer(MessageSecurityMapper mapper, @Nullable SigningKeys keys,
				Environment environment) {
			if (keys == null || !mapper.protection().usesProofs()) {
				return null;
			}
			String issuer = environment.getProperty("nats.security.jwt.keys.issuer",
					environment.getProperty("spring.application.name", ""));
			if (issuer.isEmpty()) {
				throw new NatsConfigurationException("nats.security.jwt.keys.issuer",
						"Messages are to be signed, but this application has no name by which others trust it",
						"Set 'spring.application.name' or 'nats.security.jwt.keys.issuer'.");
			}
			return new ProofSigner(keys, issuer, mapper.proofs(), mapper.protection().inboxes(), Clock.systemUTC());
		}

	}

	/**
	 * What needs Reactor.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Mono.class, ReactiveSecurityContextHolder.class })
	static class ReactiveConfiguration {

		@Bean
		ReactiveSecurityContexts natsReactiveSecurityContexts(ObjectProvider<SecurityContextHolderStrategy> contexts) {
			return new ReactiveSecurityContexts(
					contexts.getIfAvailable(SecurityContextHolder::getContextHolderStrategy));
		}

	}

}
