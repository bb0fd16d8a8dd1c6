package dev.natsboot.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * What the services may do that sign their messages: each has the authority
 * {@code SERVICE_} with its name, and those that were configured for it. Immutable.
 *
 * @since 0.1.0
 */
public final class ServiceAuthorities {

	private final Map<String, List<GrantedAuthority>> byService;

	/**
	 * Creates it.
	 * @param configured the further authorities by the services' names
	 */
	public ServiceAuthorities(Map<String, ? extends Collection<String>> configured) {
		this.byService = configured.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
					(entry) -> authorities(entry.getKey(), entry.getValue())));
	}

	Collection<GrantedAuthority> of(String service) {
		List<GrantedAuthority> known = this.byService.get(service);
		return (known != null) ? known : authorities(service, List.of());
	}

	private static List<GrantedAuthority> authorities(String service, Collection<String> further) {
		List<GrantedAuthority> all = new ArrayList<>();
		all.add(new SimpleGrantedAuthority(MessageRule.SERVICE + service));
		further.forEach((authority) -> all.add(new SimpleGrantedAuthority(authority)));
		return List.copyOf(all);
	}

}
