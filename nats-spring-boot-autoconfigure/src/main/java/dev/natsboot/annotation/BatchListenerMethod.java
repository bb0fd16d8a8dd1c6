package dev.natsboot.annotation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.PayloadCodecs;
import dev.natsboot.core.PayloadConversionException;
import dev.natsboot.listener.Batch;
import dev.natsboot.listener.Settlement;
import dev.natsboot.listener.SettlementException;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Calls a listener method with several messages together. Messages whose payload cannot
 * be read are not among them.
 */
final class BatchListenerMethod implements Batch {

	private final MethodHandle handle;

	private final PayloadCodecs.@Nullable MessageDecoder decoder;

	BatchListenerMethod(Object bean, Method method, Class<?> beanType, PayloadCodecs codecs, String at)
			throws IllegalAccessException {
		ResolvableType element = element(method, beanType, at);
		this.decoder = (element.resolve() == Message.class) ? null : codecs.decoder(type(element));
		method.setAccessible(true);
		this.handle = MethodHandles.lookup()
			.unreflect(method)
			.bindTo(bean)
			.asType(MethodType.methodType(Object.class, List.class));
	}

	@Override
	public List<@Nullable Throwable> handle(List<Message> messages) throws Exception {
		List<@Nullable Throwable> failures = new ArrayList<>(Collections.nCopies(messages.size(), null));
		List<@Nullable Object> payloads = new ArrayList<>(messages.size());
		List<Integer> indexes = new ArrayList<>(messages.size());
		for (int i = 0; i < messages.size(); i++) {
			try {
				payloads.add((this.decoder != null) ? this.decoder.decode(messages.get(i)) : messages.get(i));
				indexes.add(i);
			}
			catch (PayloadConversionException ex) {
				failures.set(i, ex);
			}
		}
		if (!payloads.isEmpty()) {
			call(payloads, indexes, failures);
		}
		return failures;
	}

	private void call(List<@Nullable Object> payloads, List<Integer> indexes, List<@Nullable Throwable> failures) {
		try {
			Object result = (Object) this.handle.invokeExact(payloads);
			if (result instanceof List<?> settlements) {
				if (settlements.size() != payloads.size()) {
					throw new IllegalStateException("The method returned " + settlements.size() + " settlements for "
							+ payloads.size() + " messages");
				}
				for (int i = 0; i < settlements.size(); i++) {
					Settlement settlement = (Settlement) settlements.get(i);
					if (settlement != null && settlement.action() != Settlement.Action.ACK) {
						failures.set(indexes.get(i), new SettlementException(settlement, null));
					}
				}
			}
		}
		catch (Throwable ex) {
			indexes.forEach((index) -> failures.set(index, ex));
		}
	}

	private static ResolvableType element(Method method, Class<?> beanType, String at) {
		if (method.getParameterCount() == 1) {
			ResolvableType parameter = ResolvableType
				.forMethodParameter(new MethodParameter(method, 0).withContainingClass(beanType));
			if (parameter.resolve() == List.class) {
				checkReturn(method, beanType, at);
				return parameter.getGeneric(0);
			}
		}
		throw new NatsConfigurationException(at, "It has a 'batch', but its method does not take a List",
				"Take one parameter, such as List<Order> or List<Message>.");
	}

	private static void checkReturn(Method method, Class<?> beanType, String at) {
		ResolvableType returned = ResolvableType
			.forMethodParameter(new MethodParameter(method, -1).withContainingClass(beanType));
		boolean settlements = returned.resolve() == List.class && returned.getGeneric(0).resolve() == Settlement.class;
		if (!settlements && returned.resolve() != void.class) {
			throw new NatsConfigurationException(at, "It has a 'batch', but its method returns " + returned,
					"Return void, or a List<Settlement> with a decision for each message.");
		}
	}

	private static Type type(ResolvableType element) {
		return (element.resolve() != null) ? element.getType() : byte[].class;
	}

}
