package dev.natsboot.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.natsboot.core.InboundFilter;
import dev.natsboot.core.InboundHandler;
import dev.natsboot.core.NatsOperations;
import dev.natsboot.deadletter.DeadLetterWriter;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.log.LogAccessor;
import org.springframework.core.task.TaskExecutor;

/**
 * What all containers of a factory share.
 *
 * @param operations sends error replies
 * @param errorHandler decides on failures, unless an endpoint has its own
 * @param deadLetters writes dead letters, if there are to be any
 * @param filters the inbound filters, the outermost first
 * @param events takes the listeners' events
 * @param executor runs workers, each on a thread of its own
 * @param scheduler runs short periodic checks
 * @param missing is told the connection on which a stream or consumer was missing
 */
record ListenerServices(NatsOperations operations, ErrorHandler errorHandler, @Nullable DeadLetterWriter deadLetters,
		List<InboundFilter> filters, ApplicationEventPublisher events, TaskExecutor executor,
		ScheduledExecutorService scheduler, Consumer<String> missing) {

	private static final LogAccessor logger = new LogAccessor(ListenerServices.class);

	private static final Duration HANDLER_FAILED = Duration.ofSeconds(1);

	InboundHandler filtered(NatsListenerEndpoint endpoint, ListenerOptions options) {
		InboundHandler handler = endpoint.handler(options, this);
		for (int i = this.filters.size() - 1; i >= 0; i--) {
			handler = this.filters.get(i).apply(endpoint.description(), handler);
		}
		return handler;
	}

	Settlement decide(NatsListenerEndpoint endpoint, FailedMessage failure) {
		if (failure.cause() instanceof SettlementException decided) {
			return decided.getSettlement();
		}
		ErrorHandler decider = (endpoint.errorHandler() != null) ? endpoint.errorHandler() : this.errorHandler;
		try {
			return decider.handle(failure);
		}
		catch (Throwable ex) {
			logger.error(ex, () -> "The error handler of listener '" + endpoint.description().id() + "' failed itself");
			return Settlement.nak(HANDLER_FAILED);
		}
	}

	void publish(NatsListenerEvent event) {
		this.events.publishEvent(event);
	}

	void execute(Runnable task) {
		this.executor.execute(task);
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	void later(Runnable task, Duration delay) {
		this.scheduler.schedule(() -> execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	ScheduledFuture<?> every(Runnable task, Duration period) {
		return this.scheduler.scheduleWithFixedDelay(task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
	}

}
