package dev.natsboot.test.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SuppressWarnings("try") // jnats connections declare InterruptedException on close
class EmbeddedNatsServerTests {

	@Test
	void startsReadyAndLeavesNothingBehind() throws Exception {
		long pid;
		Path folder;
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start()) {
			pid = server.pid();
			folder = server.storeDirectory().getParent();
			assertThat(ProcessHandle.of(pid)).isPresent();
			assertThat(server.logFile()).exists();
			assertThat(server.monitorUrl()).startsWith("http://127.0.0.1:");
			try (Connection connection = Nats.connect(server.url())) {
				assertThat(connection.jetStreamManagement().getAccountStatistics().getStreams()).isZero();
			}
		}
		assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
		assertThat(folder).doesNotExist();
	}

	@Test
	void restartKeepsPortAndData() throws Exception {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start()) {
			String url = server.url();
			try (Connection connection = Nats.connect(url)) {
				connection.jetStreamManagement()
					.addStream(StreamConfiguration.builder()
						.name("KEPT")
						.subjects("kept")
						.storageType(StorageType.File)
						.build());
				connection.jetStream().publish("kept", "one".getBytes(StandardCharsets.UTF_8));
			}
			server.kill();
			assertThat(server.isRunning()).isFalse();
			server.restart();
			assertThat(server.url()).isEqualTo(url);
			try (Connection connection = Nats.connect(url)) {
				assertThat(connection.jetStreamManagement().getStreamInfo("KEPT").getStreamState().getMsgCount())
					.isEqualTo(1);
			}
		}
	}

	@Test
	void cutsTheConnectionOfOneClient() throws Exception {
		try (EmbeddedNatsServer server = EmbeddedNatsServer.start()) {
			CountDownLatch cut = new CountDownLatch(1);
			Options victim = new Options.Builder().server(server.url())
				.connectionName("victim")
				.connectionListener((connection, event) -> {
					if (event == Events.DISCONNECTED) {
						cut.countDown();
					}
				})
				.build();
			Options bystander = new Options.Builder().server(server.url()).connectionName("bystander").build();
			try (Connection first = Nats.connect(victim); Connection second = Nats.connect(bystander)) {
				assertThat(server.connections()).containsExactly("victim", "bystander");
				server.cutConnection("victim");
				assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
				assertThat(second.getStatistics().getReconnects()).isZero();
				assertThat(first).isNotNull();
			}
			assertThatExceptionOfType(NatsServerException.class).isThrownBy(() -> server.cutConnection("nobody"))
				.withMessageContaining("nobody")
				.withMessageContaining(server.logFile().toString());
		}
	}

	@Test
	void failureNamesTheLogAndQuotesIt() throws Exception {
		assertThatExceptionOfType(NatsServerException.class)
			.isThrownBy(() -> EmbeddedNatsServer.builder().configuration("no_such_key: 1").start())
			.withMessageContaining("no_such_key")
			.withMessageContaining(".log");
		assertThat(Files.isDirectory(Path.of("target/nats-server-logs"))).isTrue();
	}

}
