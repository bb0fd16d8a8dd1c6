package dev.natsboot.security.callout;

import java.time.Instant;
import java.util.Map;

/**
 * A token whose signature, issuer, audience and expiry were found to be right.
 *
 * @param name whom it stands for, such as its subject
 * @param expiresAt when it expires; the client is disconnected then
 * @param claims its claims
 * @since 0.1.0
 */
public record VerifiedToken(String name, Instant expiresAt, Map<String, Object> claims) {
}
