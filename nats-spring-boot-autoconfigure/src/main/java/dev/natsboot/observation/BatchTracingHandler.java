package dev.natsboot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;

/**
 * Makes the span of a batch: the beginning of a trace of its own, with a link to the span
 * of each message.
 *
 * @since 0.1.0
 */
public class BatchTracingHandler extends DefaultTracingObservationHandler {

	/**
	 * Creates the handler.
	 * @param tracer the tracer
	 */
	public BatchTracingHandler(Tracer tracer) {
		super(tracer);
	}

	@Override
	public void onStart(Observation.Context context) {
		Span.Builder builder = getTracer().spanBuilder().setNoParent().kind(Span.Kind.CONSUMER);
		((NatsBatchContext) context).received().forEach((observation) -> {
			TracingContext received = observation.getContextView().get(TracingContext.class);
			Span span = (received != null) ? received.getSpan() : null;
			if (span != null) {
				builder.addLink(new Link(span));
			}
		});
		getTracingContext(context).setSpan(builder.start());
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof NatsBatchContext;
	}

}
