package dev.natsboot.autoconfigure;

import dev.natsboot.core.NatsConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties whose libraries are away.
 */
class NatsSecurityLibrariesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(NatsSecurityLibrariesAutoConfiguration.class, NatsSecurityKeysAutoConfiguration.class,
					NatsPublicKeysAutoConfiguration.class, NatsKeySetEndpointAutoConfiguration.class,
					NatsTokenClientAutoConfiguration.class, NatsEncryptionAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "nats.security.jwt.signing.key=/a, com.nimbusds, nimbus-jose-jwt",
			"nats.security.jwt.signing.generate=true, com.nimbusds, nimbus-jose-jwt",
			"nats.security.jwt.keys.bucket=keys, com.nimbusds, nimbus-jose-jwt",
			"nats.security.encryption.decryption-keys[0]=/a, com.nimbusds, nimbus-jose-jwt",
			"nats.security.encryption.rules[0].key=/a, com.nimbusds, nimbus-jose-jwt",
			"nats.security.jwt.client.relay=true, com.nimbusds, nimbus-jose-jwt",
			"nats.security.jwt.client.relay=true, org.springframework.security, spring-security-oauth2-core",
			"nats.security.jwt.client.registration=a, org.springframework.security.oauth2.client, spring-security-oauth2-client" })
	void saysWhichLibraryAPropertyNeeds(String property, String away, String library) {
		this.runner.withClassLoader(new FilteredClassLoader(away))
			.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(NatsConfigurationException.class.getName())
				.hasStackTraceContaining(library));
	}

	@Test
	void startsWithoutThemWhereNothingIsSet() {
		this.runner.withClassLoader(new FilteredClassLoader("com.nimbusds", "org.springframework.security"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

}
