package dev.natsboot.observation;

import java.util.concurrent.CompletableFuture;

import dev.natsboot.core.OutboundFilter;
import dev.natsboot.core.OutboundMessage;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Observes messages that are sent, until they are confirmed or answered where that is
 * waited for. Thread-safe.
 *
 * @since 0.1.0
 */
public class ObservedSends implements OutboundFilter, Ordered {

	private static final NatsSenderObservationConvention DEFAULT = new DefaultNatsSenderObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable NatsSenderObservationConvention convention;

	private final OpenObservations open;

	ObservedSends(ObservationRegistry registry, @Nullable NatsSenderObservationConvention convention,
			OpenObservations open) {
		this.registry = registry;
		this.convention = convention;
		this.open = open;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE + 10;
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored")
	public @Nullable Object filter(OutboundMessage message, Next next) {
		NatsObservation documentation = (message.kind() == OutboundMessage.Kind.REQUEST) ? NatsObservation.REQUEST
				: NatsObservation.SEND;
		Observation observation = documentation.observation(this.convention, DEFAULT,
				() -> new NatsSenderContext(message), this.registry);
		if (message.kind() == OutboundMessage.Kind.REPLY && this.registry.getCurrentObservation() == null) {
			observation.parentObservation(this.open.ofReply(message.subject()));
		}
		observation.start();
		Object result;
		try (Observation.Scope scope = observation.openScope()) {
			result = next.proceed(message);
		}
		catch (Throwable ex) {
			observation.error(ex);
			observation.stop();
			throw ex;
		}
		if (result instanceof CompletableFuture<?> future) {
			return future.whenComplete((done, ex) -> {
				if (ex != null) {
					observation.error(ex);
				}
				observation.stop();
			});
		}
		observation.stop();
		return result;
	}

}
