package dev.natsboot.security;

import dev.natsboot.annotation.ListenerPublisherCustomizer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Lets reactive listener methods find their sender by
 * {@link ReactiveSecurityContextHolder}, on whatever thread they go on.
 *
 * @since 0.1.0
 */
public final class ReactiveSecurityContexts implements ListenerPublisherCustomizer {

	private final SecurityContextHolderStrategy contexts;

	/**
	 * Creates it.
	 * @param contexts holds the security context
	 */
	public ReactiveSecurityContexts(SecurityContextHolderStrategy contexts) {
		this.contexts = contexts;
	}

	@Override
	public Publisher<?> customize(Publisher<?> publisher) {
		SecurityContext context = this.contexts.getContext();
		if (context.getAuthentication() == null) {
			return publisher;
		}
		return Mono.from(publisher).contextWrite(ReactiveSecurityContextHolder.withSecurityContext(Mono.just(context)));
	}

}
