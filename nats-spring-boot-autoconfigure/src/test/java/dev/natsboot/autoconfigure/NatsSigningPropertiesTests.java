package dev.natsboot.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.natsboot.TestApplication;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.security.keys.FixedSigningKeys;
import dev.natsboot.security.keys.SigningKeySource;
import dev.natsboot.security.keys.SigningKeys;
import dev.natsboot.security.keys.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From {@code nats.security.jwt.signing} to the key.
 */
class NatsSigningPropertiesTests {

	private static final String PREFIX = "nats.security.jwt.signing.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NatsSecurityKeysAutoConfiguration.class));

	@TempDir
	Path directory;

	@Test
	void thereIsNoKeyUnlessOneIsAskedFor() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(SigningKeys.class));
	}

	@Test
	void readsAFileAndGivesTheKeyAnIdAndAnAlgorithm() throws Exception {
		JWK key = TestKeys.ed25519();
		this.runner.withPropertyValues(PREFIX + "key=" + write("key.jwk", key)).run((context) -> {
			JWK current = context.getBean(SigningKeys.class).current();
			assertThat(current.getKeyID()).isEqualTo(key.computeThumbprint().toString());
			assertThat(current.getAlgorithm()).hasToString("EdDSA");
			assertThat(current.toOctetKeyPair().getDecodedD()).isEqualTo(key.toOctetKeyPair().getDecodedD());
		});
	}

	@Test
	void takesTheKeyItselfAnIdAndAnAlgorithm() throws Exception {
		JWK key = new RSAKeyGenerator(2048).generate();
		this.runner
			.withPropertyValues(PREFIX + "key=" + key.toJSONString(), PREFIX + "key-id=mine",
					PREFIX + "algorithm=PS256")
			.run((context) -> {
				JWK current = context.getBean(SigningKeys.class).current();
				assertThat(current.getKeyID()).isEqualTo("mine");
				assertThat(current.getAlgorithm()).hasToString("PS256");
			});
	}

	@Test
	void makesAKey() {
		this.runner.withPropertyValues(PREFIX + "generate=true").run((context) -> {
			SigningKeys keys = context.getBean(SigningKeys.class);
			assertThat(keys.current()).isInstanceOf(OctetKeyPair.class);
			assertThat(keys.publicKeys().getKeys()).containsExactly(keys.current().toPublicJWK());
		});
	}

	@Test
	void readsAChangedFileAgain() throws Exception {
		String old = write("key.jwk", TestKeys.ed25519());
		write("previous.jwk", TestKeys.ed25519());
		this.runner
			.withPropertyValues(PREFIX + "key=" + old, PREFIX + "reload-interval=10ms", PREFIX + "activation-delay=0s",
					PREFIX + "retention=1h", PREFIX + "previous[0]=" + this.directory.resolve("previous.jwk"))
			.run((context) -> {
				SigningKeys keys = context.getBean(SigningKeys.class);
				String first = keys.current().getKeyID();
				assertThat(keys.publicKeys().getKeys()).hasSize(2);
				write("key.jwk", TestKeys.ed25519());
				TestApplication.await(() -> !keys.current().getKeyID().equals(first));
				TestApplication.await(() -> keys.publicKeys().getKeys().size() == 3);
				assertThat(keys.publicKeys().getKeyByKeyId(first).getExpirationTime()).isNotNull();
			});
	}

	@Test
	void errorsNameTheProperty() throws Exception {
		JWK key = TestKeys.ed25519();
		String good = write("good.jwk", key);
		String open = write("open.jwk", key.toPublicJWK());
		String mismatched = write("mismatched.jwk", new ECKeyGenerator(Curve.P_256).generate().toECKey(),
				new ECKeyGenerator(Curve.P_256).generate());
		fails("key", "cannot be read", PREFIX + "key=" + this.directory.resolve("missing.pem"));
		fails("key", "has no private part", PREFIX + "key=" + open);
		fails("key", "neither PEM nor a JWK", PREFIX + "key=" + Files.writeString(this.directory.resolve("x"), "no"));
		fails("key", "does not fit", PREFIX + "key=" + good, PREFIX + "algorithm=RS256");
		fails("key", "do not belong together", PREFIX + "key=" + mismatched);
		fails("key", "exclude each other", PREFIX + "key=" + good, PREFIX + "generate=true");
		fails("key", "is empty", PREFIX + "key=");
		fails("previous[0]", "cannot be read", PREFIX + "key=" + good,
				PREFIX + "previous[0]=" + this.directory.resolve("missing.pem"));
	}

	@Test
	void backsOff() {
		this.runner.withBean("own", SigningKeys.class, () -> new FixedSigningKeys(SigningKeySource.generate()))
			.withPropertyValues(PREFIX + "generate=true")
			.run((context) -> assertThat(context).hasSingleBean(SigningKeys.class).hasBean("own"));
		this.runner.withClassLoader(new FilteredClassLoader("com.nimbusds"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private void fails(String property, String message, String... values) {
		this.runner.withPropertyValues(values)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.satisfies((root) -> assertThat(failure(context.getStartupFailure()).getSetting())
					.isEqualTo(PREFIX + property))
				.satisfies((root) -> assertThat(failure(context.getStartupFailure())).hasMessageContaining(message)
					.hasMessageContaining(PREFIX + property)));
	}

	private static NatsConfigurationException failure(Throwable thrown) {
		Throwable cause = thrown;
		while (!(cause instanceof NatsConfigurationException)) {
			cause = cause.getCause();
		}
		return (NatsConfigurationException) cause;
	}

	private String write(String name, JWK key) throws Exception {
		return Files.writeString(this.directory.resolve(name), key.toJSONString()).toString();
	}

	private String write(String name, com.nimbusds.jose.jwk.ECKey open, com.nimbusds.jose.jwk.ECKey secret)
			throws Exception {
		return Files
			.writeString(this.directory.resolve(name),
					"""
							{"kty":"EC","crv":"P-256","x":"%s","y":"%s","d":"%s"}""".formatted(open.getX(), open.getY(),
							secret.getD()))
			.toString();
	}

}
