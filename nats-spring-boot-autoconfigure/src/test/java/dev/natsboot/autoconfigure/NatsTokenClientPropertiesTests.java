package dev.natsboot.autoconfigure;

import java.util.List;
import java.util.function.Consumer;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.OutboundMessage;
import dev.natsboot.security.client.TokenEndpoint;
import dev.natsboot.security.client.TokenSupplier;
import dev.natsboot.security.client.TokenUnavailableException;
import io.nats.client.impl.Headers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AccessToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * From {@code nats.security.jwt.client} to the token of a message.
 */
class NatsTokenClientPropertiesTests {

	private static final String PREFIX = "nats.security.jwt.client.";

	private static TokenEndpoint endpoint;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(NatsTokenClientAutoConfiguration.class, OAuth2ClientAutoConfiguration.class))
		.withPropertyValues(registration("own", "client_credentials"))
		.withPropertyValues(registration("exchange", "urn:ietf:params:oauth:grant-type:token-exchange"));

	@BeforeAll
	static void startEndpoint() throws Exception {
		endpoint = new TokenEndpoint();
	}

	@AfterAll
	static void stopEndpoint() {
		endpoint.close();
	}

	@BeforeEach
	void reset() {
		endpoint.requests().clear();
		endpoint.answerWith(200);
	}

	@AfterEach
	void nobody() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void thereIsNoTokenUnlessAskedFor() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(TokenSupplier.class));
	}

	@Test
	void getsAnOwnTokenOnce() {
		run((tokens) -> {
			assertThat(tokens.token(message(OutboundMessage.Kind.EVENT))).isEqualTo("token-1");
			assertThat(tokens.token(message(OutboundMessage.Kind.STREAM))).isEqualTo("token-1");
			assertThat(endpoint.requests()).singleElement()
				.satisfies((request) -> assertThat(request).containsEntry("grant_type", "client_credentials")
					.containsEntry("audience", "billing"));
		}, "registration=own", "audience=billing");
	}

	@Test
	void exchangesTheTokenOfEachCallerOnce() {
		run((tokens) -> {
			assertThat(tokens.token(message(OutboundMessage.Kind.EVENT))).isNull();
			caller("alice");
			assertThat(tokens.token(message(OutboundMessage.Kind.EVENT))).isEqualTo("token-1");
			assertThat(tokens.token(message(OutboundMessage.Kind.EVENT))).isEqualTo("token-1");
			caller("bob");
			assertThat(tokens.token(message(OutboundMessage.Kind.EVENT))).isEqualTo("token-2");
			caller("alice");
			assertThat(tokens.token(message(OutboundMessage.Kind.EVENT))).isEqualTo("token-1");
			assertThat(endpoint.requests()).hasSize(2)
				.first()
				.satisfies((request) -> assertThat(request)
					.containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
					.containsEntry("subject_token", "alice")
					.containsEntry("audience", "billing"));
		}, "registration=exchange", "audience=billing");
	}

	@Test
	void anIssuerThatFailsIsNamedWithoutItsAnswer() {
		endpoint.answerWith(500);
		run((tokens) -> assertThatExceptionOfType(TokenUnavailableException.class)
			.isThrownBy(() -> tokens.token(message(OutboundMessage.Kind.EVENT)))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("token-1")), "registration=own");
	}

	@Test
	void passesTheTokenOfTheCallerOnToTheSameAudienceOutsideOfStreams() {
		run((tokens) -> {
			assertThat(tokens.token(message(OutboundMessage.Kind.EVENT))).isNull();
			String token = jwt("billing");
			caller(token);
			assertThat(tokens.token(message(OutboundMessage.Kind.REQUEST))).isEqualTo(token);
			refused(tokens, OutboundMessage.Kind.STREAM, "stream", token);
			caller(jwt("shipping"));
			refused(tokens, OutboundMessage.Kind.EVENT, "'billing'", jwt("shipping"));
			caller("opaque");
			refused(tokens, OutboundMessage.Kind.EVENT, "no audience", "opaque");
			assertThat(endpoint.requests()).isEmpty();
		}, "relay=true", "audience=billing");
	}

	@Test
	void errorsNameTheProperty() {
		fails("registration", "registration=missing");
		fails("audience", "relay=true");
		fails("relay", "relay=true", "audience=a", "registration=own");
		this.runner.withPropertyValues(registration("login", "authorization_code"))
			.withPropertyValues("spring.security.oauth2.client.registration.login.redirect-uri=http://localhost/",
					"spring.security.oauth2.client.provider.login.authorization-uri=http://localhost/",
					PREFIX + "registration=login")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("'" + PREFIX + "registration'")
				.hasStackTraceContaining("authorization_code"));
	}

	@Test
	void backsOff() {
		TokenSupplier own = (message) -> "mine";
		this.runner.withBean(TokenSupplier.class, () -> own)
			.withPropertyValues(PREFIX + "registration=own")
			.run((context) -> assertThat(context.getBean(TokenSupplier.class)).isSameAs(own));
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private void run(Consumer<TokenSupplier> test, String... properties) {
		this.runner.withPropertyValues(prefixed(properties))
			.run((context) -> test.accept(context.getBean(TokenSupplier.class)));
	}

	private void fails(String property, String... values) {
		this.runner.withPropertyValues(prefixed(values))
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(NatsConfigurationException.class.getName())
				.hasStackTraceContaining("'" + PREFIX + property + "'"));
	}

	private static void refused(TokenSupplier tokens, OutboundMessage.Kind kind, String message, String token) {
		assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> tokens.token(message(kind)))
			.withMessageContaining(message)
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(token));
	}

	private static OutboundMessage message(OutboundMessage.Kind kind) {
		return new OutboundMessage(kind, "a.b", null, new Headers(), new byte[0]);
	}

	private static void caller(String token) {
		TestingAuthenticationToken caller = new TestingAuthenticationToken("somebody",
				new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, token, null, null), List.of());
		SecurityContextHolder.getContext().setAuthentication(caller);
	}

	private static String jwt(String audience) {
		return new PlainJWT(new JWTClaimsSet.Builder().audience(audience).build()).serialize();
	}

	private static String[] prefixed(String... properties) {
		return List.of(properties).stream().map((property) -> PREFIX + property).toArray(String[]::new);
	}

	private static String[] registration(String id, String grant) {
		String prefix = "spring.security.oauth2.client.";
		return new String[] { prefix + "registration." + id + ".client-id=me",
				prefix + "registration." + id + ".client-secret=secret",
				prefix + "registration." + id + ".authorization-grant-type=" + grant,
				prefix + "provider." + id + ".token-uri=" + endpoint.url() };
	}

}
