package dev.natsboot.core;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class SubjectNamingRulesTests {

	private final SubjectNamingRules rules = new SubjectNamingRules(true, 0, "project.env.domain.module",
			List.of("replies."));

	@ParameterizedTest
	@ValueSource(strings = { "shop.prod.orders.created", "shop.prod.orders.created.eu", "shop.*.orders.*", "shop.>",
			"$JS.API.INFO", "_INBOX.Abc", "replies.Abc" })
	void passes(String subject) {
		assertThatNoException().isThrownBy(() -> this.rules.check(subject));
	}

	@Test
	void saysWhatIsWrongAndHowARightOneLooks() {
		assertThatExceptionOfType(InvalidSubjectException.class).isThrownBy(() -> this.rules.check("orders.created"))
			.withMessageContaining("'orders.created' has 2 tokens, fewer than 4")
			.withMessageContaining("lower case and at least 4 tokens, as in project.env.domain.module");
		assertThatExceptionOfType(InvalidSubjectException.class)
			.isThrownBy(() -> this.rules.check("shop.prod.Orders.created"))
			.withMessageContaining("upper-case letter 'O'");
	}

	@Test
	void minimumOfTokensWithoutPattern() {
		SubjectNamingRules two = new SubjectNamingRules(false, 2, "", List.of());
		assertThatNoException().isThrownBy(() -> two.check("Orders.Created"));
		assertThatExceptionOfType(InvalidSubjectException.class).isThrownBy(() -> two.check("orders"))
			.withMessageContaining("has 1 token, fewer than 2");
	}

}
