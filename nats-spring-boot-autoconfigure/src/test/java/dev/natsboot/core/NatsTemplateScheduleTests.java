package dev.natsboot.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfoOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NatsTemplateScheduleTests extends TemplateTestBase {

	@BeforeAll
	static void addStreams() throws Exception {
		connection.jetStreamManagement()
			.addStream(StreamConfiguration.builder()
				.name("PLANNED")
				.subjects("planned.>", "due.>")
				.allowMessageSchedules()
				.allowMessageTtl()
				.build());
		stream("UNPLANNED", "unplanned.>");
		connection.jetStreamManagement()
			.addStream(StreamConfiguration.builder().name("PLAIN").subjects("plain.>").allowMessageSchedules().build());
	}

	private static MessageInfo last(String subject) throws Exception {
		return connection.jetStreamManagement().getLastMessage("PLANNED", subject);
	}

	private static void awaitGone(String subject) {
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(
					() -> assertThatExceptionOfType(JetStreamApiException.class).isThrownBy(() -> last(subject)));
	}

	@Test
	void deliversOnceAfterADelay() throws Exception {
		NatsTemplate template = template();
		NatsOperations.SendSpec reminder = template.to("planned.delay")
			.messageId("r-1")
			.header("X-Tag", "t")
			.payload(new Order("o-1", 1))
			.deliver(Schedule.after(Duration.ofSeconds(1)).ttl(Duration.ofHours(1)), "due.delay");
		reminder.publish();
		assertThat(last("planned.delay").getHeaders().getFirst("Nats-Schedule")).startsWith("@at ");
		awaitGone("planned.delay");
		MessageInfo due = last("due.delay");
		assertThat(new String(due.getData(), StandardCharsets.UTF_8)).contains("o-1");
		assertThat(due.getHeaders().getFirst("X-Tag")).isEqualTo("t");
		assertThat(due.getHeaders().getFirst("Nats-TTL")).isEqualTo("3600s");
		assertThat(due.getHeaders().getFirst("Nats-Scheduler")).isEqualTo("planned.delay");
	}

	@Test
	void aDelayCountsFromEachPublish() throws Exception {
		NatsOperations.SendSpec kept = template().to("planned.kept")
			.deliver(Schedule.after(Duration.ofHours(1)), "due.kept");
		kept.publish();
		String first = last("planned.kept").getHeaders().getFirst("Nats-Schedule");
		kept.publish();
		assertThat(last("planned.kept").getHeaders().getFirst("Nats-Schedule")).isGreaterThan(first);
		assertThat(connection.jetStreamManagement()
			.getStreamInfo("PLANNED", StreamInfoOptions.filterSubjects("planned.kept"))
			.getStreamState()
			.getSubjectMap()).containsEntry("planned.kept", 1L);
	}

	@Test
	void deliversAtATime() throws Exception {
		template().to("planned.time")
			.payload("x")
			.deliver(Schedule.at(Instant.parse("2024-02-29T12:00:00.5Z")), "due.time")
			.publish();
		awaitGone("planned.time");
		assertThat(last("due.time").getData()).asString(StandardCharsets.UTF_8).isEqualTo("x");
	}

	@Test
	void deliversAgainAndAgain() throws Exception {
		template().to("planned.every")
			.payload("tick")
			.deliver(Schedule.every(Duration.ofSeconds(1)), "due.every")
			.publish();
		template().to("planned.cron").payload("tick").deliver(Schedule.cron("* * * * * *"), "due.cron").publish();
		for (String name : new String[] { "every", "cron" }) {
			Awaitility.await()
				.atMost(LONG)
				.until(() -> connection.jetStreamManagement()
					.getStreamInfo("PLANNED", StreamInfoOptions.filterSubjects("due." + name))
					.getStreamState()
					.getSubjectMap()
					.getOrDefault("due." + name, 0L) >= 2);
			assertThat(last("planned." + name).getHeaders().getFirst("Nats-Schedule-Target")).isEqualTo("due." + name);
		}
	}

	@Test
	void aTimeZoneIsPassedOn() throws Exception {
		template().to("planned.zone")
			.deliver(Schedule.cron("0 30 14 * * *", ZoneId.of("Europe/Amsterdam")), "due.zone")
			.publish();
		assertThat(last("planned.zone").getHeaders().getFirst("Nats-Schedule-Time-Zone")).isEqualTo("Europe/Amsterdam");
	}

	@Test
	void refusalsSayWhatIsMissing() {
		NatsTemplate template = template();
		Schedule soon = Schedule.after(Duration.ofHours(1));
		assertRefused(template.to("unplanned.a").deliver(soon, "unplanned.b"), 10188, "allow_msg_schedules");
		assertRefused(template.to("planned.a").deliver(soon, "elsewhere"), 10190, "same stream");
		assertRefused(template.to("planned.a").deliver(soon, "planned.a"), 10190, "another subject");
		assertRefused(template.to("planned.a").deliver(Schedule.cron("whenever"), "due.a"), 10189, "2.14");
		assertRefused(template.to("plain.a").deliver(soon.ttl(LONG), "plain.b"), 10166, "allow_msg_ttl");
		assertRefused(template.to("plain.a").ttl(LONG), 10166, "allow_msg_ttl");
	}

	private static void assertRefused(NatsOperations.SendSpec message, int code, String hint) {
		assertThatExceptionOfType(StreamRejectedException.class).isThrownBy(message::publish)
			.satisfies((ex) -> assertThat(ex.getErrorCode()).isEqualTo(code))
			.satisfies((ex) -> assertThat(ex.isRetryable()).isFalse())
			.withMessageContaining(hint);
	}

	@Test
	void wrongSchedulesAreRefusedAtOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> Schedule.after(Duration.ofSeconds(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> Schedule.every(Duration.ofMillis(999)));
		assertThatIllegalArgumentException().isThrownBy(() -> Schedule.cron(" "));
		assertThatIllegalArgumentException().isThrownBy(() -> Schedule.cron("@daily").ttl(Duration.ZERO));
		assertThatExceptionOfType(InvalidHeaderException.class).isThrownBy(() -> Schedule.cron("* *\r\nX: y"));
		assertThatExceptionOfType(InvalidSubjectException.class)
			.isThrownBy(() -> template().to("planned.a").deliver(Schedule.cron("@daily"), "due.*"));
	}

}
