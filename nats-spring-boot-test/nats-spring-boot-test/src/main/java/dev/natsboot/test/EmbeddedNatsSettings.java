package dev.natsboot.test;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.List;

import dev.natsboot.test.server.EmbeddedNatsCluster;
import dev.natsboot.test.server.EmbeddedNatsServer;
import dev.natsboot.test.server.EmbeddedNatsServerBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.ResourceUtils;
import org.springframework.util.StringUtils;

/**
 * What an {@link EmbeddedNats @EmbeddedNats} says. Equal ones share a server.
 */
record EmbeddedNatsSettings(int nodes, boolean jetStream, int port, List<String> configuration,
		String configurationFile, String username, String password) {

	static EmbeddedNatsSettings of(EmbeddedNats annotation) {
		return new EmbeddedNatsSettings(annotation.nodes(), annotation.jetStream(), annotation.port(),
				List.of(annotation.configuration()), annotation.configurationFile(), annotation.username(),
				annotation.password());
	}

	EmbeddedNatsServer startServer() {
		EmbeddedNatsServerBuilder builder = EmbeddedNatsServer.builder().port(this.port).jetStream(this.jetStream);
		configure(builder);
		return builder.start();
	}

	EmbeddedNatsCluster startCluster() {
		Assert.state(this.jetStream, "@EmbeddedNats: a cluster always has JetStream; leave out jetStream = false");
		Assert.state(this.port == 0,
				"@EmbeddedNats: the nodes of a cluster choose their own ports; leave out port = " + this.port);
		return EmbeddedNatsCluster.builder().nodes(this.nodes).configure(this::configure).start();
	}

	private void configure(EmbeddedNatsServerBuilder builder) {
		builder.configuration(this.configuration.toArray(String[]::new));
		if (StringUtils.hasText(this.configurationFile)) {
			builder.configuration(file());
		}
		if (StringUtils.hasText(this.username)) {
			builder.clientUser(this.username, this.password);
		}
	}

	private Path file() {
		try {
			return ResourceUtils.getFile(this.configurationFile).toPath();
		}
		catch (FileNotFoundException ex) {
			throw new IllegalStateException(
					"@EmbeddedNats: the configuration file '" + this.configurationFile + "' is not there", ex);
		}
	}

	EmbeddedNatsConnectionDetails connectionDetails(List<String> servers) {
		return new EmbeddedNatsConnectionDetails(servers, emptyToNull(this.username), emptyToNull(this.password));
	}

	private static @Nullable String emptyToNull(String value) {
		return value.isEmpty() ? null : value;
	}

	@Override
	public String toString() {
		return "@EmbeddedNats nodes=" + this.nodes + ", jetStream=" + this.jetStream + ", port=" + this.port;
	}

}
