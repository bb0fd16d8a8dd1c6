package dev.natsboot.test;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.natsboot.test.server.EmbeddedNatsServer;
import dev.natsboot.test.server.EmbeddedNatsServerBuilder;
import dev.natsboot.test.server.NatsServerException;
import io.nats.client.api.ServerInfo;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * The server of an application at development time: one that listens already, or else one
 * of its own.
 */
final class DevelopmentServer implements AutoCloseable {

	private static final LogAccessor logger = new LogAccessor(LogFactory.getLog(DevelopmentServer.class));

	private final String url;

	private final @Nullable EmbeddedNatsServer own;

	private DevelopmentServer(String url, @Nullable EmbeddedNatsServer own) {
		this.url = url;
		this.own = own;
	}

	/**
	 * Finds or starts the server.
	 * @param properties the port and what is needed to start one
	 * @throws NatsServerException if there is none
	 */
	static DevelopmentServer open(EmbeddedNatsProperties properties) {
		DevelopmentServer listening = reuse(properties.getPort());
		if (listening != null) {
			return listening;
		}
		try {
			return start(properties);
		}
		catch (NatsServerException ex) {
			// another application may have started one in the meantime
			listening = reuse(properties.getPort());
			if (listening != null) {
				return listening;
			}
			throw ex;
		}
	}

	private static @Nullable DevelopmentServer reuse(int port) {
		ServerInfo info = (port > 0) ? ListeningServer.find(port) : null;
		if (info == null) {
			return null;
		}
		String url = "nats://127.0.0.1:" + port;
		logger.info(() -> "Using nats-server " + info.getVersion() + " that listens at " + url
				+ (info.isJetStreamAvailable() ? "" : "; it has no JetStream"));
		return new DevelopmentServer(url, null);
	}

	private static DevelopmentServer start(EmbeddedNatsProperties properties) {
		EmbeddedNatsServerBuilder builder = EmbeddedNatsServer.builder()
			.serverName("development")
			.port(properties.getPort());
		File configuration = properties.getConfigurationFile();
		if (configuration != null) {
			builder.configuration(configuration.toPath());
		}
		Path store = storeDirectory(properties.getStoreDirectory());
		if (store != null) {
			builder.storeDirectory(store);
		}
		EmbeddedNatsServer server = builder.start();
		logger.info(() -> "Started " + server + ", data in " + server.storeDirectory());
		return new DevelopmentServer(server.url(), server);
	}

	/** The folder in the build's output folder, if there is one. */
	private static @Nullable Path storeDirectory(@Nullable File given) {
		if (given != null) {
			return given.toPath();
		}
		return List.of("target", "build")
			.stream()
			.map(Path::of)
			.filter(Files::isDirectory)
			.map((output) -> output.resolve("nats-dev"))
			.findFirst()
			.orElse(null);
	}

	String url() {
		return this.url;
	}

	/** Ends a server of its own. One that listened already goes on. */
	@Override
	public void close() {
		if (this.own != null) {
			this.own.close();
		}
	}

}
