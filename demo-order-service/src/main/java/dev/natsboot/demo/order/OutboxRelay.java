package dev.natsboot.demo.order;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import dev.natsboot.core.NatsException;
import dev.natsboot.core.NatsOperations;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogAccessor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Publishes the orders that are stored and not published yet, oldest first. An order is
 * marked only after the stream has confirmed it; one that is published twice, as after a
 * crash in between, has the same message id and the stream keeps it once.
 */
@Component
class OutboxRelay {

	private static final int BATCH = 100;

	private static final LogAccessor logger = new LogAccessor(LogFactory.getLog(OutboxRelay.class));

	private final OrderStore store;

	private final NatsOperations nats;

	private final TaskExecutor executor;

	private final AtomicBoolean asked = new AtomicBoolean();

	private final AtomicBoolean failing = new AtomicBoolean();

	private final ReentrantLock lock = new ReentrantLock();

	OutboxRelay(OrderStore store, NatsOperations nats, TaskExecutor applicationTaskExecutor) {
		this.store = store;
		this.nats = nats;
		this.executor = applicationTaskExecutor;
	}

	/**
	 * Has the relay look now, not only at its next turn. Returns at once.
	 */
	void wake() {
		if (this.asked.compareAndSet(false, true)) {
			this.executor.execute(this::relay);
		}
	}

	@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
	void relay() {
		this.lock.lock();
		try {
			this.asked.set(false);
			boolean more = true;
			while (more) {
				more = relay(this.store.unpublished(BATCH));
			}
			if (this.failing.getAndSet(false)) {
				logger.info("Orders are published again");
			}
		}
		catch (NatsException ex) {
			if (!this.failing.getAndSet(true)) {
				logger.warn(ex, "Orders cannot be published; they are kept and published later");
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean relay(List<OrderCreated> orders) {
		List<String> published = new ArrayList<>();
		try {
			for (OrderCreated order : orders) {
				this.nats.to(OrderCreated.SUBJECT).payload(order).messageId(order.orderId()).publish();
				published.add(order.orderId());
			}
		}
		finally {
			this.store.markPublished(published);
		}
		return orders.size() == BATCH;
	}

}
