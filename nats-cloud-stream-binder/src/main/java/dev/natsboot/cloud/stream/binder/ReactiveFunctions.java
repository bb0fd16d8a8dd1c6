package dev.natsboot.cloud.stream.binder;

import java.lang.reflect.Field;
import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Sinks;

import org.springframework.cloud.function.context.FunctionCatalog;
import org.springframework.cloud.function.context.catalog.FunctionTypeUtils;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry.FunctionInvocationWrapper;
import org.springframework.cloud.stream.function.BindableFunctionProxyFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.integration.channel.FluxMessageChannel;
import org.springframework.util.ReflectionUtils;

/**
 * What the binder has to know of reactive functions.
 */
final class ReactiveFunctions {

	private static final @Nullable Field SINK = sink();

	private ReactiveFunctions() {
	}

	/**
	 * Whether nobody listens to a channel any more: a reactive function that has failed
	 * takes its subscription with it, and what it failed on was taken without a word. The
	 * channel itself tells only at the next message.
	 * @param channel the channel
	 * @return whether its function has ended
	 */
	static boolean hasEnded(FluxMessageChannel channel) {
		return SINK != null && ReflectionUtils.getField(SINK, channel) instanceof Sinks.Many<?> sink
				&& sink.currentSubscriberCount() == 0;
	}

	private static @Nullable Field sink() {
		Field field = ReflectionUtils.findField(FluxMessageChannel.class, "sink");
		if (field != null) {
			ReflectionUtils.makeAccessible(field);
		}
		return field;
	}

	/**
	 * What a binding's function takes.
	 * @param context the application's context
	 * @param binding the binding's name
	 * @return {@code null} if it is not reactive
	 */
	static @Nullable Input of(ApplicationContext context, @Nullable String binding) {
		if (binding == null || context.getBeanNamesForType(FunctionCatalog.class).length == 0) {
			return null;
		}
		for (BindableFunctionProxyFactory functions : context
			.getBeansOfType(BindableFunctionProxyFactory.class, false, false)
			.values()) {
			if (functions.isFunctionExist() && functions.getInputs().contains(binding)) {
				FunctionInvocationWrapper function = context.getBean(FunctionCatalog.class)
					.lookup(functions.getFunctionDefinition());
				return (function != null) ? of(function.getInputType(), binding) : null;
			}
		}
		return null;
	}

	private static @Nullable Input of(@Nullable Type inputType, String binding) {
		Type type = inputType;
		if (type != null && FunctionTypeUtils.isMultipleArgumentType(type)) {
			String index = binding.substring(binding.lastIndexOf('-') + 1);
			type = index.matches("\\d{1,3}") ? FunctionTypeUtils.getImmediateGenericType(type, Integer.parseInt(index))
					: null;
		}
		if (type == null || !FunctionTypeUtils.isPublisher(type)) {
			return null;
		}
		Type item = FunctionTypeUtils.getImmediateGenericType(type, 0);
		return (item != null && FunctionTypeUtils.isMessage(item)) ? Input.MESSAGES : Input.PAYLOADS;
	}

	/**
	 * What a reactive function takes.
	 */
	enum Input {

		/**
		 * Messages, by whose headers it can settle them.
		 */
		MESSAGES,

		/**
		 * Payloads.
		 */
		PAYLOADS

	}

}
