package dev.natsboot.security.callout;

import java.util.Set;

/**
 * What a client may do. A list of allowed subjects that is empty allows nothing, other
 * than in the configuration of a server.
 *
 * @param account the account of the client
 * @param publishAllow subjects that it may publish to
 * @param publishDeny subjects among them that it may not publish to
 * @param subscribeAllow subjects that it may subscribe to
 * @param subscribeDeny subjects among them that it may not subscribe to
 * @since 0.1.0
 */
public record CalloutGrant(String account, Set<String> publishAllow, Set<String> publishDeny,
		Set<String> subscribeAllow, Set<String> subscribeDeny) {

	public CalloutGrant {
		publishAllow = Set.copyOf(publishAllow);
		publishDeny = Set.copyOf(publishDeny);
		subscribeAllow = Set.copyOf(subscribeAllow);
		subscribeDeny = Set.copyOf(subscribeDeny);
	}

}
