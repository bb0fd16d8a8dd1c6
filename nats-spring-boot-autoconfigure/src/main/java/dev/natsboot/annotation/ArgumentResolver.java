package dev.natsboot.annotation;

import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * Gives one argument of a listener method. Chosen at start; thread-safe.
 */
@FunctionalInterface
interface ArgumentResolver {

	@Nullable Object resolve(Message message);

}
