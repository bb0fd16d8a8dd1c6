package dev.natsboot.demo.order;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Who may do what over HTTP, with the profile {@code secure}. Orders need the scope
 * {@code orders.write}, looking at them {@code orders.read}.
 */
@Configuration(proxyBeanMethods = false)
@Profile("secure")
class HttpSecurityConfiguration {

	@Bean
	SecurityFilterChain http(HttpSecurity http) {
		return http
			.authorizeHttpRequests((requests) -> requests.requestMatchers(EndpointRequest.to("health"))
				.permitAll()
				.requestMatchers(HttpMethod.GET, "/api/**")
				.hasAuthority("SCOPE_orders.read")
				.requestMatchers("/api/**")
				.hasAuthority("SCOPE_orders.write")
				.anyRequest()
				.authenticated())
			.oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults()))
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			// a token is no cookie, so no other site can have a browser send it
			.csrf(AbstractHttpConfigurer::disable)
			.build();
	}

}
