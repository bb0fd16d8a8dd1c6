package dev.natsboot.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;

import dev.natsboot.TestApplication;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.test.server.EmbeddedNatsCluster;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import org.awaitility.Awaitility;
import org.h2.tools.Server;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A cluster of three servers, an application that publishes to a replicated stream and
 * two processes that share its durable consumer.
 */
final class Chaos implements AutoCloseable {

	static final String STREAM = "CHAOS";

	static final String SUBJECT = "chaos.work";

	static final String DURABLE = "chaos";

	static final String ONCE_SUBJECT = "chaos.once";

	static final String ONCE_DURABLE = "chaos-once";

	static final Duration ACK_WAIT = Duration.ofSeconds(2);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	final EmbeddedNatsCluster cluster;

	final Books books = new Books();

	final List<ListenerProcess> listeners = new ArrayList<>();

	private final List<AutoCloseable> closing = new ArrayList<>();

	private final TestApplication publishing;

	private final Publisher publisher;

	private final JetStreamManagement management;

	private final JdbcTemplate database;

	Chaos() throws Exception {
		this.cluster = closed(EmbeddedNatsCluster.builder()
			.configure((node) -> node.lameDuck(Duration.ofSeconds(3), Duration.ofSeconds(30)))
			.start());
		try {
			String[] servers = this.cluster.servers().toArray(String[]::new);
			Connection connection = closed(Nats.connect(Options.builder()
				.servers(servers)
				.maxReconnects(-1)
				.reconnectWait(Duration.ofMillis(50))
				.pingInterval(Duration.ofMillis(500))
				.build()));
			this.management = connection.jetStreamManagement();
			this.management.addStream(StreamConfiguration.builder()
				.name(STREAM)
				.subjects("chaos.>")
				.storageType(StorageType.File)
				.replicas(3)
				.build());
			String local = "jdbc:h2:mem:" + UUID.randomUUID();
			this.database = new JdbcTemplate(new DriverManagerDataSource(local + ";DB_CLOSE_DELAY=-1", "sa", ""));
			this.database.execute("CREATE TABLE EFFECT (MESSAGE VARCHAR(100))");
			Server databaseServer = Server.createTcpServer("-tcpPort", "0").start();
			closed(databaseServer::stop);
			String remote = local.replace("h2:", "h2:tcp://127.0.0.1:" + databaseServer.getPort() + "/");
			for (String name : List.of("listener-1", "listener-2")) {
				ListenerProcess listener = closed(
						new ListenerProcess(name, this.cluster.servers(), remote, this.books));
				listener.start();
				this.listeners.add(listener);
			}
			this.publishing = closed(ListenerMain.settings(TestApplication.with(), "publisher").start(servers));
			this.publisher = closed(new Publisher(this.publishing, this.books));
			this.listeners.forEach(ListenerProcess::awaitWell);
		}
		catch (Exception | Error ex) {
			close();
			throw ex;
		}
	}

	private <T extends AutoCloseable> T closed(T closeable) {
		this.closing.add(0, closeable);
		return closeable;
	}

	/**
	 * Begins a round: messages flow.
	 */
	void begin() {
		this.books.open();
		this.database.update("DELETE FROM EFFECT");
		this.listeners.forEach(ListenerProcess::forget);
		this.publisher.start();
		awaitProgress(100);
	}

	/**
	 * Waits until so many more messages are published, and all of them are handled.
	 */
	void awaitProgress(int messages) {
		int enough = this.books.count() + messages;
		eventually(() -> this.books.count() >= enough);
		Set<String> until = this.books.publishedForAny();
		eventually(() -> this.books.areHandled(until));
	}

	/**
	 * Ends a round: publishing stops, the cluster is whole again, all is handled.
	 * @return what became of it
	 */
	Round end(String fault) throws Exception {
		this.cluster.restart();
		this.publisher.stop();
		Set<String> published = this.books.published();
		quietly(() -> this.books.areHandled(published));
		quietly(() -> isNothingPending() && areAllWell());
		Map<String, Integer> effects = effects();
		long pending = 0;
		long unsettled = 0;
		for (ConsumerInfo consumer : consumers()) {
			pending += consumer.getNumPending();
			unsettled += consumer.getNumAckPending();
		}
		long stored = this.management.getStreamInfo(STREAM).getStreamState().getMsgCount();
		return new Round(fault, published.size(), this.books.lost(), this.books.strangers(), this.books.duplicates(),
				effects.size(), this.books.wronglyHandled(effects), this.books.longestGap(),
				this.books.longestPublishGap(), this.publisher.failures(), this.books.countInAll(), stored, pending,
				unsettled, this.listeners.stream().map(ListenerProcess::health).toList());
	}

	/**
	 * How often each message that is to be handled exactly once had its effect.
	 */
	private Map<String, Integer> effects() {
		Map<String, Integer> effects = new HashMap<>();
		this.database.queryForList("SELECT MESSAGE FROM EFFECT", String.class)
			.forEach((id) -> effects.merge(id, 1, Integer::sum));
		return effects;
	}

	private List<ConsumerInfo> consumers() throws Exception {
		return List.of(this.management.getConsumerInfo(STREAM, DURABLE),
				this.management.getConsumerInfo(STREAM, ONCE_DURABLE));
	}

	private boolean isNothingPending() throws Exception {
		return consumers().stream().allMatch((info) -> info.getNumPending() == 0 && info.getNumAckPending() == 0);
	}

	private boolean areAllWell() {
		return this.listeners.stream().allMatch((listener) -> listener.health().isWell())
				&& this.publishing.bean(NatsConnections.class).pool("default").snapshot().connected() > 0;
	}

	ListenerProcess first() {
		return this.listeners.get(0);
	}

	/**
	 * The server that a process is connected to.
	 */
	EmbeddedNatsServer serverOf(ListenerProcess listener) {
		return this.cluster.node(listener.health().server());
	}

	List<ListenerProcess> listenersOn(EmbeddedNatsServer server) {
		return this.listeners.stream().filter((listener) -> listener.health().server().equals(server.name())).toList();
	}

	void heal(EmbeddedNatsServer server) throws IOException {
		server.restart();
		this.cluster.awaitReady(PATIENCE);
	}

	static void eventually(Callable<Boolean> condition) {
		Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).ignoreExceptions().until(condition);
	}

	/** The round's figures tell where it did not come true. */
	private static void quietly(Callable<Boolean> condition) {
		try {
			eventually(condition);
		}
		catch (org.awaitility.core.ConditionTimeoutException ex) {
			// the figures say more
		}
	}

	@Override
	public void close() throws Exception {
		for (AutoCloseable closeable : this.closing) {
			closeable.close();
		}
	}

}
