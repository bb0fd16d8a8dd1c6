package dev.natsboot.once;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.natsboot.core.InboundFilter;
import dev.natsboot.core.InboundHandler;
import dev.natsboot.core.ListenerDescription;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.listener.Acknowledgment;
import dev.natsboot.listener.Batch;
import dev.natsboot.listener.BatchingHandler;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Keeps the handlers of listeners with {@link ExactlyOnce} from being called again for
 * what they have handled. The innermost filter. A message that is being handled elsewhere
 * is waited for. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ExactlyOnceFilter implements InboundFilter, Ordered, ApplicationListener<ContextClosedEvent> {

	private static final long LOOK_AGAIN_MILLIS = 200;

	private final Function<String, ProcessedIds> stores;

	private final UnaryOperator<String> placeholders;

	private final Duration maxWait;

	private final CountDownLatch closing = new CountDownLatch(1);

	/**
	 * Creates the filter.
	 * @param stores gives the store of a name; of an empty name, the default one
	 * @param placeholders resolves the placeholders of attributes
	 * @param maxWait how long a delivery waits for an earlier one of the same message
	 * that is being handled elsewhere, before it counts as failed
	 */
	public ExactlyOnceFilter(Function<String, ProcessedIds> stores, UnaryOperator<String> placeholders,
			Duration maxWait) {
		this.stores = stores;
		this.placeholders = placeholders;
		this.maxWait = maxWait;
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		this.closing.countDown();
	}

	@Override
	public InboundHandler apply(ListenerDescription listener, InboundHandler next) {
		Method method = listener.method();
		ExactlyOnce annotation = (method != null)
				? AnnotatedElementUtils.findMergedAnnotation(method, ExactlyOnce.class) : null;
		if (method == null || annotation == null) {
			return next;
		}
		String at = "@ExactlyOnce on " + method.getDeclaringClass().getSimpleName() + "." + method.getName();
		check(listener, method, at);
		ProcessedIds store = store(this.placeholders.apply(annotation.store()), at);
		MessageIdExpression id = MessageIdExpression.of(this.placeholders.apply(annotation.id()), at);
		store.prepare(listener, at);
		String durable = Objects.requireNonNull(listener.durable());
		ToId ids = (message) -> new ProcessedId(listener.connection(), message.metaData().getStream(), durable,
				id.id(message));
		if (next instanceof BatchingHandler batching && store instanceof BatchProcessedIds together) {
			return batching.around((batch) -> (messages) -> handleAll(together, ids, messages, batch));
		}
		return (message) -> {
			ProcessedId messageId = ids.of(message);
			return patiently(() -> store.once(messageId, () -> next.handle(message)));
		};
	}

	private List<@Nullable Throwable> handleAll(BatchProcessedIds store, ToId toId, List<Message> messages, Batch next)
			throws Exception {
		List<@Nullable Throwable> failures = new ArrayList<>(Collections.nCopies(messages.size(), null));
		List<ProcessedId> ids = new ArrayList<>();
		List<Integer> indexes = new ArrayList<>();
		for (int i = 0; i < messages.size(); i++) {
			try {
				ids.add(toId.of(messages.get(i)));
				indexes.add(i);
			}
			catch (RuntimeException ex) {
				failures.set(i, ex);
			}
		}
		if (!ids.isEmpty()) {
			List<@Nullable Throwable> results = patiently(() -> store.onceAll(ids,
					(some) -> next.handle(some.stream().map((one) -> messages.get(indexes.get(one))).toList())));
			for (int i = 0; i < results.size(); i++) {
				failures.set(indexes.get(i), results.get(i));
			}
		}
		return failures;
	}

	private ProcessedIds store(String name, String at) {
		try {
			return this.stores.apply(name);
		}
		catch (IllegalArgumentException ex) {
			throw new NatsConfigurationException(at, String.valueOf(ex.getMessage()),
					"Use the store kv, or jdbc where there are a data source, a transaction manager and "
							+ "spring-boot-jdbc, or the name of a ProcessedIds bean.",
					ex);
		}
	}

	private <T extends @Nullable Object> T patiently(Callable<T> handling) throws Exception {
		long begin = System.nanoTime();
		while (true) {
			try {
				return handling.call();
			}
			catch (InProcessElsewhereException ex) {
				if (System.nanoTime() - begin > this.maxWait.toNanos()
						|| this.closing.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
					throw ex;
				}
			}
		}
	}

	private static void check(ListenerDescription listener, Method method, String at) {
		if (!listener.isJetStream()) {
			throw new NatsConfigurationException(at,
					"Its listener is a core subscription, to which nothing is delivered again",
					"Add 'durable' to its @NatsListener, or remove @ExactlyOnce.");
		}
		if (Arrays.asList(method.getParameterTypes()).contains(Acknowledgment.class)) {
			throw new NatsConfigurationException(at,
					"Its method settles messages by hand, before it is known that their ids are kept",
					"Remove the Acknowledgment parameter, or remove @ExactlyOnce.");
		}
	}

	/**
	 * Tells what identifies a message.
	 */
	@FunctionalInterface
	private interface ToId {

		ProcessedId of(Message message);

	}

}
