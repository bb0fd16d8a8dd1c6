package dev.natsboot.benchmarks.work;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs one workload: a command a line comes in, a line with what was measured goes out.
 * Ends with its input, and so with the process that started it.
 */
public final class ChildMain {

	private ChildMain() {
	}

	/**
	 * Runs the workload until the input ends.
	 * @param args the workload's name, the side, the server's address
	 */
	public static void main(String[] args) throws Exception {
		PrintStream answers = System.out;
		System.setOut(System.err);
		try (Workload workload = Workloads.create(args[0], args[1], args[2])) {
			answer(answers, "ok");
			serve(workload, answers);
		}
		catch (Exception ex) {
			fail(answers, ex);
		}
		// threads that were left behind are not waited for
		System.exit(0);
	}

	private static void serve(Workload workload, PrintStream answers) throws IOException {
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = commands.readLine(); line != null; line = commands.readLine()) {
			String[] words = line.split(" ");
			try {
				Map<String, Double> result = workload.call(words[0], new Arguments(words, 1));
				answer(answers,
						result.entrySet()
							.stream()
							.map((entry) -> entry.getKey() + "=" + entry.getValue())
							.collect(Collectors.joining(" ", "ok ", "")));
			}
			catch (Exception ex) {
				fail(answers, ex);
			}
		}
	}

	private static void fail(PrintStream answers, Exception ex) {
		ex.printStackTrace(System.err);
		answer(answers, "failed " + String.valueOf(ex).replaceAll("\\s+", " "));
	}

	private static void answer(PrintStream answers, String line) {
		answers.println(line);
		answers.flush();
	}

}
