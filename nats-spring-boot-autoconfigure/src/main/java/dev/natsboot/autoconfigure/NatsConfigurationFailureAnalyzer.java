package dev.natsboot.autoconfigure;

import dev.natsboot.core.NatsConfigurationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Shows what is set wrongly, and what to write in its place, when the application does
 * not start for it.
 */
class NatsConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<NatsConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NatsConfigurationException cause) {
		String description = String.valueOf(cause.getMessage());
		if (!description.contains(cause.getSetting())) {
			description = cause.getSetting() + ": " + description;
		}
		return new FailureAnalysis(description, cause.getAction(), cause);
	}

}
