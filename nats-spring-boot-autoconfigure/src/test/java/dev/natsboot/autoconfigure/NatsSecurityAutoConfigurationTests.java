package dev.natsboot.autoconfigure;

import java.util.function.Consumer;

import dev.natsboot.core.InboundFilter;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.OutboundFilter;
import dev.natsboot.core.ListenerDescription;
import dev.natsboot.security.AuthenticationArguments;
import dev.natsboot.security.SecurityInboundFilter;
import dev.natsboot.security.token.NatsTokenVerifier;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.oauth2.jwt.JwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests when messages are protected, and what is refused at the start.
 */
class NatsSecurityAutoConfigurationTests {

	private static final String PREFIX = "nats.security.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, NatsTemplateAutoConfiguration.class,
				NatsListenerAutoConfiguration.class, NatsSecurityAutoConfiguration.class))
		.withPropertyValues("nats.servers=nats://127.0.0.1:1", "spring.application.name=orders");

	private static final String[] BEARER = { PREFIX + "jwt.mode=bearer", PREFIX + "jwt.audiences=orders",
			PREFIX + "jwt.issuers[0].issuer-uri=https://issuer.example" };

	@Test
	void nothingIsThereUnlessItIsAskedFor() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(InboundFilter.class)
			.doesNotHaveBean(OutboundFilter.class));
		this.runner.withPropertyValues(PREFIX + "jwt.mode=off")
			.run((context) -> assertThat(context).doesNotHaveBean(OutboundFilter.class));
		this.runner.withPropertyValues(PREFIX + "jwt.mode=off", PREFIX + "jwt.audiences=orders")
			.run((context) -> assertThat(context).doesNotHaveBean(OutboundFilter.class));
	}

	@Test
	void thePartsAreThereAndNoDecoderThatWouldGetInTheWayOfAnother() {
		this.runner.withPropertyValues(BEARER)
			.run((context) -> assertThat(context).hasSingleBean(SecurityInboundFilter.class)
				.hasSingleBean(OutboundFilter.class)
				.hasSingleBean(NatsTokenVerifier.class)
				.hasSingleBean(AuthenticationArguments.class)
				.doesNotHaveBean(JwtDecoder.class));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "org.springframework.security", "com.nimbusds", "org.springframework.security.oauth2.jwt" })
	void withoutTheClassesTheApplicationStartsAndASettingThatNeedsThemSaysSo(String missing) {
		ApplicationContextRunner without = this.runner.withClassLoader(new FilteredClassLoader(missing));
		without.run((context) -> assertThat(context).hasNotFailed());
		fails(without.withPropertyValues(BEARER), "nats.security",
				(failure) -> failure.hasMessageContaining("not on the class path"));
		fails(without.withPropertyValues(PREFIX + "rules[0].subject=>", PREFIX + "rules[0].action=publish"),
				"nats.security", (failure) -> failure.hasMessageContaining("not on the class path"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"nats.security.jwt.audiences=orders | nats.security.jwt.mode | no mode is set",
			"nats.security.jwt.services.a.jwk-set-uri=http://a | nats.security.jwt.mode | no mode is set",
			"nats.security.jwt.subjects[0].subject=a.> | nats.security.jwt.subjects[0].mode | is missing",
			"nats.security.jwt.subjects[0].mode=signed | nats.security.jwt.subjects[0].subject | is missing",
			"nats.security.jwt.subjects[0].mode=off,nats.security.jwt.subjects[0].subject=a.>.b | nats.security.jwt.subjects[0].subject | before its end",
			"nats.security.rules[0].scopes=x,nats.security.rules[0].subject=a | nats.security.rules | no message says who sent it",
			"nats.security.rules[0].scopes=x,nats.security.rules[0].subject=a,nats.security.rules[0].access=all | nats.security.rules[0].access | both",
			"nats.security.rules[0].access=all | nats.security.rules[0].subject | is missing",
			"nats.security.jwt.mode=bearer | nats.security.jwt.audiences | any other application",
			"nats.security.jwt.mode=bearer,nats.security.jwt.audiences=a | spring.security.oauth2.resourceserver.jwt.issuer-uri | any issuer",
			"nats.security.jwt.mode=bearer,nats.security.jwt.audiences=a,nats.security.jwt.issuers[0].jwk-set-uri=http://a | nats.security.jwt.issuers[0].issuer-uri | any issuer",
			"nats.security.jwt.mode=bearer,nats.security.jwt.audiences=a,nats.security.jwt.issuers[0].issuer-uri=http://a,nats.security.jwt.algorithms=HS256 | nats.security.jwt.algorithms | RS256",
			"nats.security.jwt.mode=signed,nats.security.jwt.algorithms=none | nats.security.jwt.algorithms | RS256",
			"nats.security.jwt.mode=signed,nats.security.jwt.services.a.authorities=x | nats.security.jwt.services.a | has no keys",
			"nats.security.jwt.mode=signed,nats.security.jwt.services.a.jwk-set-uri=http://a,nats.security.jwt.services.a.public-keys=x | nats.security.jwt.services.a | both",
			"nats.security.jwt.mode=signed,nats.security.jwt.proof.window=0s | nats.security.jwt.proof | window",
			"nats.security.jwt.mode=signed,nats.security.jwt.token-header=Message-Proof | nats.security.jwt.token-header | headers of their own",
			"nats.security.jwt.mode=signed,nats.security.jwt.key-set.min-interval=1h | nats.security.jwt.key-set | lifetime" })
	void aSettingThatCannotWorkIsRefused(String properties, String setting, String text) {
		fails(this.runner.withPropertyValues(properties.split(",")), setting,
				(failure) -> failure.hasMessageContaining(text));
	}

	@Test
	void theResourceServersIssuerAndAudiencesServeMessagesToo() {
		this.runner
			.withPropertyValues(PREFIX + "jwt.mode=bearer",
					"spring.security.oauth2.resourceserver.jwt.issuer-uri=https://issuer.example",
					"spring.security.oauth2.resourceserver.jwt.audiences=orders")
			.run((context) -> assertThat(context.getBean(NatsTokenVerifier.class)).isNotNull());
	}

	@Test
	void aListenerThatNobodyMayUseIsRefused() {
		this.runner.withPropertyValues(BEARER).run((context) -> {
			InboundFilter filter = context.getBean(SecurityInboundFilter.class);
			Assertions.assertThatExceptionOfType(NatsConfigurationException.class)
				.isThrownBy(() -> filter.apply(core("orders.created"), (message) -> null))
				.satisfies((ex) -> assertThat(ex.getSetting()).isEqualTo("nats.security.rules"));
		});
	}

	@Test
	void aListenerOfWhichNobodySaysHowItIsProtectedIsRefused() {
		this.runner
			.withPropertyValues(PREFIX + "jwt.subjects[0].subject=orders.>", PREFIX + "jwt.subjects[0].mode=signed")
			.run((context) -> {
				InboundFilter filter = context.getBean(SecurityInboundFilter.class);
				Assertions.assertThatExceptionOfType(NatsConfigurationException.class)
					.isThrownBy(() -> filter.apply(core("invoices.created"), (message) -> null))
					.satisfies((ex) -> assertThat(ex.getSetting()).isEqualTo("nats.security.jwt.subjects"));
			});
	}

	@Test
	void aStreamDoesNotKeepAccessTokensUnlessThatIsWanted() {
		ListenerDescription stream = new ListenerDescription("a", "default", java.util.List.of("orders.created"), null,
				null, "durable");
		ApplicationContextRunner bearer = this.runner.withPropertyValues(BEARER)
			.withPropertyValues(PREFIX + "rules[0].subject=>");
		bearer.run((context) -> {
			InboundFilter filter = context.getBean(SecurityInboundFilter.class);
			Assertions.assertThatExceptionOfType(NatsConfigurationException.class)
				.isThrownBy(() -> filter.apply(stream, (message) -> null))
				.satisfies((ex) -> assertThat(ex.getSetting()).isEqualTo("nats.security.jwt.bearer-on-streams"));
		});
		bearer.withPropertyValues(PREFIX + "jwt.bearer-on-streams=true").run((context) -> {
			InboundFilter filter = context.getBean(SecurityInboundFilter.class);
			assertThat(filter.apply(stream, (message) -> null)).isNotNull();
		});
	}

	private static ListenerDescription core(String subject) {
		return new ListenerDescription("a", "default", java.util.List.of(subject), null, null, null);
	}

	private static void fails(ApplicationContextRunner runner, String setting,
			Consumer<AbstractThrowableAssert<?, ? extends Throwable>> check) {
		runner.run((context) -> {
			assertThat(context).hasFailed();
			Throwable cause = context.getStartupFailure();
			while (!(cause instanceof NatsConfigurationException) && cause.getCause() != null) {
				cause = cause.getCause();
			}
			assertThat(cause).isInstanceOf(NatsConfigurationException.class);
			assertThat(((NatsConfigurationException) cause).getSetting()).isEqualTo(setting);
			check.accept(Assertions.assertThat(cause));
		});
	}

}
