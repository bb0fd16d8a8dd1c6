package dev.natsboot.autoconfigure;

import dev.natsboot.core.NatsConfigurationException;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ResourceLoaderAware;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that stops the start where a
 * property needs a library that is not there, so that nothing is left unprotected
 * silently.
 *
 * @since 0.1.0
 */
@AutoConfiguration
public final class NatsSecurityLibrariesAutoConfiguration
		implements InitializingBean, EnvironmentAware, ResourceLoaderAware {

	private static final String NIMBUS = "com.nimbusds:nimbus-jose-jwt";

	private Binder binder = new Binder();

	private ClassLoader classLoader = NatsSecurityLibrariesAutoConfiguration.class.getClassLoader();

	@Override
	public void setEnvironment(Environment environment) {
		this.binder = Binder.get(environment);
	}

	@Override
	public void setResourceLoader(ResourceLoader resourceLoader) {
		ClassLoader own = resourceLoader.getClassLoader();
		this.classLoader = (own != null) ? own : this.classLoader;
	}

	@Override
	public void afterPropertiesSet() {
		require("nats.security.jwt.signing", "com.nimbusds.jose.jwk.JWK", NIMBUS);
		require("nats.security.jwt.keys", "com.nimbusds.jose.jwk.JWK", NIMBUS);
		require("nats.security.encryption", "com.nimbusds.jose.jwk.JWK", NIMBUS);
		require("nats.security.jwt.client", "com.nimbusds.jwt.JWTParser", NIMBUS);
		require("nats.security.jwt.client", "org.springframework.security.oauth2.core.OAuth2Token",
				"org.springframework.security:spring-security-oauth2-core");
		require("nats.security.jwt.client.registration", Bindable.of(String.class),
				"org.springframework.security.oauth2.client.OAuth2AuthorizedClientProvider",
				"org.springframework.security:spring-security-oauth2-client");
	}

	private void require(String settings, String className, String library) {
		require(settings, Bindable.mapOf(String.class, Object.class), className, library);
	}

	private void require(String setting, Bindable<?> type, String className, String library) {
		if (!ClassUtils.isPresent(className, this.classLoader) && this.binder.bind(setting, type).isBound()) {
			throw new NatsConfigurationException(setting, "'" + setting + "' needs " + library + ", which is not there",
					"Add " + library + " to the class path, or take '" + setting + "' away.");
		}
	}

}
