package dev.natsboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of subjects.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.subject")
public class NatsSubjectProperties {

	private final Naming naming = new Naming();

	public Naming getNaming() {
		return this.naming;
	}

	/**
	 * The naming policy.
	 */
	public static class Naming {

		/**
		 * Whether to refuse subjects that are against the naming policy.
		 */
		private boolean enabled;

		/**
		 * Beginnings of subjects that the naming policy does not check. The server's own
		 * subjects and reply subjects never are.
		 */
		private List<String> exempt = new ArrayList<>();

		/**
		 * Whether to refuse upper-case letters in subjects.
		 */
		private boolean lowerCase = true;

		/**
		 * Minimum number of tokens in a subject. When 0, as many as the pattern has.
		 */
		private int minTokens;

		/**
		 * What the tokens of a subject mean, such as 'project.env.domain.module'. Shown
		 * when a subject is refused.
		 */
		private String pattern = "";

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public List<String> getExempt() {
			return this.exempt;
		}

		public void setExempt(List<String> exempt) {
			this.exempt = exempt;
		}

		public boolean isLowerCase() {
			return this.lowerCase;
		}

		public void setLowerCase(boolean lowerCase) {
			this.lowerCase = lowerCase;
		}

		public int getMinTokens() {
			return this.minTokens;
		}

		public void setMinTokens(int minTokens) {
			this.minTokens = minTokens;
		}

		public String getPattern() {
			return this.pattern;
		}

		public void setPattern(String pattern) {
			this.pattern = pattern;
		}

	}

}
