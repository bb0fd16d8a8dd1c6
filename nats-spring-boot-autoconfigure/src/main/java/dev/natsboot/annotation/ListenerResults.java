package dev.natsboot.annotation;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.natsboot.core.ListenerDescription;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.NatsOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.handler.annotation.SendTo;

/**
 * Decides, once for each listener method, what is done with its return value.
 */
final class ListenerResults {

	private ListenerResults() {
	}

	static @Nullable ListenerResult plan(Method method, Class<?> beanType, ListenerDescription listener,
			List<String> sendTo, NatsOperations operations, String declaredAt) {
		ResolvableType returned = ResolvableType
			.forMethodParameter(new MethodParameter(method, -1).withContainingClass(beanType));
		Class<?> type = returned.resolve(Object.class);
		Function<Object, CompletionStage<?>> later = null;
		ResolvableType value = returned;
		if (CompletionStage.class.isAssignableFrom(type)) {
			later = (stage) -> (CompletionStage<?>) stage;
			value = returned.as(CompletionStage.class).getGeneric(0);
		}
		else {
			ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
			if (adapter != null) {
				later = subscribed(adapter, type, declaredAt);
				value = returned.getGeneric(0);
			}
		}
		Class<?> valueType = value.resolve(Object.class);
		boolean nothing = valueType == void.class || valueType == Void.class;
		if (nothing && !sendTo.isEmpty()) {
			throw new NatsConfigurationException(declaredAt, "It has @SendTo but returns nothing",
					"Return the payload to send, or remove @SendTo.");
		}
		if (!nothing && listener.isJetStream() && sendTo.isEmpty()) {
			throw new NatsConfigurationException(declaredAt,
					"It returns a value, but a JetStream message has nobody to answer",
					"Add @SendTo with the subject that takes the value, or return void.");
		}
		if (ResultId.isOn(method) && (sendTo.isEmpty() || !listener.isJetStream())) {
			throw new NatsConfigurationException(declaredAt,
					"It has @MessageId, but what it returns is not published into a stream",
					"Add @SendTo and a 'durable', or remove @MessageId.");
		}
		ListenerResult.Sender sender = nothing ? null
				: sender(listener, sendTo, operations, ResultId.of(method, listener.id(), declaredAt));
		return (later != null || sender != null) ? new ListenerResult(later, sender) : null;
	}

	/**
	 * Whether a method has something to answer a requester with.
	 */
	static boolean replies(Method method, Class<?> beanType) {
		Class<?> type = ResolvableType.forMethodParameter(new MethodParameter(method, -1).withContainingClass(beanType))
			.resolve(Object.class);
		return type != void.class && !AnnotatedElementUtils.hasAnnotation(method, SendTo.class);
	}

	private static ListenerResult.Sender sender(ListenerDescription listener, List<String> sendTo,
			NatsOperations operations, ResultId ids) {
		if (sendTo.isEmpty()) {
			return ListenerResult.Sender.reply(operations);
		}
		return listener.isJetStream() ? ListenerResult.Sender.publish(operations, sendTo, ids)
				: ListenerResult.Sender.send(operations, sendTo);
	}

	private static Function<Object, CompletionStage<?>> subscribed(ReactiveAdapter adapter, Class<?> type,
			String declaredAt) {
		ReactiveAdapter future = ReactiveAdapterRegistry.getSharedInstance().getAdapter(CompletableFuture.class);
		if (adapter.isMultiValue() || future == null) {
			throw new NatsConfigurationException(declaredAt,
					"It returns a " + type.getSimpleName() + ", which may hold several values",
					"Return one value: Mono, CompletableFuture or the value itself.");
		}
		return (value) -> (CompletionStage<?>) future.fromPublisher(adapter.toPublisher(value));
	}

}
