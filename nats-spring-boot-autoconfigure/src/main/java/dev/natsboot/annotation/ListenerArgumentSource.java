package dev.natsboot.annotation;

import java.util.function.Function;

import dev.natsboot.core.ListenerDescription;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Gives listener methods arguments of further kinds. Beans of this type are asked for
 * each parameter once, when the listener is made, in their {@code @Order} and before the
 * parameter could be the payload.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ListenerArgumentSource {

	/**
	 * Plans one argument.
	 * @param parameter the parameter, with its annotations and its name
	 * @param listener the listener
	 * @return gives the argument for a message, on the thread that calls the method, and
	 * must be thread-safe; {@code null} if this source has none for the parameter
	 */
	@Nullable Function<Message, @Nullable Object> plan(MethodParameter parameter, ListenerDescription listener);

}
