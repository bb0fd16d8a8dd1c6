package dev.natsboot.core;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

class SubjectPatternTests {

	@Test
	void namesTokens() {
		SubjectPattern pattern = SubjectPattern.parse("orders.{region}.{what}");
		assertThat(pattern.subject()).isEqualTo("orders.*.*");
		assertThat(pattern.names()).containsExactly("region", "what");
		assertThat(pattern.tokenIndex("region")).isEqualTo(2);
		assertThat(pattern.tokenIndex("what")).isEqualTo(3);
		assertThat(pattern.tokenIndex("other")).isEqualTo(-1);
	}

	@Test
	void takesNamedTokensOutOfASubject() {
		SubjectPattern pattern = SubjectPattern.parse("orders.{region}.>");
		assertThat(pattern.match("orders.eu.created.now")).containsExactly(entry("region", "eu"));
		assertThat(pattern.match("stock.eu.created")).isNull();
	}

	@Test
	void leavesPlainSubjectsAlone() {
		SubjectPattern pattern = SubjectPattern.parse("orders.*.>");
		assertThat(pattern.subject()).isEqualTo("orders.*.>");
		assertThat(pattern.names()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "a,a,true", "a,b,false", "a,a.b,false", "a.b,a,false", "*,a,true", "*,a.b,false", ">,a.b,true",
			"a.>,a,false", "a.>,a.b,true", "a.>,a.b.c,true", "a.*.c,a.b.c,true", "a.*.c,a.b.d,false", "a.*,a.b.c,false",
			"ab,a,false", "a,ab,false", "a.*,a.,false" })
	void matchesAsTheServerDoes(String pattern, String subject, boolean matches) {
		assertThat(SubjectPattern.parse(pattern).matches(subject)).isEqualTo(matches);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.{}", "a.{b", "a.b}", "a.x{b}", "a.{b}x", "a.{b}.{b}", "a.{b c}", "a..{b}", "",
			"a.>.{b}", "a.{{b}}" })
	void refusesWhatIsNoPattern(String pattern) {
		assertThatExceptionOfType(InvalidSubjectException.class).isThrownBy(() -> SubjectPattern.parse(pattern));
	}

}
