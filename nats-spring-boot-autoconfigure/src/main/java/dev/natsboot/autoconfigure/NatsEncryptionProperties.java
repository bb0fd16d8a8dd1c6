package dev.natsboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Encryption of payloads.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.security.encryption")
public class NatsEncryptionProperties {

	/**
	 * Keys to decrypt with: files or resources with a private key in PEM (PKCS #8;
	 * X25519, EC or RSA) or a JWK, which may be symmetric.
	 */
	private List<String> decryptionKeys = new ArrayList<>();

	/**
	 * What is encrypted, and to whom. The first rule that matches a subject counts.
	 */
	private List<Rule> rules = new ArrayList<>();

	public List<String> getDecryptionKeys() {
		return this.decryptionKeys;
	}

	public void setDecryptionKeys(List<String> decryptionKeys) {
		this.decryptionKeys = decryptionKeys;
	}

	public List<Rule> getRules() {
		return this.rules;
	}

	public void setRules(List<Rule> rules) {
		this.rules = rules;
	}

	/**
	 * What is encrypted, and to whom.
	 */
	public static class Rule {

		/**
		 * Subjects of messages to encrypt, wildcards included.
		 */
		private List<String> subjects = new ArrayList<>();

		/**
		 * Key of the recipient: a file or resource with a public key in PEM or a JWK,
		 * which may be symmetric.
		 */
		private String key = "";

		public List<String> getSubjects() {
			return this.subjects;
		}

		public void setSubjects(List<String> subjects) {
			this.subjects = subjects;
		}

		public String getKey() {
			return this.key;
		}

		public void setKey(String key) {
			this.key = key;
		}

	}

}
