package dev.natsboot.test;

import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.natsboot.test.server.EmbeddedNatsCluster;
import dev.natsboot.test.server.EmbeddedNatsServer;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.core.log.LogAccessor;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Names the log files of the servers among the beans when a test has failed.
 */
class ServerLogTestExecutionListener implements TestExecutionListener {

	private static final LogAccessor logger = new LogAccessor(LogFactory.getLog(ServerLogTestExecutionListener.class));

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (testContext.getTestException() == null || !testContext.hasApplicationContext()) {
			return;
		}
		String logs = servers(testContext.getApplicationContext()).map(ServerLogTestExecutionListener::log)
			.collect(Collectors.joining(", "));
		if (!logs.isEmpty()) {
			logger.error(() -> testContext.getTestClass().getSimpleName() + "." + testContext.getTestMethod().getName()
					+ " failed; nats-server log: " + logs);
		}
	}

	private static Stream<EmbeddedNatsServer> servers(ApplicationContext context) {
		Collection<EmbeddedNatsServer> servers = context.getBeansOfType(EmbeddedNatsServer.class, false, false)
			.values();
		Collection<EmbeddedNatsCluster> clusters = context.getBeansOfType(EmbeddedNatsCluster.class, false, false)
			.values();
		return Stream.concat(servers.stream(), clusters.stream().flatMap((cluster) -> cluster.nodes().stream()));
	}

	private static String log(EmbeddedNatsServer server) {
		return server.logFile() + (server.isRunning() ? "" : " (the server does not run)");
	}

}
