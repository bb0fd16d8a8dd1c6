package dev.natsboot.chaos;

import java.time.Duration;
import java.util.List;

import dev.natsboot.test.server.EmbeddedNatsServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is done to servers, connections and processes while messages flow.
 */
enum Fault {

	LAME_DUCK("the server leaves in good order (lame duck)") {
		@Override
		void inflict(Chaos chaos) throws Exception {
			EmbeddedNatsServer server = chaos.serverOf(chaos.first());
			server.lameDuck();
			chaos.awaitProgress(100);
			assertThat(server.awaitExit(Duration.ofSeconds(60))).isTrue();
			chaos.heal(server);
		}
	},

	SERVER_KILLED("the application's server is killed") {
		@Override
		void inflict(Chaos chaos) throws Exception {
			EmbeddedNatsServer server = chaos.serverOf(chaos.first());
			List<ListenerProcess> losing = chaos.listenersOn(server);
			server.kill();
			Chaos.eventually(() -> losing.stream().allMatch((listener) -> lostItsServer(listener)));
			chaos.awaitProgress(100);
			chaos.heal(server);
		}
	},

	CONSUMER_LEADER_KILLED("the consumer's leader is killed") {
		@Override
		void inflict(Chaos chaos) throws Exception {
			EmbeddedNatsServer server = chaos.cluster.leaderOfConsumer(Chaos.STREAM, Chaos.DURABLE);
			server.kill();
			chaos.awaitProgress(100);
			chaos.heal(server);
		}
	},

	STREAM_LEADER_STEPS_DOWN("the stream's leader steps down") {
		@Override
		void inflict(Chaos chaos) {
			chaos.cluster.stepDownStreamLeader(Chaos.STREAM);
			chaos.awaitProgress(100);
		}
	},

	CONSUMER_LEADER_STEPS_DOWN("the consumer's leader steps down") {
		@Override
		void inflict(Chaos chaos) {
			chaos.cluster.stepDownConsumerLeader(Chaos.STREAM, Chaos.DURABLE);
			chaos.awaitProgress(100);
		}
	},

	TWO_OF_THREE_KILLED("two of three servers are killed") {
		@Override
		void inflict(Chaos chaos) {
			chaos.cluster.node(0).kill();
			chaos.cluster.node(1).kill();
			Chaos.eventually(() -> chaos.listeners.stream().allMatch((listener) -> listener.health().isDown()));
			chaos.cluster.restart();
			chaos.awaitProgress(100);
		}
	},

	SERVER_FROZEN("the application's server is frozen, then goes on") {
		@Override
		void inflict(Chaos chaos) {
			EmbeddedNatsServer server = chaos.serverOf(chaos.first());
			List<ListenerProcess> losing = chaos.listenersOn(server);
			server.pause();
			try {
				Chaos.eventually(() -> losing.stream().allMatch((listener) -> lostItsServer(listener)));
				chaos.awaitProgress(100);
			}
			finally {
				server.resume();
			}
			chaos.awaitProgress(100);
		}
	},

	CONNECTION_CUT("a listener's connection is cut") {
		@Override
		void inflict(Chaos chaos) {
			ListenerProcess listener = chaos.first();
			EmbeddedNatsServer server = chaos.serverOf(listener);
			server.connections()
				.stream()
				.filter((name) -> name.startsWith(listener.name()))
				.forEach(server::cutConnection);
			Chaos.eventually(() -> lostItsServer(listener));
			chaos.awaitProgress(100);
		}
	},

	LISTENER_FROZEN("a listener's process is frozen for longer than the ack wait") {
		@Override
		void inflict(Chaos chaos) throws Exception {
			chaos.first().freeze();
			try {
				chaos.awaitProgress(100);
			}
			finally {
				chaos.first().goOn();
			}
			chaos.awaitProgress(100);
		}
	},

	LISTENER_KILLED("a listener's process is killed, another starts") {
		@Override
		void inflict(Chaos chaos) throws Exception {
			chaos.first().kill();
			chaos.awaitProgress(100);
			chaos.first().start();
			chaos.first().awaitWell();
		}
	};

	private final String title;

	Fault(String title) {
		this.title = title;
	}

	/**
	 * Does it, awaits what must be seen of it, and heals it.
	 */
	abstract void inflict(Chaos chaos) throws Exception;

	private static boolean lostItsServer(ListenerProcess listener) {
		return listener.waited().stream().anyMatch((reason) -> reason.contains("has lost its server"));
	}

	@Override
	public String toString() {
		return this.title;
	}

}
