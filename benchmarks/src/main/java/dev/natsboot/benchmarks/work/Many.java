package dev.natsboot.benchmarks.work;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.natsboot.annotation.NatsListener;
import io.nats.client.Connection;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Many core listeners in one process, each with a subject of its own.
 */
final class Many implements Workload {

	private final Listening listening;

	Many(Listening listening) {
		this.listening = listening;
	}

	static AutoCloseable raw(String url, Sink sink, int count) throws Exception {
		Connection connection = Clients.connect(url);
		for (int i = 0; i < count; i++) {
			Raw.listen(connection, "bench.raw." + i, (message) -> sink.handled(message.getData()));
		}
		return connection;
	}

	/**
	 * Registers as many beans of one listener class.
	 */
	static ApplicationContextInitializer<GenericApplicationContext> ours(Sink sink, int count) {
		return (context) -> {
			context.getBeanFactory().registerSingleton("number", new AtomicInteger());
			for (int i = 0; i < count; i++) {
				context.registerBean("listener" + i, One.class, (Supplier<One>) () -> new One(sink));
			}
		};
	}

	@Override
	public Map<String, Double> call(String command, Arguments arguments) {
		return command.equals("memory") ? memory() : this.listening.call(command, arguments);
	}

	private static Map<String, Double> memory() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return Map.of("heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0, "threads",
				(double) ManagementFactory.getThreadMXBean().getThreadCount());
	}

	@Override
	public void close() throws Exception {
		this.listening.close();
	}

	/**
	 * One of the listeners.
	 */
	record One(Sink sink) {

		@NatsListener("bench.ours.#{@number.getAndIncrement()}")
		void handle(byte[] payload) {
			this.sink.handled(payload);
		}

	}

}
