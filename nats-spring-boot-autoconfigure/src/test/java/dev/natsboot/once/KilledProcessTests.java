package dev.natsboot.once;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.natsboot.TestApplication;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process is killed between the effect of a message and the keeping of its id, and
 * between that and its acknowledgement; another one goes on.
 */
class KilledProcessTests extends OnceTestBase {

	private static final List<String> LISTENERS = List.of("jdbc-before", "jdbc-after", "kv-before", "kv-after");

	@Test
	void whatEachStorePromises() throws Exception {
		JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(this.database, "sa", ""));
		jdbc.execute("CREATE TABLE EFFECT (LISTENER VARCHAR(100))");
		Server databaseServer = Server.createTcpServer("-tcpPort", "0").start();
		String name = this.database.substring("jdbc:h2:".length());
		String remote = "jdbc:h2:tcp://127.0.0.1:" + databaseServer.getPort() + "/" + name;
		try {
			killWhenHalted(remote);
			assertThat(jdbc.queryForList("SELECT LISTENER FROM EFFECT ORDER BY 1", String.class))
				.containsExactly("jdbc-after", "kv-after", "kv-before");
			try (TestApplication application = KilledMain.start(server.url(), remote)) {
				LISTENERS.forEach(this::awaitSettled);
			}
			// the effect outside of the store's transaction has happened again
			assertThat(jdbc.queryForList("SELECT LISTENER FROM EFFECT ORDER BY 1", String.class))
				.containsExactly("jdbc-after", "jdbc-before", "kv-after", "kv-before", "kv-before");
		}
		finally {
			databaseServer.stop();
		}
	}

	private void killWhenHalted(String database) throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				KilledMain.class.getName(), server.url(), database)
			.redirectErrorStream(true)
			.start();
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			this.connection.jetStream().publish("o.work", "one".getBytes(StandardCharsets.UTF_8));
			Set<String> halted = new TreeSet<>();
			List<String> said = new ArrayList<>();
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				said.add(line);
				if (line.startsWith(KilledMain.HALTED)) {
					halted.add(line.substring(KilledMain.HALTED.length()));
				}
				if (halted.containsAll(LISTENERS)) {
					break;
				}
			}
			assertThat(halted).as(() -> String.join("\n", said)).containsExactlyInAnyOrderElementsOf(LISTENERS);
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

}
