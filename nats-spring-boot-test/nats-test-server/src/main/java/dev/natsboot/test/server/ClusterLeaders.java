package dev.natsboot.test.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.nats.client.support.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the leaders in a cluster and makes them step down. A node is taken for a leader
 * when it says so itself, on its monitoring page; no account's credentials are needed to
 * ask.
 */
final class ClusterLeaders {

	private static final Duration ELECTION = Duration.ofSeconds(15);

	private static final Duration STEP_DOWN = Duration.ofSeconds(30);

	private final List<EmbeddedNatsServer> nodes;

	ClusterLeaders(List<EmbeddedNatsServer> nodes) {
		this.nodes = nodes;
	}

	EmbeddedNatsServer ofCluster() {
		return await("the cluster", (page) -> Stream.of(metaOf(page)));
	}

	EmbeddedNatsServer ofStream(String stream) {
		return await("stream " + stream, (page) -> streams(page, stream).map(ClusterLeaders::clusterOf));
	}

	EmbeddedNatsServer ofConsumer(String stream, String consumer) {
		return await("consumer " + consumer + " of stream " + stream,
				(page) -> streams(page, stream).flatMap((found) -> Json.array(found, "consumer_detail").stream())
					.filter((found) -> Json.text(found, "name").equals(consumer))
					.map(ClusterLeaders::clusterOf));
	}

	EmbeddedNatsServer stepDown(String subject, Supplier<EmbeddedNatsServer> leader) {
		EmbeddedNatsServer old = leader.get();
		return Waiting.until(STEP_DOWN, "a leader other than " + old.name() + " after " + subject, () -> {
			try (AdminConnection admin = AdminConnection.open(old.runner(), old.runner().settings().client())) {
				admin.request(subject, "");
			}
			// the old leader may be elected again; then it is asked again
			return Waiting.until(Duration.ofSeconds(5), "the election", () -> {
				EmbeddedNatsServer next = leader.get();
				return (next != old) ? next : null;
			});
		});
	}

	void awaitComplete(Duration timeout) {
		Waiting.until(timeout, "a cluster leader that sees all running nodes; " + this.nodes, () -> {
			EmbeddedNatsServer leader = leader((page) -> Stream.of(metaOf(page)));
			if (leader == null) {
				return null;
			}
			JsonValue meta = metaOf(page(leader));
			long current = Json.array(meta, "replicas")
				.stream()
				.filter((replica) -> Json.flag(replica, "current") && !Json.flag(replica, "offline"))
				.count();
			long running = this.nodes.stream().filter(EmbeddedNatsServer::isRunning).count();
			boolean complete = Json.number(meta, "cluster_size") == this.nodes.size() && current >= running - 1;
			return complete ? true : null;
		});
	}

	private EmbeddedNatsServer await(String what, Function<JsonValue, Stream<JsonValue>> groups) {
		return Waiting.until(ELECTION, "a leader of " + what, () -> leader(groups));
	}

	private @Nullable EmbeddedNatsServer leader(Function<JsonValue, Stream<JsonValue>> groups) throws IOException {
		IOException silent = null;
		for (EmbeddedNatsServer node : this.nodes) {
			if (!node.isRunning()) {
				continue;
			}
			try {
				if (groups.apply(page(node)).anyMatch((group) -> Json.text(group, "leader").equals(node.name()))) {
					return node;
				}
			}
			catch (IOException ex) {
				silent = ex;
			}
		}
		if (silent != null) {
			throw silent;
		}
		return null;
	}

	private static JsonValue page(EmbeddedNatsServer node) throws IOException {
		return ServerProbe.monitor(node.runner().ports().monitor(), "/jsz?accounts=true&streams=true&consumers=true");
	}

	private static JsonValue metaOf(JsonValue page) {
		return Json.fields(page).getOrDefault("meta_cluster", JsonValue.EMPTY_MAP);
	}

	private static JsonValue clusterOf(JsonValue group) {
		return Json.fields(group).getOrDefault("cluster", JsonValue.EMPTY_MAP);
	}

	private static Stream<JsonValue> streams(JsonValue page, String name) {
		return Json.array(page, "account_details")
			.stream()
			.flatMap((account) -> Json.array(account, "stream_detail").stream())
			.filter((stream) -> Json.text(stream, "name").equals(name));
	}

}
