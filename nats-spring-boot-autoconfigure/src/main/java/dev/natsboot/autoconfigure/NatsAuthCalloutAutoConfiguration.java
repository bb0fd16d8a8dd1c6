package dev.natsboot.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.security.callout.AuthCalloutResponder;
import dev.natsboot.security.callout.CalloutIssuer;
import dev.natsboot.security.callout.CalloutMapping;
import dev.natsboot.security.callout.CalloutRule;
import dev.natsboot.security.callout.CalloutTokenVerifier;
import dev.natsboot.security.callout.RuleMapping;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for an application that lets clients
 * in to NATS by their tokens.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = NatsAutoConfiguration.class)
@ConditionalOnBean(NatsConnections.class)
@ConditionalOnProperty(name = NatsAuthCalloutAutoConfiguration.PREFIX + ".enabled", havingValue = "true")
@EnableConfigurationProperties(NatsAuthCalloutProperties.class)
public final class NatsAuthCalloutAutoConfiguration {

	static final String PREFIX = "nats.security.auth-callout";

	@Bean
	@ConditionalOnMissingBean
	CalloutMapping natsCalloutMapping(NatsAuthCalloutProperties properties) {
		List<CalloutRule> rules = new ArrayList<>();
		for (NatsAuthCalloutProperties.Rule rule : properties.getRules()) {
			String value = rule.getValue();
			if (!StringUtils.hasText(value)) {
				String setting = PREFIX + ".rules[" + rules.size() + "].value";
				throw new NatsConfigurationException(setting, setting + " is missing",
						"Set it to the value of the claim '" + rule.getClaim() + "' that the rule is for.");
			}
			rules.add(rule.toRule(value));
		}
		if (rules.isEmpty()) {
			throw new NatsConfigurationException(PREFIX + ".rules",
					"Without rules nobody is let in: " + PREFIX + ".rules is empty",
					"Set " + PREFIX + ".rules, or declare a bean of type CalloutMapping.");
		}
		return new RuleMapping(properties.getAccount(), rules);
	}

	@Bean
	@ConditionalOnMissingBean
	AuthCalloutResponder natsAuthCalloutResponder(NatsAuthCalloutProperties properties, NatsConnections connections,
			ObjectProvider<CalloutTokenVerifier> verifier, CalloutMapping mapping) {
		CalloutTokenVerifier required = verifier.getIfAvailable(() -> {
			throw new NatsConfigurationException(PREFIX + ".enabled",
					PREFIX + ".enabled is true, but nothing verifies the tokens of clients",
					"Declare a bean of type CalloutTokenVerifier.");
		});
		return new AuthCalloutResponder(connections.pool(properties.getConnection()), required, mapping,
				issuer(properties));
	}

	private static CalloutIssuer issuer(NatsAuthCalloutProperties properties) {
		String setting = PREFIX + ".issuer-seed-file";
		File file = properties.getIssuerSeedFile();
		if (file == null) {
			throw new NatsConfigurationException(setting, setting + " is missing",
					"Set it to a file with the seed of the account key that is the 'issuer' of the servers' auth_callout.");
		}
		try {
			return CalloutIssuer.of(Files.readString(file.toPath()).trim().toCharArray(), properties.getMaxLifetime());
		}
		catch (IOException ex) {
			throw new NatsConfigurationException(setting, "The file " + file + " of " + setting + " cannot be read",
					"Create the file, let the application's user read it, or correct " + setting + ".", ex);
		}
		catch (IllegalArgumentException ex) {
			throw new NatsConfigurationException(
					setting, "The answers to servers cannot be signed with " + setting + " and " + PREFIX
							+ ".max-lifetime: " + ex.getMessage(),
					"Correct " + setting + " or " + PREFIX + ".max-lifetime.", ex);
		}
	}

}
