package dev.natsboot.core.connection;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Server addresses that can be shown: without the user, password or token in them.
 */
final class ServerUrl {

	private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]*(?:@[^/@\\s]*)*@");

	private ServerUrl() {
	}

	static @Nullable String withoutCredentials(@Nullable String text) {
		return (text != null) ? USER_INFO.matcher(text).replaceAll("") : null;
	}

	static List<String> withoutCredentials(Collection<URI> servers) {
		return servers.stream().map((server) -> USER_INFO.matcher(server.toString()).replaceAll("")).toList();
	}

}
