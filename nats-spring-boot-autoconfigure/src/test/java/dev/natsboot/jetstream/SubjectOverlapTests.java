package dev.natsboot.jetstream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SubjectOverlap}.
 */
class SubjectOverlapTests {

	@ParameterizedTest
	@CsvSource({ "a.b,a.b,true", "a.b,a.c,false", "a.*,a.b,true", "a.*,*.b,true", "a.*,b.*,false", "a.>,a.b.c,true",
			"a.>,a,false", ">,a,true", "a.*.c,a.>,true", "a.b,a.b.c,false", "*.*,a.>,true", "a.b.>,a.*,false" })
	void knowsWhetherASubjectCanMatchBoth(String one, String other, boolean expected) {
		assertThat(SubjectOverlap.between(one, other)).isEqualTo(expected);
		assertThat(SubjectOverlap.between(other, one)).isEqualTo(expected);
	}

}
