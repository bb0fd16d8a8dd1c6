package dev.natsboot.demo.driver;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The issuer of access tokens of the secure demo: a Spring Authorization Server with one
 * client, whose secret is new with each run.
 */
final class TokenIssuer implements AutoCloseable {

	private static final String CLIENT = "shop";

	private static final List<String> SCOPES = List.of("orders.write", "orders.read", "inventory.read");

	private final HttpClient http = HttpClient.newHttpClient();

	private final String secret = UUID.randomUUID().toString();

	private final ConfigurableApplicationContext server;

	TokenIssuer(Path log) {
		this.server = new SpringApplicationBuilder(Server.class).web(WebApplicationType.SERVLET)
			.registerShutdownHook(false)
			.properties(Map.of("server.address", "127.0.0.1", "server.port", "0", "demo.client-secret", this.secret,
					"spring.main.banner-mode", "off", "logging.file.name", log.toString(), "logging.threshold.console",
					"off"))
			.run();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getEnvironment().getProperty("local.server.port");
	}

	/** A token for all there is. */
	String token() throws IOException, InterruptedException {
		return token(SCOPES);
	}

	/** A token with some of the scopes only. */
	String token(List<String> scopes) throws IOException, InterruptedException {
		String credentials = Base64.getEncoder()
			.encodeToString((CLIENT + ':' + this.secret).getBytes(StandardCharsets.UTF_8));
		HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/oauth2/token"))
			.header("Authorization", "Basic " + credentials)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope="
					+ URLEncoder.encode(String.join(" ", scopes), StandardCharsets.UTF_8)))
			.build();
		HttpResponse<String> response = this.http.send(request, HttpResponse.BodyHandlers.ofString());
		if (response.statusCode() != 200) {
			throw new IOException("The issuer of tokens answers " + response.statusCode());
		}
		return new JsonMapper().readTree(response.body()).get("access_token").asString();
	}

	/** The command that gets a token, for people. */
	String command() {
		return "curl -s -u %s:%s -d grant_type=client_credentials -d 'scope=%s' %s/oauth2/token".formatted(CLIENT,
				this.secret, String.join(" ", SCOPES), url());
	}

	@Override
	public void close() {
		this.server.close();
	}

	/**
	 * The server. Its addresses are the usual ones of Spring Authorization Server.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class,
			DispatcherServletAutoConfiguration.class })
	static class Server {

		@Bean
		SecurityFilterChain endpoints(HttpSecurity http) {
			return http.oauth2AuthorizationServer((server) -> http.securityMatcher(server.getEndpointsMatcher()))
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.build();
		}

		@Bean
		RegisteredClientRepository clients(Environment environment) {
			return new InMemoryRegisteredClientRepository(RegisteredClient.withId(CLIENT)
				.clientId(CLIENT)
				.clientSecret("{noop}" + environment.getRequiredProperty("demo.client-secret"))
				.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
				.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
				.scopes((scopes) -> scopes.addAll(SCOPES))
				.tokenSettings(TokenSettings.builder().accessTokenTimeToLive(Duration.ofHours(1)).build())
				.build());
		}

		@Bean
		OAuth2TokenCustomizer<JwtEncodingContext> audience() {
			return (context) -> context.getClaims().audience(List.of("shop"));
		}

		@Bean
		JWKSource<SecurityContext> keys() throws JOSEException {
			return new ImmutableJWKSet<>(new JWKSet(new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate()));
		}

		@Bean
		AuthorizationServerSettings settings() {
			return AuthorizationServerSettings.builder().build();
		}

	}

}
