package dev.natsboot.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.natsboot.TestApplication;
import dev.natsboot.actuate.NatsStreamsHealthIndicator;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.jetstream.ConsumerField;
import dev.natsboot.jetstream.Drift;
import dev.natsboot.jetstream.DurableDeclaration;
import dev.natsboot.jetstream.NatsProvisioning;
import dev.natsboot.jetstream.Provisioned;
import dev.natsboot.jetstream.Provisioned.State;
import dev.natsboot.jetstream.ProvisioningPolicy;
import dev.natsboot.jetstream.StreamDeclaration;
import dev.natsboot.jetstream.StreamField;
import dev.natsboot.listener.ListenerState;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.Republish;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NatsJetStreamAutoConfiguration}: what is declared against what a real
 * server has.
 */
@ExtendWith(OutputCaptureExtension.class)
class NatsJetStreamAutoConfigurationTests {

	private static final String ORDERS = "nats.jetstream.streams.ORDERS.";

	private static final String BILLING = "nats.jetstream.consumers.billing.";

	private static EmbeddedNatsServer server;

	private static Connection connection;

	private static JetStreamManagement management;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, NatsJetStreamAutoConfiguration.class))
		.withPropertyValues("nats.servers=" + server.url(), "nats.reconnect.initial=20ms");

	@BeforeAll
	static void startServer() throws Exception {
		server = EmbeddedNatsServer.start();
		connection = Nats.connect(server.url());
		management = connection.jetStreamManagement();
	}

	@AfterAll
	static void stopServer() throws Exception {
		connection.close();
		server.close();
	}

	@AfterEach
	void deleteStreams() throws Exception {
		for (String stream : management.getStreamNames()) {
			management.deleteStream(stream);
		}
	}

	private ApplicationContextRunner declaring(String... properties) {
		return this.runner.withPropertyValues(properties);
	}

	private static StreamConfiguration stream(String name) throws Exception {
		return management.getStreamInfo(name).getConfiguration();
	}

	private static ConsumerConfiguration consumer(String stream, String name) throws Exception {
		return management.getConsumerInfo(stream, name).getConsumerConfiguration();
	}

	private static List<Provisioned> results(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		return context.getBean(NatsProvisioning.class).results();
	}

	private static Provisioned only(AssertableApplicationContext context) {
		assertThat(results(context)).hasSize(1);
		return results(context).get(0);
	}

	private static ContextConsumer<AssertableApplicationContext> failsWith(String setting, String... words) {
		return (context) -> {
			assertThat(context).hasFailed();
			NatsConfigurationException failure = configurationFailure(context.getStartupFailure());
			assertThat(failure.getSetting()).isEqualTo(setting);
			assertThat(failure.getMessage() + " " + failure.getAction()).contains(words);
		};
	}

	private static NatsConfigurationException configurationFailure(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof NatsConfigurationException found) {
				return found;
			}
		}
		throw new AssertionError("no configuration failure", failure);
	}

	@Test
	void everythingThatIsDeclaredReachesTheServerAndIsFoundThereAgain() {
		Map<String, String> declared = new LinkedHashMap<>();
		set(declared, ORDERS, "subjects=orders.>,more.*", "description=All orders", "retention=interest",
				"storage=memory", "replicas=1", "max-messages=1000", "max-messages-per-subject=10", "max-bytes=1MB",
				"max-age=7d", "max-message-size=64KB", "max-consumers=5", "discard=old", "duplicate-window=5m",
				"compression=none", "allow-message-ttl=true", "subject-delete-marker-ttl=1m",
				"allow-atomic-publish=true", "allow-message-schedules=true", "allow-direct=true", "allow-rollup=true",
				"deny-delete=true", "deny-purge=false", "no-ack=false", "first-sequence=17", "placement.tags=",
				"republish.source=orders.>", "republish.destination=again.>", "republish.headers-only=true",
				"subject-transform.source=more.*", "subject-transform.destination=less.{{wildcard(1)}}",
				"consumer-limits.inactive-threshold=1h", "consumer-limits.max-ack-pending=500",
				"metadata.owner=team-a");
		set(declared, BILLING, "stream=ORDERS", "description=Bills", "ack-policy=explicit", "ack-wait=17s",
				"max-deliveries=4", "max-ack-pending=77", "deliver-policy=all", "replay-policy=original",
				"max-waiting=9", "max-batch=8", "max-bytes=7KB", "max-expires=6s", "headers-only=true",
				"inactive-threshold=30m", "replicas=1", "memory-storage=true", "sample-frequency=50%",
				"priority-groups=one", "priority-policy=pinned-client", "priority-timeout=2m", "metadata.owner=team-b");
		declared.remove(ORDERS + "placement.tags");
		String[] properties = declared.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + entry.getValue())
			.toArray(String[]::new);
		declaring(properties).run((context) -> {
			assertThat(results(context)).extracting(Provisioned::state).containsExactly(State.CREATED, State.CREATED);
			StreamConfiguration stream = stream("ORDERS");
			assertThat(stream.getSubjects()).containsExactly("orders.>", "more.*");
			assertThat(stream.getStorageType()).isEqualTo(StorageType.Memory);
			assertThat(stream.getMaxAge()).isEqualTo(Duration.ofDays(7));
			assertThat(stream.getMaxBytes()).isEqualTo(1024 * 1024);
			assertThat(stream.getMetadata()).containsEntry("owner", "team-a");
			assertThat(stream.getRepublish().getDestination()).isEqualTo("again.>");
			assertThat(stream.getAllowMessageTtl()).isTrue();
			ConsumerConfiguration consumer = consumer("ORDERS", "billing");
			assertThat(consumer.getAckWait()).isEqualTo(Duration.ofSeconds(17));
			assertThat(consumer.getMaxDeliver()).isEqualTo(4);
			assertThat(consumer.getPriorityGroups()).containsExactly("one");
		});
		// with each value read back from the server and compared
		declaring(properties).run((context) -> {
			assertThat(results(context)).extracting(Provisioned::state)
				.containsExactly(State.UNCHANGED, State.UNCHANGED);
			assertThat(context.getBean(NatsProvisioning.class).results())
				.allSatisfy((result) -> assertThat(result.drift()).isEmpty());
		});
	}

	private static void set(Map<String, String> properties, String prefix, String... assignments) {
		Arrays.stream(assignments)
			.map((assignment) -> assignment.split("=", 2))
			.forEach((assignment) -> properties.put(prefix + assignment[0], assignment[1]));
	}

	@Test
	void mirrorsSourcesCountersAndBackoffs() {
		String[] properties = { ORDERS + "subjects=orders.>", ORDERS + "persist-mode=async",
				ORDERS + "allow-direct=true", "nats.jetstream.streams.COPY.mirror.name=ORDERS",
				"nats.jetstream.streams.COPY.mirror.start-sequence=3", "nats.jetstream.streams.COPY.mirror-direct=true",
				"nats.jetstream.streams.ALL.sources[0].name=ORDERS",
				"nats.jetstream.streams.ALL.sources[0].filter-subject=orders.de.*",
				"nats.jetstream.streams.ALL.sources[1].name=OTHER",
				"nats.jetstream.streams.ALL.sources[1].subject-transforms[0].source=other.>",
				"nats.jetstream.streams.ALL.sources[1].subject-transforms[0].destination=all.>",
				"nats.jetstream.streams.COUNT.subjects=count.>",
				"nats.jetstream.streams.COUNT.allow-message-counter=true",
				"nats.jetstream.streams.FULL.subjects=full.>", "nats.jetstream.streams.FULL.discard=new",
				"nats.jetstream.streams.FULL.discard-new-per-subject=true",
				"nats.jetstream.streams.FULL.max-messages-per-subject=1", "nats.jetstream.streams.FULL.compression=s2",
				BILLING + "stream=ALL", BILLING + "durable=bills", BILLING + "backoff=1s,5s,1m",
				BILLING + "ack-wait=30s", BILLING + "max-deliveries=5", BILLING + "filter-subjects=whatever.>",
				"nats.jetstream.consumers.late.stream=ORDERS",
				"nats.jetstream.consumers.late.deliver-policy=by-start-time",
				"nats.jetstream.consumers.late.start-time=2026-01-01T00:00:00Z",
				"nats.jetstream.consumers.two.stream=ORDERS",
				"nats.jetstream.consumers.two.filter-subjects=orders.b.*,orders.a",
				"nats.jetstream.consumers.later.stream=ORDERS",
				"nats.jetstream.consumers.later.deliver-policy=by-start-sequence",
				"nats.jetstream.consumers.later.start-sequence=9" };
		declaring(properties).run((context) -> {
			assertThat(results(context)).extracting(Provisioned::state).containsOnly(State.CREATED);
			assertThat(stream("COPY").getMirror().getName()).isEqualTo("ORDERS");
			assertThat(stream("ALL").getSources()).hasSize(2);
			assertThat(consumer("ALL", "bills").getBackoff()).containsExactly(Duration.ofSeconds(1),
					Duration.ofSeconds(5), Duration.ofMinutes(1));
		});
		declaring(properties).run(
				(context) -> assertThat(results(context)).extracting(Provisioned::state).containsOnly(State.UNCHANGED));
	}

	@Test
	void beansAreDeclarationsToo() {
		this.runner
			.withBean(StreamConfiguration.class,
					() -> StreamConfiguration.builder().name("PLAIN").subjects("plain.>").maxMessages(9).build())
			.withBean(StreamDeclaration.class,
					() -> StreamDeclaration.builder("BUILT")
						.subjects("built.>")
						.storage(StorageType.Memory)
						.maxAge(Duration.ofHours(2))
						.policy(ProvisioningPolicy.UPDATE)
						.build())
			.withBean(DurableDeclaration.class,
					() -> DurableDeclaration.builder("BUILT", "worker").ackWait(Duration.ofSeconds(3)).build())
			.run((context) -> {
				assertThat(results(context)).extracting(Provisioned::state).containsOnly(State.CREATED);
				assertThat(results(context)).extracting(Provisioned::policy)
					.containsExactly(ProvisioningPolicy.UPDATE, ProvisioningPolicy.CREATE, ProvisioningPolicy.CREATE);
				assertThat(stream("PLAIN").getMaxMsgs()).isEqualTo(9);
				assertThat(stream("BUILT").getStorageType()).isEqualTo(StorageType.Memory);
				assertThat(consumer("BUILT", "worker").getAckWait()).isEqualTo(Duration.ofSeconds(3));
			});
	}

	@Test
	void createReportsWhatDiffersAndChangesNothing(CapturedOutput output) throws Exception {
		management.addStream(StreamConfiguration.builder()
			.name("ORDERS")
			.subjects("orders.>")
			.storageType(StorageType.Memory)
			.maxAge(Duration.ofHours(36))
			.maxMessages(7)
			.build());
		StreamConfiguration before = stream("ORDERS");
		declaring(ORDERS + "subjects=orders.*,extra", ORDERS + "max-age=7d", ORDERS + "storage=memory",
				ORDERS + "metadata.owner=team-a")
			.run((context) -> {
				Provisioned result = only(context);
				assertThat(result.state()).isEqualTo(State.DIFFERENT);
				assertThat(result.isThere()).isTrue();
				assertThat(result.drift()).containsExactlyInAnyOrder(
						new Drift("subjects", "[orders.>]", "[orders.*, extra]"), new Drift("max-age", "36h", "7d"),
						new Drift("metadata", null, "{owner=team-a}"));
				assertThat(stream("ORDERS").toJson()).isEqualTo(before.toJson());
			});
		assertThat(output).containsOnlyOnce("differs from its declaration").contains("max-age is 36h, declared 7d");
	}

	@Test
	void updateChangesWhatIsDeclaredAndNothingElse() throws Exception {
		management.addStream(StreamConfiguration.builder()
			.name("ORDERS")
			.subjects("orders.>")
			.maxMessages(7)
			.metadata(Map.of("operator", "me"))
			.build());
		management.createConsumer("ORDERS",
				ConsumerConfiguration.builder()
					.durable("billing")
					.ackWait(Duration.ofSeconds(77))
					.maxDeliver(3)
					.filterSubject("orders.new")
					.build());
		declaring("nats.jetstream.provisioning=update", ORDERS + "subjects=orders.>,more", ORDERS + "max-age=1h",
				ORDERS + "metadata.owner=team-a", BILLING + "stream=ORDERS", BILLING + "max-deliveries=9",
				BILLING + "filter-subjects=orders.new,more")
			.run((context) -> {
				assertThat(results(context)).extracting(Provisioned::state).containsOnly(State.UPDATED);
				StreamConfiguration stream = stream("ORDERS");
				assertThat(stream.getSubjects()).containsExactly("orders.>", "more");
				assertThat(stream.getMaxAge()).isEqualTo(Duration.ofHours(1));
				assertThat(stream.getMaxMsgs()).isEqualTo(7);
				assertThat(stream.getMetadata()).containsEntry("owner", "team-a").containsEntry("operator", "me");
				ConsumerConfiguration consumer = consumer("ORDERS", "billing");
				assertThat(consumer.getMaxDeliver()).isEqualTo(9);
				assertThat(consumer.getAckWait()).isEqualTo(Duration.ofSeconds(77));
				assertThat(consumer.getFilterSubjects()).containsExactly("orders.new", "more");
			});
	}

	@Test
	void updateSaysWhatCannotBeChanged() throws Exception {
		management.addStream(StreamConfiguration.builder().name("ORDERS").subjects("orders.>").build());
		management.createConsumer("ORDERS", ConsumerConfiguration.builder().durable("billing").build());
		declaring("nats.jetstream.provisioning=update", ORDERS + "subjects=orders.>", ORDERS + "storage=memory")
			.run(failsWith("nats.jetstream.streams.ORDERS", "does not change", "storage is file, declared memory",
					"another name"));
		declaring(BILLING + "stream=ORDERS", BILLING + "deliver-policy=new", BILLING + "provisioning=update")
			.run(failsWith("nats.jetstream.consumers.billing", "does not change",
					"deliver-policy is all, declared new"));
	}

	@Test
	void validateEndsTheStartForWhatIsMissingOrDifferent() throws Exception {
		ApplicationContextRunner validating = declaring("nats.jetstream.provisioning=validate",
				ORDERS + "subjects=orders.>", ORDERS + "max-messages=5");
		validating.run(failsWith("nats.jetstream.streams.ORDERS", "There is no stream 'ORDERS'", "'create'"));
		assertThat(management.getStreamNames()).isEmpty();
		management.addStream(StreamConfiguration.builder().name("ORDERS").subjects("orders.>").build());
		validating.run(failsWith("nats.jetstream.streams.ORDERS", "max-messages is -1, declared 5", "'update'"));
		assertThat(stream("ORDERS").getMaxMsgs()).isEqualTo(-1);
		validating.withPropertyValues(ORDERS + "max-messages=-1")
			.run((context) -> assertThat(only(context).state()).isEqualTo(State.UNCHANGED));
		validating.withPropertyValues(ORDERS + "max-messages=-1", BILLING + "stream=ORDERS")
			.run(failsWith("nats.jetstream.consumers.billing", "There is no consumer 'billing' of stream 'ORDERS'"));
	}

	@Test
	void noneAsksNobody() throws Exception {
		declaring("nats.jetstream.provisioning=none", ORDERS + "subjects=orders.>",
				"nats.jetstream.streams.OTHER.subjects=other", "nats.jetstream.streams.OTHER.provisioning=create")
			.run((context) -> {
				assertThat(results(context)).extracting(Provisioned::state)
					.containsExactly(State.SKIPPED, State.CREATED);
				assertThat(management.getStreamNames()).containsExactly("OTHER");
			});
	}

	@Test
	void overlappingSubjectsNameTheOtherStream() throws Exception {
		management.addStream(StreamConfiguration.builder().name("OLD").subjects("orders.*").build());
		declaring(ORDERS + "subjects=mine,orders.>").run(failsWith("nats.jetstream.streams.ORDERS.subjects",
				"'orders.>' by stream 'OLD'", "A subject can be in one stream only"));
	}

	@Test
	void missingAndIllegalSubjectsAndNamesAreToldBeforeAnyServerIsAsked() {
		this.runner.withPropertyValues("nats.servers=nats://127.0.0.1:1", ORDERS + "max-age=1d")
			.run(failsWith("nats.jetstream.streams.ORDERS.subjects", "no subjects", "mirror"));
		declaring(ORDERS + "subjects=orders..x")
			.run(failsWith("nats.jetstream.streams.ORDERS.subjects", "empty token"));
		declaring("nats.jetstream.streams[orders.eu].subjects=x")
			.run(failsWith("nats.jetstream.streams.orders.eu", "must not have '.'", "'orders-eu'"));
		declaring("nats.jetstream.streams.A.name=a b", "nats.jetstream.streams.A.subjects=x")
			.run(failsWith("nats.jetstream.streams.A", "white space", "'a-b'"));
		declaring(BILLING + "stream=ORDERS", BILLING + "durable=a*b")
			.run(failsWith("nats.jetstream.consumers.billing", "must not have '*'"));
		declaring(BILLING + "ack-wait=1s").run(failsWith("nats.jetstream.consumers.billing.stream", "has no stream"));
		declaring(BILLING + "stream=ORDERS", BILLING + "backoff=1s,2s", BILLING + "max-deliveries=2")
			.run(failsWith("nats.jetstream.consumers.billing.max-deliveries", "2 delays", "above 2"));
		declaring(ORDERS + "mirror.filter-subject=x")
			.run(failsWith("nats.jetstream.streams.ORDERS", "'name' is missing"));
		declaring(ORDERS + "subjects=x", ORDERS + "connection=audit")
			.run(failsWith("nats.jetstream.streams.ORDERS.connection", "no connection 'audit'", "[default]"));
		declaring(ORDERS + "subjects=x")
			.withBean(StreamConfiguration.class,
					() -> StreamConfiguration.builder().name("ORDERS").subjects("x").build())
			.run(failsWith("stream 'ORDERS'", "Two declarations"));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> StreamDeclaration.builder("A").set(StreamField.MAX_AGE, 7L))
			.withMessage("'max-age' is a Duration, not a Long");
	}

	@Test
	void aFilterThatCanNeverMatchIsTold() {
		declaring(ORDERS + "subjects=orders.>", BILLING + "stream=ORDERS",
				BILLING + "filter-subjects=orders.new,order.old")
			.run(failsWith("nats.jetstream.consumers.billing.filter-subjects", "'order.old'", "never get a message",
					"[orders.>]"));
	}

	@Test
	void replicasWithoutAClusterAreTold() {
		declaring(ORDERS + "subjects=orders.>", ORDERS + "replicas=3")
			.run(failsWith("nats.jetstream.streams.ORDERS.replicas", "replicas > 1", "write 1"));
	}

	@Test
	void whatTheServerDoesNotTakeIsToldInItsWords() {
		declaring(ORDERS + "subjects=orders.>", ORDERS + "max-age=1m", ORDERS + "duplicate-window=1h")
			.run(failsWith("nats.jetstream.streams.ORDERS", "duplicates window", "Correct"));
	}

	@Test
	void aConsumerWaitsForAStreamThatOthersCreate() throws Exception {
		declaring(BILLING + "stream=ORDERS").run((context) -> {
			assertThat(only(context).state()).isEqualTo(State.PENDING);
			assertThat(only(context).message()).contains("no stream 'ORDERS'", "nats.jetstream.streams.ORDERS");
			management.addStream(StreamConfiguration.builder().name("ORDERS").subjects("orders.>").build());
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> only(context).state(), State.CREATED::equals);
		});
	}

	@Test
	void aNamedConnectionIsUsed() throws Exception {
		try (EmbeddedNatsServer other = EmbeddedNatsServer.start()) {
			declaring("nats.connections.audit.servers=" + other.url(), ORDERS + "subjects=orders.>",
					ORDERS + "connection=audit", "nats.jetstream.streams.HERE.subjects=here")
				.run((context) -> {
					assertThat(results(context)).extracting(Provisioned::state)
						.containsExactly(State.CREATED, State.CREATED);
					assertThat(management.getStreamNames()).containsExactly("HERE");
					withManagement(other, (there) -> assertThat(names(there)).containsExactly("ORDERS"));
				});
		}
	}

	@Test
	void aServerThatIsAwayAtTheStartIsProvisionedWhenItIsThere() {
		try (EmbeddedNatsServer own = EmbeddedNatsServer.start()) {
			own.kill();
			declaring("nats.servers=" + own.url(), ORDERS + "subjects=orders.>").run((context) -> {
				assertThat(only(context).state()).isEqualTo(State.PENDING);
				assertThat(only(context).isThere()).isFalse();
				NatsStreamsHealthIndicator health = new NatsStreamsHealthIndicator(
						context.getBean(NatsProvisioning.class));
				assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
				own.restart();
				Awaitility.await()
					.atMost(Duration.ofSeconds(60))
					.until(() -> only(context).state(), State.CREATED::equals);
				assertThat(health.health().getStatus()).isEqualTo(Status.UP);
				assertThat(health.health().getDetails()).containsOnlyKeys("ORDERS");
			});
		}
	}

	@Test
	void whatAServerHasForgottenIsCreatedAgainWhenItIsBackAndNothingElseIsChanged() {
		try (EmbeddedNatsServer own = EmbeddedNatsServer.start()) {
			declaring("nats.servers=" + own.url(), "nats.jetstream.provisioning=update", ORDERS + "subjects=orders.>",
					ORDERS + "storage=memory", "nats.jetstream.streams.KEPT.subjects=kept",
					"nats.jetstream.streams.KEPT.max-messages=5")
				.run((context) -> {
					assertThat(results(context)).extracting(Provisioned::state).containsOnly(State.CREATED);
					withManagement(own,
							(there) -> there.updateStream(
									StreamConfiguration.builder(there.getStreamInfo("KEPT").getConfiguration())
										.maxMessages(6)
										.build()));
					own.kill();
					own.restart();
					Awaitility.await()
						.atMost(Duration.ofSeconds(60))
						.until(() -> results(context).get(1).state(), State.DIFFERENT::equals);
					assertThat(results(context).get(0).state()).isEqualTo(State.CREATED);
					withManagement(own, (there) -> {
						assertThat(names(there)).containsExactlyInAnyOrder("ORDERS", "KEPT");
						assertThat(there.getStreamInfo("KEPT").getConfiguration().getMaxMsgs()).isEqualTo(6);
					});
				});
		}
	}

	@Test
	void aServerWithoutJetStreamIsTold() {
		try (EmbeddedNatsServer plain = EmbeddedNatsServer.builder().jetStream(false).start()) {
			declaring("nats.servers=" + plain.url(), ORDERS + "subjects=orders.>")
				.run(failsWith("connection 'default'", "without JetStream", "'-js'"));
			this.runner.withPropertyValues("nats.servers=" + plain.url())
				.run((context) -> assertThat(results(context)).isEmpty());
		}
	}

	@Test
	void aMissingPermissionIsTold() {
		try (EmbeddedNatsServer strict = EmbeddedNatsServer.builder().configuration("""
				authorization { users: [
					{ user: admin, password: admin },
					{ user: app, password: app, permissions: { publish: { deny: "$JS.API.STREAM.CREATE.>" } } },
					{ user: deaf, password: deaf, permissions: { subscribe: { deny: "_INBOX.>" } } }
				] }""").clientUser("admin", "admin").start()) {
			declaring("nats.servers=" + strict.url(), "nats.username=app", "nats.password=app",
					ORDERS + "subjects=orders.>")
				.run(failsWith("connection 'default'", "no permission to publish to '$JS.API.STREAM.CREATE.ORDERS'",
						"Grant"));
			declaring("nats.servers=" + strict.url(), "nats.username=deaf", "nats.password=deaf",
					ORDERS + "subjects=orders.>")
				.run(failsWith("connection 'default'", "no permission to subscribe to '_INBOX.", "Grant"));
		}
	}

	@Test
	void whatCanNeverWorkIsToldInTheBackgroundAndEndsWhenItIsPutRight(CapturedOutput output) throws Exception {
		try (EmbeddedNatsServer own = EmbeddedNatsServer.start()) {
			withManagement(own,
					(there) -> there.addStream(StreamConfiguration.builder().name("OLD").subjects("orders.*").build()));
			own.kill();
			declaring("nats.servers=" + own.url(), ORDERS + "subjects=orders.>").run((context) -> {
				assertThat(only(context).state()).isEqualTo(State.PENDING);
				own.restart();
				Awaitility.await()
					.atMost(Duration.ofSeconds(60))
					.until(() -> only(context).state(), State.FAILED::equals);
				assertThat(only(context).message()).contains("by stream 'OLD'");
				withManagement(own, (there) -> there.deleteStream("OLD"));
				Awaitility.await()
					.atMost(Duration.ofSeconds(60))
					.until(() -> only(context).state(), State.CREATED::equals);
			});
		}
		assertThat(output).containsOnlyOnce("A subject can be in one stream only");
	}

	@Test
	void listenersFindWhatIsDeclared() {
		try (TestApplication application = TestApplication.with(Billing.class)
			.property(ORDERS + "subjects", "orders.>")
			.property(BILLING + "stream", "ORDERS")
			.property(BILLING + "max-ack-pending", "7")
			.start(server.url())) {
			assertThat(application.listener("billing").state()).isEqualTo(ListenerState.RUNNING);
			assertThat(application.bean(NatsProvisioning.class).results()).extracting(Provisioned::state)
				.containsOnly(State.CREATED);
		}
	}

	@Test
	void nestedValuesAreCompared() throws Exception {
		management.addStream(StreamConfiguration.builder()
			.name("ORDERS")
			.subjects("orders.>")
			.republish(Republish.builder().source("orders.>").destination("again.>").build())
			.build());
		declaring(ORDERS + "subjects=orders.>", ORDERS + "placement.cluster=one", ORDERS + "placement.tags=a,b",
				ORDERS + "republish.source=orders.>", ORDERS + "republish.destination=other.>",
				ORDERS + "sources[0].name=OTHER")
			.run((context) -> assertThat(only(context).drift()).extracting(Drift::toString)
				.containsExactlyInAnyOrder("placement is not set, declared {cluster=one, tags=[a, b]}",
						"republish is {dest=again.>, src=orders.>}, declared {dest=other.>, src=orders.>}",
						"sources is not set, declared [{name=OTHER}]"));
	}

	@Test
	void everyFieldHasAProperty() {
		assertThat(properties(NatsStreamProperties.class)).containsExactlyInAnyOrderElementsOf(
				names(Arrays.stream(StreamField.values()).map(StreamField::property), "name"));
		assertThat(properties(NatsConsumerProperties.class)).containsExactlyInAnyOrderElementsOf(
				names(Arrays.stream(ConsumerField.values()).map(ConsumerField::property), "durable", "stream"));
	}

	private static List<String> properties(Class<?> type) {
		return Arrays.stream(type.getRecordComponents())
			.map((component) -> DataObjectPropertyName.toDashedForm(component.getName()))
			.toList();
	}

	private static List<String> names(Stream<String> fields, String... more) {
		return Stream.concat(fields, Stream.concat(Stream.of("connection", "provisioning"), Stream.of(more))).toList();
	}

	@Test
	void healthContributesWhatIsDeclared() {
		declaring(ORDERS + "subjects=orders.>")
			.withConfiguration(AutoConfigurations.of(NatsHealthAutoConfiguration.class))
			.run((context) -> assertThat(context).hasBean("natsStreamsHealthContributor"));
	}

	@Test
	void isAbsentWhenNatsIsDisabled() {
		declaring("nats.enabled=false", ORDERS + "subjects=orders.>")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(NatsProvisioning.class));
	}

	private static List<String> names(JetStreamManagement management) throws Exception {
		return management.getStreamNames();
	}

	private static void withManagement(EmbeddedNatsServer of, Use use) throws Exception {
		Connection to = Nats.connect(of.url());
		try {
			use.with(to.jetStreamManagement());
		}
		finally {
			to.close();
		}
	}

	static class Billing {

		@NatsListener(stream = "ORDERS", subjects = "orders.new", durable = "billing", id = "billing")
		void handle(String payload) {
		}

	}

	private interface Use {

		void with(JetStreamManagement management) throws Exception;

	}

}
