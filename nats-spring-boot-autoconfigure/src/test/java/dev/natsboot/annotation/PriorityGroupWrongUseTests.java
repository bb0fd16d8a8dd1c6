package dev.natsboot.annotation;

import dev.natsboot.TestApplication;
import dev.natsboot.TestServer;
import dev.natsboot.core.NatsConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Attributes of a priority group that do not fit together.
 */
class PriorityGroupWrongUseTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			group=jobs durable=d                                        | no 'priorityPolicy'
			policy=overflow durable=d                                   | a 'priorityPolicy', but no 'priorityGroup'
			min-pending=5 durable=d                                     | a 'minPending', but no 'priorityGroup'
			group=jobs policy=first-come durable=d                      | 'priorityPolicy' is "first-come"
			group=jobs policy=none durable=d                            | 'priorityPolicy' is "none"
			group=jobs policy=prioritized priority=10 durable=d         | 'priority' is "10"
			group=jobs policy=prioritized priority=-1 durable=d         | 'priority' is "-1"
			group=jobs policy=overflow priority=1 durable=d             | a 'priority', which means nothing
			group=jobs policy=pinned-client min-ack-pending=1 durable=d | a 'minAckPending', which means nothing
			group=jobs policy=prioritized timeout=3s durable=d          | a 'priorityTimeout', which means nothing
			group=jobs policy=pinned-client timeout=10ms durable=d      | 'priorityGroup' "jobs" is not legal
			group=jobs policy=overflow min-pending=few durable=d        | 'minPending' is "few"
			group=my.jobs policy=overflow durable=d                     | 'priorityGroup' "my.jobs" is not legal
			group=jobs policy=overflow                                  | no 'durable'
			group=jobs policy=overflow deliver=all                      | no 'durable'
			""")
	void endsTheStart(String attributes, String what) {
		TestApplication.Builder application = TestApplication.with(Listening.class);
		for (String attribute : attributes.split(" ")) {
			application.property(attribute.substring(0, attribute.indexOf('=')),
					attribute.substring(attribute.indexOf('=') + 1));
		}
		Throwable cause = catchThrowable(() -> application.start(TestServer.url()).close());
		while (cause != null && !(cause instanceof NatsConfigurationException)) {
			cause = cause.getCause();
		}
		assertThat(cause).isNotNull().hasMessageContaining(what.trim());
		assertThat(((NatsConfigurationException) cause).getSetting()).contains("Listening.handle");
	}

	static class Listening {

		@NatsListener(subjects = "j.work", durable = "${durable:}", deliver = "${deliver:}",
				priorityGroup = "${group:}", priorityPolicy = "${policy:}", priorityTimeout = "${timeout:}",
				priority = "${priority:}", minPending = "${min-pending:}", minAckPending = "${min-ack-pending:}")
		void handle(String payload) {
		}

	}

}
