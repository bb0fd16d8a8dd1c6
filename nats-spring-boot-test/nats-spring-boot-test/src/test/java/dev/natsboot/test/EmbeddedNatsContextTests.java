package dev.natsboot.test;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;

import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.test.server.EmbeddedNatsCluster;
import dev.natsboot.test.server.EmbeddedNatsServer;
import dev.natsboot.test.server.NatsServerException;
import io.nats.client.Connection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the life of servers and contexts with {@link EmbeddedNats @EmbeddedNats}.
 */
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedNatsContextTests {

	@Test
	void equalAnnotationsShareTheContextAndTheServer() throws Exception {
		ApplicationContext context = context(First.class);
		assertThat(context(Second.class)).isSameAs(context);
		assertThat(context(Meta.class)).isSameAs(context);
		assertThat(server(Second.class).pid()).isEqualTo(server(First.class).pid());
	}

	@Test
	void otherAnnotationsHaveAnotherServer() throws Exception {
		EmbeddedNatsServer other = server(WithoutJetStream.class);
		assertThat(other.pid()).isNotEqualTo(server(First.class).pid());
		assertThat(connection(WithoutJetStream.class).getServerInfo().isJetStreamAvailable()).isFalse();
	}

	@Test
	void theServerEndsWithTheContext() throws Exception {
		TestContextManager manager = new TestContextManager(Closed.class);
		EmbeddedNatsServer server = manager.getTestContext().getApplicationContext().getBean(EmbeddedNatsServer.class);
		assertThat(server.isRunning()).isTrue();
		manager.getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		assertThat(server.awaitExit(Duration.ofSeconds(30))).isTrue();
		assertThat(ProcessHandle.of(server.pid()).filter(ProcessHandle::isAlive)).isEmpty();
	}

	@Test
	void aContextThatWasPausedConnectsAgain() throws Exception {
		TestContextManager manager = new TestContextManager(Paused.class);
		ApplicationContext paused = manager.getTestContext().getApplicationContext();
		long pid = paused.getBean(EmbeddedNatsServer.class).pid();
		manager.getTestContext().markApplicationContextUnused();
		context(First.class);
		assertThat(paused.getBean(NatsConnections.class).isRunning()).isFalse();
		assertThat(server(Paused.class).pid()).isEqualTo(pid);
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(connection(Paused.class).getStatus()).isEqualTo(Connection.Status.CONNECTED));
	}

	@Test
	void aClusterLosesANodeAndServesOn() throws Exception {
		ApplicationContext context = context(Clustered.class);
		EmbeddedNatsCluster cluster = context.getBean(EmbeddedNatsCluster.class);
		assertThat(cluster.nodes()).hasSize(3);
		assertThat(connection(Clustered.class).getOptions().getServers()).hasSize(3);
		String url = connection(Clustered.class).getConnectedUrl();
		cluster.nodes().stream().filter((node) -> node.url().equals(url)).forEach(EmbeddedNatsServer::kill);
		Awaitility.await()
			.untilAsserted(() -> assertThat(connection(Clustered.class).getConnectedUrl()).isNotNull()
				.isNotEqualTo(url)
				.isIn(cluster.servers()));
		new TestContextManager(Clustered.class).getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		assertThat(cluster.nodes()).noneMatch(EmbeddedNatsServer::isRunning);
	}

	@Test
	void theConfigurationReachesTheServer() throws Exception {
		assertThat(connection(Configured.class).getServerInfo().getMaxPayload()).isEqualTo(4321);
		assertThat(connection(Configured.class).getServerInfo().isAuthRequired()).isTrue();
		assertThat(connection(Configured.class).getStatus()).isEqualTo(Connection.Status.CONNECTED);
	}

	@Test
	void aServerThatDoesNotStartSaysWhy(CapturedOutput output) {
		assertThatIllegalStateException().isThrownBy(() -> context(Broken.class))
			.havingRootCause()
			.isInstanceOf(NatsServerException.class)
			.withMessageContaining("no_such_setting")
			.withMessageContaining("log ");
		assertThat(output).contains("APPLICATION FAILED TO START").contains("no_such_setting");
	}

	@Test
	void aClusterWithoutJetStreamIsRefused() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> context(ClusterWithoutJetStream.class))
			.havingRootCause()
			.withMessageContaining("a cluster always has JetStream");
	}

	@Test
	void aTestThatFailsNamesTheLog(CapturedOutput output) throws Exception {
		TestContextManager manager = new TestContextManager(First.class);
		First instance = new First();
		manager.prepareTestInstance(instance);
		manager.beforeTestMethod(instance, First.class.getDeclaredMethod("test"));
		manager.afterTestMethod(instance, First.class.getDeclaredMethod("test"), null);
		assertThat(output).doesNotContain("nats-server log:");
		manager.beforeTestMethod(instance, First.class.getDeclaredMethod("test"));
		manager.afterTestMethod(instance, First.class.getDeclaredMethod("test"), new AssertionError("expected"));
		assertThat(output).contains("First.test failed; nats-server log: " + server(First.class).logFile());
		assertThat(server(First.class).logFile()).isRegularFile();
	}

	private static ApplicationContext context(Class<?> testClass) {
		return new TestContextManager(testClass).getTestContext().getApplicationContext();
	}

	private static EmbeddedNatsServer server(Class<?> testClass) {
		return context(testClass).getBean(EmbeddedNatsServer.class);
	}

	private static Connection connection(Class<?> testClass) {
		return context(testClass).getBean(NatsConnections.class).pool("default").connection("a");
	}

	@SpringBootTest(classes = TestApplication.class)
	@EmbeddedNats
	static class First {

		void test() {
		}

	}

	@SpringBootTest(classes = TestApplication.class)
	@EmbeddedNats
	static class Second {

	}

	@SpringBootTest(classes = TestApplication.class)
	@EmbeddedNats
	@Retention(RetentionPolicy.RUNTIME)
	@interface IntegrationTest {

	}

	@IntegrationTest
	static class Meta {

	}

	@SpringBootTest(classes = TestApplication.class)
	@EmbeddedNats(jetStream = false)
	static class WithoutJetStream {

	}

	@SpringBootTest(classes = TestApplication.class, properties = "context=closed")
	@EmbeddedNats
	static class Closed {

	}

	@SpringBootTest(classes = TestApplication.class, properties = "context=paused")
	@EmbeddedNats
	static class Paused {

	}

	@SpringBootTest(classes = TestApplication.class)
	@EmbeddedNats(nodes = 3)
	static class Clustered {

	}

	@SpringBootTest(classes = TestApplication.class)
	@EmbeddedNats(configuration = "authorization { user: alice, password: secret }",
			configurationFile = "classpath:small-payload.conf", username = "alice", password = "secret")
	static class Configured {

	}

	@SpringBootTest(classes = TestApplication.class)
	@EmbeddedNats(configuration = "no_such_setting: true")
	static class Broken {

	}

	@SpringBootTest(classes = TestApplication.class)
	@EmbeddedNats(nodes = 3, jetStream = false)
	static class ClusterWithoutJetStream {

	}

}
