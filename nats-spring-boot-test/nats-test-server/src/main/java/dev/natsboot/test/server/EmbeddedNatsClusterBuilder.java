package dev.natsboot.test.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.natsboot.test.server.ServerSettings.ClusterSettings;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link EmbeddedNatsCluster}. Not safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class EmbeddedNatsClusterBuilder {

	/** How often to start all over when another program has taken a route's port. */
	private static final int ATTEMPTS = 3;

	private String name = "embedded";

	private int size = 3;

	private @Nullable Path store;

	private Consumer<EmbeddedNatsServerBuilder> customizer = (node) -> {
	};

	EmbeddedNatsClusterBuilder() {
	}

	/**
	 * Sets the cluster's name. The default is {@code embedded}.
	 * @param clusterName the name, without spaces
	 * @return this
	 */
	public EmbeddedNatsClusterBuilder name(String clusterName) {
		this.name = clusterName;
		return this;
	}

	/**
	 * Sets the number of nodes. The default is 3.
	 * @param count 2 or more
	 * @return this
	 */
	public EmbeddedNatsClusterBuilder nodes(int count) {
		if (count < 2) {
			throw new IllegalArgumentException("A cluster needs 2 nodes or more, not " + count);
		}
		this.size = count;
		return this;
	}

	/**
	 * Sets the folder for JetStream's data, which is kept when the cluster is closed;
	 * each node has a folder in it. The default are temporary ones, deleted at the end.
	 * @param directory the folder; created if it is not there
	 * @return this
	 */
	public EmbeddedNatsClusterBuilder storeDirectory(Path directory) {
		this.store = directory;
		return this;
	}

	/**
	 * Adds something to be set on each node, such as its configuration. Names, ports and
	 * stores are the cluster's own.
	 * @param nodeCustomizer called once for each node
	 * @return this
	 */
	public EmbeddedNatsClusterBuilder configure(Consumer<EmbeddedNatsServerBuilder> nodeCustomizer) {
		this.customizer = this.customizer.andThen(nodeCustomizer);
		return this;
	}

	/**
	 * Starts the nodes and waits until there is a leader that sees all of them.
	 * @return the running cluster
	 * @throws NatsServerNotFoundException if there is no server program
	 * @throws NatsServerException if it does not start; the message quotes a log
	 */
	public EmbeddedNatsCluster start() {
		for (int attempt = 1;; attempt++) {
			EmbeddedNatsCluster cluster = new EmbeddedNatsCluster(this.name, build(freePorts()));
			try {
				cluster.nodes().forEach((node) -> node.runner().begin());
				cluster.awaitReady(EmbeddedNatsCluster.START);
				return cluster;
			}
			catch (RuntimeException ex) {
				cluster.nodes().forEach((node) -> node.runner().abandon());
				if (attempt == ATTEMPTS || !String.valueOf(ex.getMessage()).contains(LogFile.PORT_TAKEN)) {
					throw ex;
				}
			}
		}
	}

	private List<EmbeddedNatsServer> build(List<Integer> ports) {
		List<EmbeddedNatsServer> nodes = new ArrayList<>();
		for (int i = 0; i < this.size; i++) {
			EmbeddedNatsServerBuilder node = EmbeddedNatsServer.builder();
			this.customizer.accept(node);
			String nodeName = "node-" + i;
			node.serverName(nodeName).port(0).cluster(new ClusterSettings(this.name, ports.get(i), ports));
			if (this.store != null) {
				node.storeDirectory(this.store.resolve(nodeName));
			}
			nodes.add(node.build());
		}
		return nodes;
	}

	/**
	 * The routes must be known before the first node starts; all ports are held until
	 * each is chosen.
	 */
	private List<Integer> freePorts() {
		List<ServerSocket> sockets = new ArrayList<>();
		try {
			try {
				for (int i = 0; i < this.size; i++) {
					sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
				}
				return sockets.stream().map(ServerSocket::getLocalPort).toList();
			}
			finally {
				for (ServerSocket socket : sockets) {
					socket.close();
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No free ports", ex);
		}
	}

}
