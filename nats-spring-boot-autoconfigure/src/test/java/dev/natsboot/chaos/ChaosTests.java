package dev.natsboot.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Messages flow through a cluster into two processes while things go wrong, one after the
 * other. Whatever was acknowledged to its publisher is stored once and handled; nothing
 * stays pending, no listener dies, and health tells the truth.
 */
class ChaosTests {

	private static final Path SUMMARY = Path.of("target", "chaos-summary.md");

	private static final List<Round> rounds = new ArrayList<>();

	private static Chaos chaos;

	@BeforeAll
	static void start() throws Exception {
		chaos = new Chaos();
	}

	@AfterAll
	static void summarize() throws Exception {
		StringBuilder summary = new StringBuilder(Round.HEADER);
		rounds.forEach((round) -> summary.append(round.toRow()));
		Files.writeString(SUMMARY, summary);
		System.out.println(summary);
		if (chaos != null) {
			chaos.close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsLost(Fault fault) throws Exception {
		Throwable failure = null;
		chaos.begin();
		try {
			fault.inflict(chaos);
		}
		catch (Exception | Error ex) {
			failure = ex;
		}
		Round round = chaos.end(fault.toString());
		rounds.add(round);
		if (failure != null) {
			throw new AssertionError(round + "; " + chaos.listeners, failure);
		}
		round.check();
	}

}
