package dev.natsboot.test.server;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A server never outlives its JVM: each test starts a JVM that starts a server.
 */
class ServerGuardTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void killedJvmLeavesNoServer(boolean paused) throws Exception {
		Process jvm = java(Holder.class, Boolean.toString(paused));
		try (BufferedReader reader = output(jvm)) {
			ProcessHandle server = ProcessHandle.of(Long.parseLong(reader.readLine())).orElseThrow();
			Path store = Path.of(reader.readLine());
			assertThat(server.isAlive()).isTrue();
			assertThat(store).exists();
			jvm.destroyForcibly();
			await().atMost(Duration.ofSeconds(30)).until(() -> !server.isAlive());
			await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(store.getParent()).doesNotExist());
		}
		finally {
			jvm.destroyForcibly();
		}
	}

	@Test
	void serverInTheForegroundEndsWithItsJvm() throws Exception {
		Process jvm = java(NatsServerMain.class, "--port", "0", "--store", this.folder.resolve("store").toString(),
				"--log", this.folder.resolve("server.log").toString());
		try (BufferedReader reader = output(jvm)) {
			String line = reader.readLine();
			assertThat(line).contains("nats://127.0.0.1:");
			ProcessHandle server = ProcessHandle.of(Long.parseLong(line.replaceAll(".*\\(process (\\d+),.*", "$1")))
				.orElseThrow();
			jvm.destroy();
			await().atMost(Duration.ofSeconds(30)).until(() -> !jvm.isAlive() && !server.isAlive());
			assertThat(this.folder.resolve("server.log")).content().contains("Server Exiting");
		}
		finally {
			jvm.destroyForcibly();
		}
	}

	private static BufferedReader output(Process process) {
		return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	private static Process java(Class<?> main, String... args) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(args));
		return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
	}

	/**
	 * Starts a server and holds it until the JVM is killed.
	 */
	static final class Holder {

		private Holder() {
		}

		public static void main(String[] args) throws Exception {
			EmbeddedNatsServer server = EmbeddedNatsServer.start();
			if (Boolean.parseBoolean(args[0])) {
				server.pause();
			}
			System.out.println(server.pid());
			System.out.println(server.storeDirectory());
			Thread.currentThread().join();
		}

	}

}
