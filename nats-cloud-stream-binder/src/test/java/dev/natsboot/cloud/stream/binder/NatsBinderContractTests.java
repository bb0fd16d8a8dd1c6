package dev.natsboot.cloud.stream.binder;

import dev.natsboot.test.server.EmbeddedNatsServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;

import org.springframework.cloud.stream.binder.ExtendedConsumerProperties;
import org.springframework.cloud.stream.binder.ExtendedProducerProperties;
import org.springframework.cloud.stream.binder.PartitionCapableBinderTests;
import org.springframework.cloud.stream.binder.Spy;

/**
 * The framework's own tests for binders, in JetStream mode.
 */
class NatsBinderContractTests extends
		PartitionCapableBinderTests<NatsTestBinder, ExtendedConsumerProperties<NatsConsumerProperties>, ExtendedProducerProperties<NatsProducerProperties>> {

	private static EmbeddedNatsServer server;

	@BeforeAll
	static void startServer() {
		server = EmbeddedNatsServer.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Override
	protected NatsTestBinder getBinder() {
		if (this.testBinder == null) {
			this.testBinder = new NatsTestBinder(server.url());
		}
		return this.testBinder;
	}

	@Override
	protected ExtendedConsumerProperties<NatsConsumerProperties> createConsumerProperties() {
		ExtendedConsumerProperties<NatsConsumerProperties> properties = new ExtendedConsumerProperties<>(
				new NatsConsumerProperties());
		properties.populateBindingName("input");
		return properties;
	}

	@Override
	protected ExtendedProducerProperties<NatsProducerProperties> createProducerProperties(TestInfo testInfo) {
		ExtendedProducerProperties<NatsProducerProperties> properties = new ExtendedProducerProperties<>(
				new NatsProducerProperties());
		properties.populateBindingName("output");
		return properties;
	}

	@Override
	protected boolean usesExplicitRouting() {
		return true;
	}

	@Override
	protected void checkRkExpressionForPartitionedModuleSpEL(Object endpoint) {
		// a partition is a subject, not an expression
	}

	@Override
	protected String getClassUnderTestName() {
		return NatsMessageChannelBinder.class.getSimpleName();
	}

	@Override
	public Spy spyOn(String name) {
		throw new UnsupportedOperationException("no test of the kit calls it");
	}

}
