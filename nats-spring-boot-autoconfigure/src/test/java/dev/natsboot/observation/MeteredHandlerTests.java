package dev.natsboot.observation;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import dev.natsboot.core.InboundHandler;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.nats.client.Message;
import io.nats.client.impl.NatsMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MeteredHandler}.
 */
class MeteredHandlerTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final int CALLS = 100_000;

	@Test
	void allocatesNothingForAHandlerThatReturns() throws Exception {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		Tags tags = Tags.of("listener", "l", "subject", "s", "connection", "c");
		InboundHandler handler = new MeteredHandler((message) -> null,
				NatsMeter.LISTENER_PROCESS.timer(registry, tags.and("outcome", "success")),
				NatsMeter.LISTENER_PROCESS.timer(registry, tags.and("outcome", "failure")), null);
		Message message = NatsMessage.builder().subject("s").build();
		call(handler, message);
		long thread = Thread.currentThread().getId();
		long before = THREADS.getThreadAllocatedBytes(thread);
		call(handler, message);
		// a few for what the virtual machine does on this thread itself
		assertThat(THREADS.getThreadAllocatedBytes(thread) - before).isLessThan(CALLS);
		assertThat(registry.get("nats.listener.process").tag("outcome", "success").timer().count())
			.isEqualTo(2L * CALLS);
	}

	private static void call(InboundHandler handler, Message message) throws Exception {
		for (int i = 0; i < CALLS; i++) {
			handler.handle(message);
		}
	}

}
