package dev.natsboot.cloud.stream.binder;

import java.util.function.Consumer;
import java.util.function.Function;

import dev.natsboot.core.NatsConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests that mistakes end the start and say what to write.
 */
@ExtendWith(OutputCaptureExtension.class)
class WrongConfigurationTests {

	private static TestApplication.Builder receiver(String destination) {
		return TestApplication.with(Functions.class).functions("receive").input("receive-in-0", destination, "group");
	}

	private static void assertRefused(TestApplication.Builder application, String message) {
		assertThatThrownBy(() -> application.start().close())
			.satisfies((failure) -> assertThat(Failures.find(failure, NatsConfigurationException.class)).isNotNull())
			.hasStackTraceContaining(message);
	}

	@Test
	void producersNeedOneSubject() {
		assertRefused(TestApplication.with(Functions.class)
			.functions("pass")
			.input("pass-in-0", "wrong.in", "group")
			.output("pass-out-0", "wrong.*"), "spring.cloud.stream.bindings.pass-out-0.destination");
	}

	@Test
	void consumersNeedASubject() {
		assertRefused(receiver("wrong..subject"), "spring.cloud.stream.bindings.receive-in-0.destination");
	}

	@Test
	void coreModeHasNoDurability() {
		assertRefused(
				receiver("wrong.core").nats("receive-in-0", "consumer.mode", "core")
					.nats("receive-in-0", "consumer.max-deliveries", 3),
				"'spring.cloud.stream.nats.bindings.receive-in-0.consumer.max-deliveries' needs a stream");
		assertRefused(
				receiver("wrong.core").nats("receive-in-0", "consumer.mode", "core")
					.nats("receive-in-0", "consumer.dead-letter.enabled", true),
				"consumer.dead-letter.enabled' needs a stream");
	}

	@Test
	void aNamedStreamMustTakeTheSubject() throws Exception {
		try (TestApplication application = receiver("wrong.named").nats("receive-in-0", "consumer.stream.name", "NAMED")
			.start()) {
			assertThat(application.management().getStreamNames("wrong.named")).containsExactly("NAMED");
			assertRefused(receiver("wrong.other").nats("receive-in-0", "consumer.stream.name", "NAMED"),
					"Stream 'NAMED' does not take the subject 'wrong.other'");
		}
	}

	@Test
	void aStreamIsOnlyCreatedWhereThatIsWanted() {
		assertRefused(receiver("wrong.absent").nats("receive-in-0", "consumer.stream.create", false),
				"No stream takes the subject 'wrong.absent'");
	}

	@Test
	void aConsumerIsNotSharedByDestinations() throws Exception {
		try (TestApplication application = receiver("wrong.share.a")
			.nats("receive-in-0", "consumer.stream.name", "SHARE")
			.property("nats.jetstream.streams.SHARE.subjects", "wrong.share.>")
			.start()) {
			assertThat(application.consumer("SHARE", "group")).isNotNull();
			assertRefused(receiver("wrong.share.b"),
					"Consumer 'group' of stream 'SHARE' is for [wrong.share.a] already");
			try (TestApplication other = receiver("wrong.share.b").nats("receive-in-0", "consumer.durable", "my.other")
				.start()) {
				assertThat(other.consumer("SHARE", "my%2Eother")).isNotNull();
			}
		}
	}

	@Test
	void anOrderThatConcurrencyBreaksIsRefused() {
		assertRefused(receiver("wrong.order").nats("receive-in-0", "consumer.order", "strict")
			.binding("receive-in-0", "consumer.concurrency", 2), "Its order is 'strict'");
	}

	@Test
	void partitionedConsumersNeedTheirIndex() {
		assertRefused(receiver("wrong.parted").binding("receive-in-0", "consumer.partitioned", true)
			.property("spring.cloud.stream.instance-count", 2)
			.property("spring.cloud.stream.instance-index", 2), "is 2 of 2 instances");
	}

	@Test
	void whoRetriesTwiceIsWarned(CapturedOutput output) {
		receiver("wrong.both").nats("receive-in-0", "consumer.max-deliveries", 4).start().close();
		assertThat(output).contains("has max-attempts of 3 and max-deliveries of 4");
	}

	@Test
	void namesAreEscapedReversibly() {
		for (String name : new String[] { "a.b", "a-b", "a%2Eb", "a b", "*.>", "\u00e4/\\" }) {
			assertThat(Names.unescape(Names.escape(name))).isEqualTo(name);
			assertThat(Names.escape(name)).matches("[!-~&&[^.*>/\\\\]]+");
		}
		assertThat(Names.escape("a.b")).isNotEqualTo(Names.escape("a%2Eb"));
	}

	static class Functions {

		@Bean
		Function<String, String> pass() {
			return (text) -> text;
		}

		@Bean
		Consumer<String> receive() {
			return (text) -> {
			};
		}

	}

}
