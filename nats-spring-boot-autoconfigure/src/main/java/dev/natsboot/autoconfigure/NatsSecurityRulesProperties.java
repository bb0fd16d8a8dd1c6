package dev.natsboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.natsboot.security.MessageAction;
import dev.natsboot.security.MessageRule;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who may do what with messages.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("nats.security")
public class NatsSecurityRulesProperties {

	/**
	 * Who may do what with which messages. The first rule for an action that matches
	 * decides.
	 */
	private final List<Rule> rules = new ArrayList<>();

	public List<Rule> getRules() {
		return this.rules;
	}

	/**
	 * Who may do something with messages of some subjects.
	 */
	public static class Rule {

		/**
		 * Who may, where no authorities are named.
		 */
		private MessageRule.Access access = MessageRule.Access.AUTHENTICATED;

		/**
		 * What is done with the messages.
		 */
		private MessageAction action = MessageAction.CONSUME;

		/**
		 * Authorities, one of which is enough.
		 */
		private List<String> authorities = new ArrayList<>();

		/**
		 * Roles, one of which is enough: authorities that begin with 'ROLE_'.
		 */
		private List<String> roles = new ArrayList<>();

		/**
		 * Scopes, one of which is enough: authorities that begin with 'SCOPE_'.
		 */
		private List<String> scopes = new ArrayList<>();

		/**
		 * Names of services that sign their messages, one of which is enough.
		 */
		private List<String> services = new ArrayList<>();

		/**
		 * Subjects, with wildcards.
		 */
		private @Nullable String subject;

		public MessageRule.Access getAccess() {
			return this.access;
		}

		public void setAccess(MessageRule.Access access) {
			this.access = access;
		}

		public MessageAction getAction() {
			return this.action;
		}

		public void setAction(MessageAction action) {
			this.action = action;
		}

		public List<String> getAuthorities() {
			return this.authorities;
		}

		public void setAuthorities(List<String> authorities) {
			this.authorities = authorities;
		}

		public List<String> getRoles() {
			return this.roles;
		}

		public void setRoles(List<String> roles) {
			this.roles = roles;
		}

		public List<String> getScopes() {
			return this.scopes;
		}

		public void setScopes(List<String> scopes) {
			this.scopes = scopes;
		}

		public List<String> getServices() {
			return this.services;
		}

		public void setServices(List<String> services) {
			this.services = services;
		}

		public @Nullable String getSubject() {
			return this.subject;
		}

		public void setSubject(@Nullable String subject) {
			this.subject = subject;
		}

	}

}
