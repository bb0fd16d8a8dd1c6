package dev.natsboot.autoconfigure;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.nats.client.Options;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.util.CustomizableThreadCreator;

/**
 * Lets message handlers and callbacks of the client run on virtual threads. Reading from
 * and writing to the socket stay on threads of their own, which are busy under load.
 */
final class NatsVirtualThreads implements Consumer<Options.Builder> {

	private final ThreadFactory virtual = new VirtualThreadTaskExecutor("nats-").getVirtualThreadFactory();

	// its threads end when idle, so that nobody has to shut it down
	private final ExecutorService executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS,
			new SynchronousQueue<>(), this.virtual);

	@Override
	public void accept(Options.Builder builder) {
		builder.executor(this.executor)
			.callbackThreadFactory(this.virtual)
			.connectThreadFactory(this.virtual)
			.readerThreadFactory(platform("nats-reader-"))
			.writerThreadFactory(platform("nats-writer-"));
	}

	private static ThreadFactory platform(String prefix) {
		CustomizableThreadCreator creator = new CustomizableThreadCreator(prefix);
		creator.setDaemon(true);
		return creator::createThread;
	}

}
