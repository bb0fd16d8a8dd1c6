package dev.natsboot.autoconfigure;

import java.time.Duration;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import dev.natsboot.TestApplication;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.security.keys.KvKeyPublisher;
import dev.natsboot.security.keys.KvPublicKeys;
import dev.natsboot.security.keys.SigningKeys;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From {@code nats.security.jwt.keys} to those who verify.
 */
class NatsPublicKeysPropertiesTests {

	private static final AutoConfigurations HTTP = AutoConfigurations.of(NatsSecurityKeysAutoConfiguration.class,
			NatsKeySetEndpointAutoConfiguration.class);

	@Test
	void applicationsLearnEachOthersKeys() throws Exception {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start();
				TestApplication signer = TestApplication.with()
					.property("nats.security.jwt.signing.generate", "true")
					.property("nats.security.jwt.signing.retention", "3h")
					.property("nats.security.jwt.keys.bucket", "keys")
					.property("nats.security.jwt.keys.issuer", "billing")
					.start(server.url());
				TestApplication verifier = TestApplication.with()
					.property("nats.security.jwt.keys.bucket", "keys")
					.start(server.url());
				Connection admin = Nats.connect(server.url())) {
			JWK key = signer.bean(SigningKeys.class).current();
			JWKSelector selector = new JWKSelector(new JWKMatcher.Builder().keyID(key.getKeyID()).build());
			assertThat(verifier.bean(KvPublicKeys.class).source("billing").get(selector, null))
				.containsExactly(key.toPublicJWK());
			assertThat(verifier.context().getBeanProvider(KvKeyPublisher.class).stream()).isEmpty();
			assertThat(admin.keyValueManagement().getStatus("keys").getTtl()).isEqualTo(Duration.ofHours(10));
		}
	}

	@Test
	void errorsNameTheProperty() {
		fails("issuer", "nats.security.jwt.keys.bucket=keys", "nats.security.jwt.keys.issuer=not.one");
		fails("bucket", "nats.security.jwt.keys.bucket=not a bucket");
		fails("lifetime", "nats.security.jwt.keys.bucket=keys", "nats.security.jwt.keys.lifetime=1s");
	}

	private static void fails(String property, String... values) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class,
					NatsSecurityKeysAutoConfiguration.class, NatsPublicKeysAutoConfiguration.class))
			.withPropertyValues("nats.servers=nats://127.0.0.1:1", "nats.security.jwt.signing.generate=true",
					"spring.application.name=orders")
			.withPropertyValues(values)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(NatsConfigurationException.class.getName())
				.hasStackTraceContaining("'nats.security.jwt.keys." + property + "'"));
	}

	@Test
	void servesTheKeySetInAServletApplication() {
		new WebApplicationContextRunner().withConfiguration(HTTP)
			.withUserConfiguration(Mvc.class)
			.withPropertyValues("nats.security.jwt.signing.generate=true", "nats.security.jwt.keys.http.enabled=true")
			.run((context) -> {
				MockMvcTester mvc = MockMvcTester.from(context);
				assertThat(mvc.get().uri("/.well-known/nats-jwks.json")).hasStatusOk()
					.hasContentType(JWKSet.MIME_TYPE)
					.bodyText()
					.satisfies((body) -> check(body, context.getBean(SigningKeys.class)));
				assertThat(mvc.post().uri("/.well-known/nats-jwks.json")).hasStatus4xxClientError();
			});
	}

	@Test
	void servesTheKeySetInAReactiveApplication() {
		new ReactiveWebApplicationContextRunner().withConfiguration(HTTP)
			.withUserConfiguration(Flux.class)
			.withPropertyValues("nats.security.jwt.signing.generate=true", "nats.security.jwt.keys.http.enabled=true",
					"nats.security.jwt.keys.http.path=/keys")
			.run((context) -> WebTestClient.bindToApplicationContext(context)
				.build()
				.get()
				.uri("/keys")
				.exchange()
				.expectStatus()
				.isOk()
				.expectHeader()
				.contentTypeCompatibleWith(JWKSet.MIME_TYPE.substring(0, JWKSet.MIME_TYPE.indexOf(';')))
				.expectBody(String.class)
				.value((body) -> check(body, context.getBean(SigningKeys.class))));
	}

	@Test
	void servesNothingUnlessAsked() {
		new WebApplicationContextRunner().withConfiguration(HTTP)
			.withUserConfiguration(Mvc.class)
			.withPropertyValues("nats.security.jwt.signing.generate=true")
			.run((context) -> assertThat(context).doesNotHaveBean("natsKeySetEndpoint"));
		new ApplicationContextRunner().withConfiguration(HTTP)
			.withPropertyValues("nats.security.jwt.signing.generate=true", "nats.security.jwt.keys.http.enabled=true")
			.run((context) -> assertThat(context).doesNotHaveBean("natsKeySetEndpoint"));
	}

	private static void check(String body, SigningKeys keys) {
		try {
			assertThat(JWKSet.parse(body).getKeys()).containsExactlyElementsOf(keys.publicKeys().getKeys());
		}
		catch (java.text.ParseException ex) {
			throw new AssertionError(ex);
		}
		assertThat(body).doesNotContain("\"d\"");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	static class Mvc {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFlux
	static class Flux {

	}

}
