package dev.natsboot.annotation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.natsboot.core.InboundHandler;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * Calls a listener method by one method handle, put together at start from the method and
 * the resolvers of its arguments: per message there is no reflection and no array.
 */
final class ListenerMethod implements InboundHandler {

	private static final MethodHandle RESOLVE = resolveHandle();

	private final MethodHandle handle;

	private final @Nullable ListenerResult result;

	ListenerMethod(Object bean, Method method, List<ArgumentResolver> arguments, @Nullable ListenerResult result)
			throws IllegalAccessException {
		this.handle = bind(bean, method, arguments);
		this.result = result;
	}

	@Override
	public @Nullable CompletionStage<?> handle(Message message) throws Exception {
		Object value;
		try {
			value = (Object) this.handle.invokeExact(message);
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
		return (this.result != null) ? this.result.handle(message, value) : null;
	}

	private static MethodHandle bind(Object bean, Method method, List<ArgumentResolver> arguments)
			throws IllegalAccessException {
		method.setAccessible(true);
		MethodHandle target = MethodHandles.lookup().unreflect(method);
		if (!java.lang.reflect.Modifier.isStatic(method.getModifiers())) {
			target = target.bindTo(bean);
		}
		target = target.asFixedArity();
		MethodHandle[] filters = new MethodHandle[arguments.size()];
		for (int i = 0; i < filters.length; i++) {
			filters[i] = RESOLVE.bindTo(arguments.get(i))
				.asType(MethodType.methodType(target.type().parameterType(i), Message.class));
		}
		MethodHandle filtered = MethodHandles.filterArguments(target, 0, filters);
		MethodType one = MethodType.methodType(target.type().returnType(), Message.class);
		return MethodHandles.permuteArguments(filtered, one, new int[filters.length])
			.asType(MethodType.methodType(Object.class, Message.class));
	}

	private static MethodHandle resolveHandle() {
		try {
			return MethodHandles.lookup()
				.findVirtual(ArgumentResolver.class, "resolve", MethodType.methodType(Object.class, Message.class));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
