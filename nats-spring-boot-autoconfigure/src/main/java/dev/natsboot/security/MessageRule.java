package dev.natsboot.security;

import java.util.Collection;
import java.util.Set;

import dev.natsboot.core.SubjectPattern;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Who may do something with messages of some subjects.
 *
 * @param action what is done
 * @param subject the subjects
 * @param access who may, where no authorities are named
 * @param authorities the authorities one of which is enough; empty for those who have the
 * access
 * @since 0.1.0
 */
public record MessageRule(MessageAction action, SubjectPattern subject, Access access, Set<String> authorities) {

	/**
	 * What the authority of a service begins with that signs its messages; its name
	 * follows.
	 */
	public static final String SERVICE = "SERVICE_";

	public MessageRule {
		authorities = Set.copyOf(authorities);
	}

	boolean permits(@Nullable Authentication who) {
		if (this.authorities.isEmpty() && this.access != Access.AUTHENTICATED) {
			return this.access == Access.ALL;
		}
		return who != null && who.isAuthenticated() && (this.authorities.isEmpty() || has(who.getAuthorities()));
	}

	private boolean has(Collection<? extends GrantedAuthority> granted) {
		for (GrantedAuthority authority : granted) {
			if (authority.getAuthority() != null && this.authorities.contains(authority.getAuthority())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Who may, without looking at authorities.
	 */
	public enum Access {

		/**
		 * Everybody, known or not.
		 */
		ALL,

		/**
		 * Whoever is known.
		 */
		AUTHENTICATED,

		/**
		 * Nobody.
		 */
		NONE

	}

}
