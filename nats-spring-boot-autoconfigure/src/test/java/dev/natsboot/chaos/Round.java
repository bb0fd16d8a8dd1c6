package dev.natsboot.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.natsboot.chaos.ListenerProcess.Health;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What became of the messages of one round.
 *
 * @param fault what was done meanwhile
 * @param messages how many messages the stream acknowledged
 * @param lost those that nobody handled
 * @param strangers those that were handled and not acknowledged to their publisher
 * @param duplicates how often a message was handled again
 * @param effects of how many messages that are to be handled exactly once there is an
 * effect
 * @param wrongEffects those of them that have no effect, or several
 * @param gap the longest time between two handled messages in milliseconds
 * @param publishGap the longest time between two acknowledged publishes in milliseconds
 * @param failures what publishing threw, and how often
 * @param acknowledgedInAll how many messages the stream acknowledged in all rounds
 * @param storedInAll how many messages the stream has
 * @param pending how many messages the consumer has not delivered
 * @param unsettled how many messages the consumer has delivered and not heard of
 * @param health how the listeners are
 */
record Round(String fault, int messages, Set<String> lost, Set<String> strangers, long duplicates, int effects,
		Set<String> wrongEffects, long gap, long publishGap, Map<String, Long> failures, long acknowledgedInAll,
		long storedInAll, long pending, long unsettled, List<Health> health) {

	static final String HEADER = """
			| fault | messages | lost | handled again | effects exactly once | none or several | longest gap (ms) | longest gap of publishing (ms) | publishes tried again |
			| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
			""";

	void check() {
		assertThat(this.messages).isPositive();
		assertThat(this.lost).as("lost").isEmpty();
		assertThat(this.strangers).as("handled, never acknowledged").isEmpty();
		assertThat(this.effects).as("effects exactly once").isPositive();
		assertThat(this.wrongEffects).as("no effect, or several").isEmpty();
		assertThat(this.storedInAll).as("stored once").isEqualTo(this.acknowledgedInAll);
		assertThat(this.pending).as("pending").isZero();
		assertThat(this.unsettled).as("unsettled").isZero();
		assertThat(this.health).allSatisfy((one) -> assertThat(one.isWell()).as(one.toString()).isTrue());
	}

	String toRow() {
		return "| " + this.fault + " | " + this.messages + " | " + this.lost.size() + " | " + this.duplicates + " | "
				+ this.effects + " | " + this.wrongEffects.size() + " | " + this.gap + " | " + this.publishGap + " | "
				+ (this.failures.isEmpty() ? "0"
						: this.failures.toString().replaceAll("[{}]", "").replace("Exception", ""))
				+ " |\n";
	}

}
