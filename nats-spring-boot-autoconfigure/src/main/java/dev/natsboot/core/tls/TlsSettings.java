package dev.natsboot.core.tls;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * What the TLS of a client is made from.
 *
 * @param bundle gives the SSL bundle as it is now, asked on each attempt to connect; it
 * gives {@code null} where the JVM's own trust store is used
 * @param source what the certificates come from, for messages, such as
 * {@code SSL bundle 'nats'}
 * @param verifyHostname whether a server's certificate must be for the host in its
 * address
 * @since 0.1.0
 */
public record TlsSettings(Supplier<? extends @Nullable SslBundle> bundle, String source, boolean verifyHostname) {
}
