package dev.natsboot.test;

import java.io.File;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The server of an application at development time.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.development")
public class EmbeddedNatsProperties {

	/**
	 * Port of the server. If a nats-server listens there already, it is used. With 0 the
	 * server chooses a free one.
	 */
	private int port = 4222;

	/**
	 * Folder for the data of JetStream, which is kept. Default is 'nats-dev' in the
	 * build's output folder.
	 */
	private @Nullable File storeDirectory;

	/**
	 * File with configuration in the server's own syntax.
	 */
	private @Nullable File configurationFile;

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public @Nullable File getStoreDirectory() {
		return this.storeDirectory;
	}

	public void setStoreDirectory(@Nullable File storeDirectory) {
		this.storeDirectory = storeDirectory;
	}

	public @Nullable File getConfigurationFile() {
		return this.configurationFile;
	}

	public void setConfigurationFile(@Nullable File configurationFile) {
		this.configurationFile = configurationFile;
	}

}
