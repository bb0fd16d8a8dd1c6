package dev.natsboot.test;

import dev.natsboot.test.server.NatsServerException;
import dev.natsboot.test.server.NatsServerNotFoundException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says why there is no server when the application does not start for it.
 */
class NatsServerFailureAnalyzer extends AbstractFailureAnalyzer<NatsServerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NatsServerException cause) {
		String action = (cause instanceof NatsServerNotFoundException) ? "Get a nats-server in one of the ways above."
				: "Correct the server's configuration, or stop what is in its way.";
		return new FailureAnalysis(String.valueOf(cause.getMessage()), action, cause);
	}

}
