package dev.natsboot.annotation;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.management.ThreadMXBean;
import dev.natsboot.TestApplication;
import dev.natsboot.TestServer;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.Nats;
import io.nats.client.Options;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a listener allocates per message on its thread, compared with a raw dispatcher
 * that does the same. Allocation does not depend on the machine's speed.
 */
class NatsListenerAllocationTests {

	private static final int WARM_UP = 30_000;

	private static final int MEASURED = 30_000;

	private static final double MARGIN = 1.1;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@Test
	void bytes() throws Exception {
		byte[] payload = new byte[128];
		try (TestApplication application = TestApplication.with(Handlers.class).start(TestServer.url())) {
			double ours = measure(payload, "a.bytes", application.bean(Handlers.class).meter);
			Meter meter = new Meter();
			double raw = measureRaw(payload, "a.raw.bytes", (message) -> meter.count(message.getData()), meter);
			assertThat(ours).isLessThanOrEqualTo(raw + 32 * MARGIN);
		}
	}

	@Test
	void messages() throws Exception {
		byte[] payload = new byte[128];
		try (TestApplication application = TestApplication.with(Handlers.class).start(TestServer.url())) {
			double ours = measure(payload, "a.message", application.bean(Handlers.class).meter);
			Meter meter = new Meter();
			double raw = measureRaw(payload, "a.raw.message", (message) -> meter.count(message.getData()), meter);
			assertThat(ours).isLessThanOrEqualTo(raw + 32 * MARGIN);
		}
	}

	@Test
	void json() throws Exception {
		byte[] payload = "{\"id\":\"4711\",\"quantity\":3,\"comment\":\"as soon as possible\"}"
			.getBytes(StandardCharsets.UTF_8);
		try (TestApplication application = TestApplication.with(Handlers.class).start(TestServer.url())) {
			double ours = measure(payload, "a.json", application.bean(Handlers.class).meter);
			Meter meter = new Meter();
			ObjectReader reader = application.bean(JsonMapper.class).readerFor(Order.class);
			double raw = measureRaw(payload, "a.raw.json",
					(message) -> meter.count(reader.<Order>readValue(message.getData())), meter);
			assertThat(ours).isLessThanOrEqualTo(raw + 64 * MARGIN);
		}
	}

	private static double measureRaw(byte[] payload, String subject, MessageHandler handler, Meter meter)
			throws Exception {
		Connection connection = Nats.connect(Options.builder().server(TestServer.url()).build());
		try {
			Dispatcher dispatcher = connection.createDispatcher(handler);
			dispatcher.subscribe(subject);
			connection.flush(Duration.ofSeconds(5));
			return measure(payload, subject, meter);
		}
		finally {
			connection.close();
		}
	}

	private static double measure(byte[] payload, String subject, Meter meter) throws Exception {
		Connection connection = Nats.connect(Options.builder().server(TestServer.url()).build());
		try {
			send(connection, subject, payload, WARM_UP, meter);
			long before = THREADS.getThreadAllocatedBytes(meter.thread.get().getId());
			send(connection, subject, payload, MEASURED, meter);
			long after = THREADS.getThreadAllocatedBytes(meter.thread.get().getId());
			return (double) (after - before) / MEASURED;
		}
		finally {
			connection.close();
		}
	}

	private static void send(Connection connection, String subject, byte[] payload, int count, Meter meter)
			throws Exception {
		long target = meter.messages.get() + count;
		for (int i = 0; i < count; i++) {
			connection.publish(subject, payload);
		}
		connection.flush(Duration.ofSeconds(20));
		TestApplication.await(() -> meter.messages.get() >= target);
	}

	record Order(String id, int quantity, String comment) {

	}

	static class Meter {

		final AtomicLong messages = new AtomicLong();

		final AtomicReference<Thread> thread = new AtomicReference<>();

		void count(Object payload) {
			if (payload != null) {
				this.thread.lazySet(Thread.currentThread());
				this.messages.incrementAndGet();
			}
		}

	}

	static class Handlers {

		final Meter meter = new Meter();

		@NatsListener("a.bytes")
		void bytes(byte[] payload) {
			this.meter.count(payload);
		}

		@NatsListener("a.message")
		void message(Message message) {
			this.meter.count(message.getData());
		}

		@NatsListener("a.json")
		void json(Order order) {
			this.meter.count(order);
		}

	}

}
