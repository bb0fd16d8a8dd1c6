package dev.natsboot.test.server;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Nats;
import io.nats.client.Options;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

@SuppressWarnings("try") // jnats connections declare InterruptedException on close
class ServerFaultsTests {

	private EmbeddedNatsServer server;

	@BeforeEach
	void start() {
		this.server = EmbeddedNatsServer.start();
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void pausedServerIsSilentUntilResumed() throws IOException {
		this.server.pause();
		assertThat(this.server.isRunning()).isTrue();
		assertThatIOException().isThrownBy(() -> ServerProbe.ping(this.server.port(), null));
		this.server.resume();
		this.server.awaitReady(Duration.ofSeconds(10));
		ServerProbe.ping(this.server.port(), null);
	}

	@Test
	void pausedServerCanBeStopped() {
		this.server.pause();
		this.server.stop();
		assertThat(this.server.isRunning()).isFalse();
	}

	@Test
	void stoppedServerStartsAgainAsAnotherProcess() throws IOException {
		long pid = this.server.pid();
		this.server.stop();
		assertThatIOException().isThrownBy(() -> ServerProbe.ping(this.server.port(), null));
		assertThatExceptionOfType(NatsServerException.class)
			.isThrownBy(() -> this.server.awaitReady(Duration.ofSeconds(5)))
			.withMessageContaining("it has ended");
		this.server.restart();
		assertThat(this.server.pid()).isNotEqualTo(pid);
		ServerProbe.ping(this.server.port(), null);
	}

	@Test
	void lameDuckTellsClientsAndEnds() throws Exception {
		CountDownLatch told = new CountDownLatch(1);
		Options options = new Options.Builder().server(this.server.url())
			.noReconnect()
			.connectionListener((connection, event) -> {
				if (event == Events.LAME_DUCK) {
					told.countDown();
				}
			})
			.build();
		try (Connection connection = Nats.connect(options)) {
			this.server.lameDuck();
			assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(this.server.awaitExit(Duration.ofSeconds(30))).isTrue();
			assertThat(connection.getServerInfo().isLameDuckMode()).isTrue();
		}
		this.server.restart();
		assertThat(this.server.isRunning()).isTrue();
	}

}
