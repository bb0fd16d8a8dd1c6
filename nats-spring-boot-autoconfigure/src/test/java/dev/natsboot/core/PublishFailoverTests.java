package dev.natsboot.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import dev.natsboot.test.server.EmbeddedNatsCluster;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream changes its leader while messages with ids are published, in step and without
 * waiting, and batches besides.
 */
class PublishFailoverTests {

	private static final int BATCH = 3;

	/** How many messages of a batch may be in the stream, by what its commit came to. */
	private static final List<Long> ALL = List.of((long) BATCH);

	private static final List<Long> NONE = List.of(0L);

	private static final List<Long> ALL_OR_NONE = List.of(0L, (long) BATCH);

	private static final Duration LONG = Duration.ofSeconds(60);

	private final ConcurrentMap<String, PublishAck> acks = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, List<Long>> batches = new ConcurrentHashMap<>();

	private final ConcurrentMap<String, Throwable> failures = new ConcurrentHashMap<>();

	@Test
	void whatIsAcknowledgedIsStoredOnce() throws Exception {
		try (EmbeddedNatsCluster cluster = EmbeddedNatsCluster.start()) {
			Connection connection = Nats.connect(Options.builder()
				.servers(cluster.servers().toArray(String[]::new))
				.maxReconnects(-1)
				.reconnectWait(Duration.ofMillis(100))
				.build());
			try {
				connection.jetStreamManagement()
					.addStream(StreamConfiguration.builder()
						.name("MOVING")
						.subjects("moving.>")
						.replicas(3)
						.allowAtomicPublish()
						.build());
				publishWhileLeadersChange(cluster, template(connection));
				assertThat(this.failures).isEmpty();
				Map<String, Long> stored = stored(connection.jetStreamManagement());
				this.batches.forEach((id, allowed) -> {
					Long count = stored.remove(id);
					assertThat((count != null) ? count : 0L).as(id).isIn(allowed);
				});
				assertThat(stored.keySet()).isEqualTo(this.acks.keySet());
				assertThat(stored.values()).containsOnly(1L);
				assertThat(this.batches).containsValue(ALL);
			}
			finally {
				connection.close();
			}
		}
	}

	private static NatsTemplate template(Connection connection) {
		Backoff backoff = new Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(1), 0.2);
		return NatsTemplate.builder((subject) -> connection, TemplateTestBase.CODECS)
			.timeout(LONG)
			.publishRetry(new PublishRetry(100, Duration.ofSeconds(1), backoff))
			.build();
	}

	private void publishWhileLeadersChange(EmbeddedNatsCluster cluster, NatsTemplate template) throws Exception {
		AtomicBoolean going = new AtomicBoolean(true);
		CompletableFuture<Void> inStep = CompletableFuture.runAsync(() -> publish(template, going));
		CompletableFuture<Void> ahead = CompletableFuture.runAsync(() -> publishAhead(template, going));
		CompletableFuture<Void> batches = CompletableFuture.runAsync(() -> commit(template, going));
		try {
			progress();
			cluster.stepDownStreamLeader("MOVING");
			progress();
			EmbeddedNatsServer leader = cluster.leaderOfStream("MOVING");
			leader.kill();
			cluster.leaderOfStream("MOVING");
			progress();
			leader.restart();
			progress();
		}
		finally {
			going.set(false);
		}
		inStep.get(LONG.toSeconds(), TimeUnit.SECONDS);
		ahead.get(LONG.toSeconds(), TimeUnit.SECONDS);
		batches.get(LONG.toSeconds(), TimeUnit.SECONDS);
		Awaitility.await().atMost(LONG).until(() -> template.getInFlight() == 0);
	}

	private void progress() {
		int before = this.acks.size();
		Awaitility.await().atMost(LONG).until(() -> this.acks.size() > before + 100);
	}

	private void publish(NatsTemplate template, AtomicBoolean going) {
		for (int i = 0; going.get(); i++) {
			String id = "step-" + i;
			try {
				this.acks.put(id, template.to("moving.step").messageId(id).payload(id).publish());
			}
			catch (NatsException ex) {
				this.failures.put(id, ex);
			}
		}
	}

	private void publishAhead(NatsTemplate template, AtomicBoolean going) {
		for (int i = 0; going.get(); i++) {
			String id = "ahead-" + i;
			CompletableFuture<PublishAck> ack = template.to("moving.ahead").messageId(id).payload(id).publishAsync();
			CompletableFuture<Void> done = ack.handle((stored, ex) -> {
				if (ex != null) {
					this.failures.put(id, ex);
				}
				else {
					this.acks.put(id, stored);
				}
				return null;
			});
			if (i % 50 == 0) {
				done.join();
			}
		}
		Awaitility.await().atMost(LONG).until(() -> template.getInFlight() == 0);
	}

	private void commit(NatsTemplate template, AtomicBoolean going) {
		for (int i = 0; going.get(); i++) {
			String id = "batch-" + i;
			PublishBatch batch = template.batch().timeout(Duration.ofSeconds(5));
			LongStream.range(0, BATCH)
				.forEach((n) -> batch.add(template.to("moving.batch." + n).header("X-Batch", id)));
			try {
				batch.commit();
				this.batches.put(id, ALL);
			}
			catch (NatsTimeoutException ex) {
				this.batches.put(id, ALL_OR_NONE);
			}
			catch (NoRespondersException ex) {
				this.batches.put(id, NONE);
			}
			catch (NatsException ex) {
				this.failures.put(id, ex);
			}
		}
	}

	/** How often each id is in the stream. */
	private static Map<String, Long> stored(JetStreamManagement management) throws Exception {
		long last = management.getStreamInfo("MOVING").getStreamState().getLastSequence();
		return LongStream.rangeClosed(1, last)
			.mapToObj((sequence) -> id(management, sequence))
			.collect(Collectors.groupingBy((id) -> id, Collectors.counting()));
	}

	private static String id(JetStreamManagement management, long sequence) {
		try {
			MessageInfo message = management.getMessage("MOVING", sequence);
			String batch = message.getHeaders().getFirst("X-Batch");
			return (batch != null) ? batch : message.getHeaders().getFirst("Nats-Msg-Id");
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
