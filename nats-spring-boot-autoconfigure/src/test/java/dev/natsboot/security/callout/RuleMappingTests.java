package dev.natsboot.security.callout;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RuleMappingTests {

	private final RuleMapping mapping = new RuleMapping("APP", List.of(rule("scope", "write", null, "orders.>"),
			rule("scope", "own", null, "own.{name}.>"), rule("roles", "admin", "ADMIN", ">")));

	@Test
	void rulesCountTogether() {
		CalloutGrant grant = map("ann", Map.of("scope", "openid  write own"));
		assertThat(grant.account()).isEqualTo("APP");
		assertThat(grant.publishAllow()).containsExactlyInAnyOrder("orders.>", "own.ann.>");
		assertThat(grant.subscribeAllow()).isEmpty();
	}

	@Test
	void aClaimMayBeAList() {
		assertThat(map("ann", Map.of("roles", List.of("user", "admin"))).account()).isEqualTo("ADMIN");
	}

	@Test
	void refusesWhereNoRuleMatches() {
		refuses("ann", Map.of());
		refuses("ann", Map.of("scope", "writer"));
		refuses("ann", Map.of("scope", true, "roles", Map.of("admin", true)));
	}

	@Test
	void refusesTwoAccounts() {
		refuses("ann", Map.of("scope", "write", "roles", List.of("admin")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "*", ">", "a.b", "a b", "a\n" })
	void refusesNamesThatWouldChangeASubject(String name) {
		refuses(name, Map.of("scope", "own"));
		assertThat(map(name, Map.of("scope", "write")).publishAllow()).containsExactly("orders.>");
	}

	private CalloutGrant map(String name, Map<String, Object> claims) {
		return this.mapping.map(new VerifiedToken(name, Instant.now(), claims));
	}

	private void refuses(String name, Map<String, Object> claims) {
		assertThatExceptionOfType(CalloutRefusedException.class).isThrownBy(() -> map(name, claims));
	}

	private static CalloutRule rule(String claim, String value, String account, String publish) {
		return new CalloutRule(claim, value, account, List.of(publish), List.of(), List.of(), List.of());
	}

}
