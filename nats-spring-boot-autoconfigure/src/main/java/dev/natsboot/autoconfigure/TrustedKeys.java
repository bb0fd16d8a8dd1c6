package dev.natsboot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.security.keys.KeyLocation;
import dev.natsboot.security.keys.KvPublicKeys;
import dev.natsboot.security.token.KeySet;
import dev.natsboot.security.token.KeySetSettings;
import dev.natsboot.security.token.NatsTokenVerifier;
import dev.natsboot.security.token.SignatureAlgorithms;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Whose tokens and signatures are trusted, by the properties; where they name no issuer
 * of tokens, by those of the resource server.
 */
final class TrustedKeys {

	private static final String JWT = "nats.security.jwt.";

	private static final String RESOURCE_SERVER = "spring.security.oauth2.resourceserver.jwt";

	private final NatsJwtProperties properties;

	private final ResourceServer resourceServer;

	private final KeyLocations locations;

	private final KeySetSettings settings;

	TrustedKeys(NatsJwtProperties properties, Environment environment, ResourceLoader resources) {
		this.properties = properties;
		this.resourceServer = Binder.get(environment).bindOrCreate(RESOURCE_SERVER, ResourceServer.class);
		this.locations = new KeyLocations(resources);
		NatsJwtProperties.KeySets keySet = properties.getKeySet();
		try {
			this.settings = new KeySetSettings(keySet.getLifetime(), keySet.getMinInterval(),
					keySet.getOutageTolerance(), keySet.getTimeout());
		}
		catch (IllegalArgumentException ex) {
			throw MessageSecurityMapper.wrong("key-set", ex);
		}
	}

	/**
	 * The verifier of access tokens.
	 */
	NatsTokenVerifier tokenVerifier() {
		List<String> audiences = !this.properties.getAudiences().isEmpty() ? this.properties.getAudiences()
				: this.resourceServer.audiences();
		if (audiences.isEmpty()) {
			throw new NatsConfigurationException(JWT + "audiences",
					"No audience is set, so that a token for any other application would be accepted", "Set '" + JWT
							+ "audiences', or '" + RESOURCE_SERVER + ".audiences', to what tokens name as 'aud'.");
		}
		try {
			return new NatsTokenVerifier(issuers(), audiences, algorithms(), this.properties.getClockSkew(),
					this.properties.getCacheSize());
		}
		catch (IllegalArgumentException ex) {
			throw MessageSecurityMapper.wrong("algorithms", ex);
		}
	}

	List<JWSAlgorithm> algorithms() {
		List<JWSAlgorithm> algorithms = this.properties.getAlgorithms().stream().map(JWSAlgorithm::parse).toList();
		try {
			if (!algorithms.isEmpty()) {
				SignatureAlgorithms.check(algorithms);
			}
			return algorithms.isEmpty() ? SignatureAlgorithms.DEFAULTS : algorithms;
		}
		catch (IllegalArgumentException ex) {
			throw MessageSecurityMapper.wrong("algorithms", ex);
		}
	}

	/**
	 * The keys of the services that sign.
	 * @param published the keys that services have published, if they do
	 */
	Map<String, KeySet> services(@Nullable KvPublicKeys published) {
		Map<String, KeySet> result = new LinkedHashMap<>();
		this.properties.getServices().forEach((name, service) -> result.put(name, service(name, service, published)));
		return result;
	}

	private KeySet service(String name, NatsJwtProperties.Service service, @Nullable KvPublicKeys published) {
		String setting = JWT + "services." + name;
		String uri = service.getJwkSetUri();
		if (uri != null && !service.getPublicKeys().isEmpty()) {
			throw new NatsConfigurationException(setting,
					"'" + setting + "' has both a 'jwk-set-uri' and 'public-keys'", "Remove one of them.");
		}
		if (uri != null) {
			return KeySet.at(uri, this.settings);
		}
		if (!service.getPublicKeys().isEmpty()) {
			List<JWK> keys = IntStream.range(0, service.getPublicKeys().size())
				.mapToObj((i) -> key(setting + ".public-keys[" + i + "]", service.getPublicKeys().get(i)))
				.toList();
			return KeySet.of(new JWKSet(keys));
		}
		if (published == null) {
			throw new NatsConfigurationException(setting, "'" + setting + "' has no keys",
					"Set its 'jwk-set-uri' or 'public-keys', or 'nats.security.jwt.keys.bucket' where services publish them.");
		}
		try {
			return KeySet.of(published.source(name));
		}
		catch (IllegalArgumentException ex) {
			throw MessageSecurityMapper.wrong("services." + name, ex);
		}
	}

	private Map<String, KeySet> issuers() {
		Map<String, KeySet> result = new LinkedHashMap<>();
		List<NatsJwtProperties.Issuer> issuers = this.properties.getIssuers();
		for (int i = 0; i < issuers.size(); i++) {
			NatsJwtProperties.Issuer issuer = issuers.get(i);
			add(result, JWT + "issuers[" + i + "].", issuer.getIssuerUri(), issuer.getJwkSetUri(),
					issuer.getPublicKey(), "public-key");
		}
		if (issuers.isEmpty()) {
			add(result, RESOURCE_SERVER + ".", this.resourceServer.issuerUri(), this.resourceServer.jwkSetUri(),
					this.resourceServer.publicKeyLocation(), "public-key-location");
		}
		return result;
	}

	private void add(Map<String, KeySet> to, String prefix, @Nullable String issuer, @Nullable String uri,
			@Nullable String publicKey, String publicKeyName) {
		if (issuer == null) {
			throw new NatsConfigurationException(prefix + "issuer-uri",
					"'" + prefix + "issuer-uri' is missing, so that tokens of any issuer would be accepted",
					"Set it to what tokens name as 'iss'. Further issuers go into '" + JWT + "issuers'.");
		}
		if (publicKey != null) {
			to.put(issuer, KeySet.of(new JWKSet(key(prefix + publicKeyName, publicKey))));
		}
		else {
			to.put(issuer, (uri != null) ? KeySet.at(uri, this.settings) : KeySet.ofIssuer(issuer, this.settings));
		}
	}

	private JWK key(String setting, String value) {
		KeyLocation location = this.locations.location(setting, value);
		JWK key = location.parse(location.text());
		return key.isPrivate() ? key.toPublicJWK() : key;
	}

	/**
	 * What Boot's resource server is configured with.
	 */
	record ResourceServer(@Nullable String issuerUri, @Nullable String jwkSetUri, @Nullable String publicKeyLocation,
			@Nullable List<String> audiences) {

		@Override
		public List<String> audiences() {
			return (this.audiences != null) ? this.audiences : List.of();
		}

	}

}
