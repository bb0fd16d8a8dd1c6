package dev.natsboot.core;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SubjectsTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "orders.created", "$JS.API.INFO", "_INBOX.x.y", "größe.ß", "a-b_c.1" })
	void takesSubjectsToPublishTo(String subject) {
		assertThat(Subjects.checkPublish(subject)).isSameAs(subject);
		assertThat(Subjects.checkSubscribe(subject)).isSameAs(subject);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "\"\"|empty", ".a|begins with a dot", "a.|ends with a dot", ".|begins with a dot",
					"a..b|empty token at position 3", "a b|has a space at position 2", "\"a\tb\"|control character 0x9",
					"\"a\rb\"|control character 0xd" })
	void refusesWhatIsNoSubject(String subject, String what) {
		assertThatExceptionOfType(InvalidSubjectException.class).isThrownBy(() -> Subjects.checkPublish(subject))
			.withMessageContaining(what);
		assertThatExceptionOfType(InvalidSubjectException.class).isThrownBy(() -> Subjects.checkSubscribe(subject))
			.withMessageContaining(what);
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", ">", "a.*", "a.>", "a.*.c", "a*" })
	void refusesWildcardsOnPublish(String subject) {
		assertThatExceptionOfType(InvalidSubjectException.class).isThrownBy(() -> Subjects.checkPublish(subject))
			.withMessageContaining("wildcard");
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", ">", "a.*", "a.>", "*.b.*", "a.*.>" })
	void takesWildcardsOnSubscribe(String subject) {
		assertThat(Subjects.checkSubscribe(subject)).isSameAs(subject);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a*", "*a", "a.b>", ">.a", "a.>.b", "**" })
	void refusesWildcardsThatAreNoTokens(String subject) {
		assertThatExceptionOfType(InvalidSubjectException.class).isThrownBy(() -> Subjects.checkSubscribe(subject));
	}

	@Test
	void controlCharactersDoNotReachTheMessage() {
		assertThatExceptionOfType(InvalidSubjectException.class).isThrownBy(() -> Subjects.checkPublish("a\nERROR"))
			.withMessageContaining("a\\u000aERROR");
	}

	@Test
	void findsTokens() {
		assertThat(Subjects.token("orders.eu.created", 1)).isEqualTo("orders");
		assertThat(Subjects.token("orders.eu.created", 2)).isEqualTo("eu");
		assertThat(Subjects.token("orders.eu.created", 3)).isEqualTo("created");
		assertThat(Subjects.token("orders.eu.created", 4)).isNull();
		assertThat(Subjects.token("orders", 0)).isNull();
		assertThat(Subjects.token("orders", 1)).isEqualTo("orders");
	}

	@Test
	void knowsSystemSubjects() {
		assertThat(Subjects.isSystem("$JS.API.INFO")).isTrue();
		assertThat(Subjects.isSystem("_INBOX.a")).isTrue();
		assertThat(Subjects.isSystem("orders")).isFalse();
	}

}
