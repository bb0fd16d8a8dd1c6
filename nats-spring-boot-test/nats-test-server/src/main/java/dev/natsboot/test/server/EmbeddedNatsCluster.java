package dev.natsboot.test.server;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A cluster of real {@code nats-server} nodes with JetStream, on the loopback interface.
 * It ends with {@link #close()} and, at the latest, with the JVM. Its nodes can be harmed
 * one by one, see {@link EmbeddedNatsServer}.
 * <p>
 * Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class EmbeddedNatsCluster implements AutoCloseable {

	static final Duration START = Duration.ofSeconds(60);

	private final String name;

	private final List<EmbeddedNatsServer> nodes;

	private final ClusterLeaders leaders;

	EmbeddedNatsCluster(String name, List<EmbeddedNatsServer> nodes) {
		this.name = name;
		this.nodes = List.copyOf(nodes);
		this.leaders = new ClusterLeaders(this.nodes);
	}

	/**
	 * Starts a cluster of three nodes.
	 * @return the running cluster, with a leader that sees all nodes
	 * @throws NatsServerNotFoundException if there is no server program
	 * @throws NatsServerException if it does not start
	 */
	public static EmbeddedNatsCluster start() {
		return builder().start();
	}

	/**
	 * Returns a builder with the defaults: three nodes with free ports and temporary
	 * stores.
	 * @return a new builder
	 */
	public static EmbeddedNatsClusterBuilder builder() {
		return new EmbeddedNatsClusterBuilder();
	}

	/**
	 * Returns the cluster's name.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the addresses of all nodes for clients, also of those that do not run.
	 * @return the addresses, in the order of the nodes
	 */
	public List<String> servers() {
		return this.nodes.stream().map(EmbeddedNatsServer::url).toList();
	}

	/**
	 * Returns all nodes.
	 * @return the nodes
	 */
	public List<EmbeddedNatsServer> nodes() {
		return this.nodes;
	}

	/**
	 * Returns one node.
	 * @param index from 0
	 * @return the node
	 * @throws IndexOutOfBoundsException if there is no such node
	 */
	public EmbeddedNatsServer node(int index) {
		return this.nodes.get(index);
	}

	/**
	 * Returns one node by its name.
	 * @param nodeName such as {@code node-0}
	 * @return the node
	 * @throws NoSuchElementException if there is no such node
	 */
	public EmbeddedNatsServer node(String nodeName) {
		return this.nodes.stream()
			.filter((node) -> node.name().equals(nodeName))
			.findFirst()
			.orElseThrow(() -> new NoSuchElementException("No node is named " + nodeName));
	}

	/**
	 * Returns the node that leads the cluster's JetStream meta group, waiting for an
	 * election.
	 * @return the node
	 * @throws NatsServerException if there is none within 15 s
	 */
	public EmbeddedNatsServer metaLeader() {
		return this.leaders.ofCluster();
	}

	/**
	 * Returns the node that leads a stream, waiting for an election.
	 * @param stream the stream's name
	 * @return the node
	 * @throws NatsServerException if there is none within 15 s
	 */
	public EmbeddedNatsServer leaderOfStream(String stream) {
		return this.leaders.ofStream(stream);
	}

	/**
	 * Returns the node that leads a consumer, waiting for an election.
	 * @param stream the stream's name
	 * @param consumer the consumer's name
	 * @return the node
	 * @throws NatsServerException if there is none within 15 s
	 */
	public EmbeddedNatsServer leaderOfConsumer(String stream, String consumer) {
		return this.leaders.ofConsumer(stream, consumer);
	}

	/**
	 * Makes the leader of a stream step down and waits until another node leads.
	 * @param stream the name of a stream with several replicas
	 * @return the new leader
	 * @throws NatsServerException if there is none in time
	 */
	public EmbeddedNatsServer stepDownStreamLeader(String stream) {
		return this.leaders.stepDown("$JS.API.STREAM.LEADER.STEPDOWN." + stream, () -> leaderOfStream(stream));
	}

	/**
	 * Makes the leader of a consumer step down and waits until another node leads.
	 * @param stream the stream's name
	 * @param consumer the name of a consumer with several replicas
	 * @return the new leader
	 * @throws NatsServerException if there is none in time
	 */
	public EmbeddedNatsServer stepDownConsumerLeader(String stream, String consumer) {
		return this.leaders.stepDown("$JS.API.CONSUMER.LEADER.STEPDOWN." + stream + "." + consumer,
				() -> leaderOfConsumer(stream, consumer));
	}

	/**
	 * Starts all nodes again that do not run, and waits until the cluster is ready.
	 * @throws NatsServerException if a node does not start, or the cluster is not ready
	 * within 60 s
	 */
	public void restart() {
		for (EmbeddedNatsServer node : this.nodes) {
			if (!node.isRunning()) {
				node.restart();
			}
		}
		awaitReady(START);
	}

	/**
	 * Waits until the cluster has a leader that sees all running nodes up to date, and
	 * every running node is healthy.
	 * @param timeout how long to wait for each of the two
	 * @throws NatsServerException if it is not so in time
	 */
	public void awaitReady(Duration timeout) {
		this.leaders.awaitComplete(timeout);
		for (EmbeddedNatsServer node : this.nodes) {
			if (node.isRunning()) {
				node.awaitReady(timeout);
			}
		}
	}

	/**
	 * Stops all nodes and deletes their temporary folders. Does nothing when called
	 * again.
	 */
	@Override
	public void close() {
		// all at once: none has to hand over to another that is about to end too
		this.nodes.forEach((node) -> node.runner().process().signal("TERM"));
		this.nodes.forEach(EmbeddedNatsServer::close);
	}

	@Override
	public String toString() {
		return "nats-server cluster '" + this.name + "' " + this.nodes;
	}

}
