package dev.natsboot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application need not have: each of these away that this module's tests have,
 * and all of them at once.
 */
@ExtendWith(OutputCaptureExtension.class)
class MinimalClassPathTests {

	@ParameterizedTest
	@MethodSource("onClassPath")
	void startsAndHandlesMessagesWithout(Optional optional, CapturedOutput output) throws Exception {
		check(List.of(optional), output);
	}

	@Test
	void startsAndHandlesMessagesWithoutAllOfThem(CapturedOutput output) throws Exception {
		check(Arrays.asList(Optional.values()), output);
	}

	@Test
	void withoutJacksonAnObjectIsRefusedAndTheMessageSaysWhy() throws Exception {
		try (FilteredClassPath classPath = FilteredClassPath.without(Optional.JACKSON.jars)) {
			assertThat(classPath.call(MinimalApplication.class, "sendObject", TestServer.url()))
				.asInstanceOf(InstanceOfAssertFactories.STRING)
				.contains("spring-boot-starter-jackson");
		}
	}

	private static Stream<Optional> onClassPath() {
		return Stream.of(Optional.values())
			.filter((optional) -> optional != Optional.TEST_SUPPORT
					&& ClassUtils.isPresent(optional.className, MinimalClassPathTests.class.getClassLoader()));
	}

	private static void check(List<Optional> away, CapturedOutput output) throws Exception {
		List<String> jars = away.stream().flatMap((optional) -> optional.jars.stream()).toList();
		try (FilteredClassPath classPath = FilteredClassPath.without(jars)) {
			assertThat(away).noneMatch((optional) -> classPath.has(optional.className));
			assertThat(classPath.call(MinimalApplication.class, "callListeners", TestServer.url()))
				.isEqualTo(List.of("Hello NATS", "[2, 1]"));
		}
		assertThat(output).contains("Listener 'minimalApplication.text' is served")
			.doesNotContain(" WARN ")
			.doesNotContain(" ERROR ");
	}

	/**
	 * What may be away, by the beginnings of its jars' names and one of its classes.
	 */
	enum Optional {

		ACTUATOR("org.springframework.boot.actuate.endpoint.annotation.Endpoint", "spring-boot-actuator",
				"spring-boot-health"),

		HEALTH("org.springframework.boot.health.contributor.HealthIndicator", "spring-boot-health"),

		MICROMETER("io.micrometer.observation.Observation", "micrometer-", "spring-boot-micrometer"),

		SECURITY("org.springframework.security.core.Authentication", "spring-security", "spring-boot-security"),

		NIMBUS("com.nimbusds.jose.jwk.JWK", "nimbus-jose-jwt", "oauth2-oidc-sdk"),

		WEB("org.springframework.web.client.RestClient", "spring-web"),

		JACKSON("tools.jackson.databind.json.JsonMapper", "jackson-", "spring-boot-jackson"),

		REACTOR("reactor.core.publisher.Mono", "reactor-", "reactive-streams"),

		VALIDATION("jakarta.validation.Validator", "jakarta.validation", "hibernate-validator",
				"spring-boot-validation"),

		JDBC("org.springframework.jdbc.core.JdbcTemplate", "spring-jdbc", "spring-boot-jdbc", "spring-boot-sql", "h2-",
				"HikariCP"),

		TRANSACTIONS("org.springframework.transaction.PlatformTransactionManager", "spring-tx",
				"spring-boot-transaction", "spring-boot-jdbc", "spring-jdbc"),

		CLOUD_STREAM("org.springframework.cloud.stream.binder.Binder", "spring-cloud-"),

		TEST_SUPPORT("org.junit.jupiter.api.Test", "junit-", "spring-boot-test", "spring-test", "assertj-", "mockito-",
				"awaitility-");

		private final String className;

		private final List<String> jars;

		Optional(String className, String... jars) {
			this.className = className;
			this.jars = List.of(jars);
		}

	}

}
