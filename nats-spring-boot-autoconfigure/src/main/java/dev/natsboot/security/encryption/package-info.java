/**
 * Encrypts payloads (JWE, RFC 7516) on their way out and decrypts them on their way in.
 */
@NullMarked
package dev.natsboot.security.encryption;

import org.jspecify.annotations.NullMarked;
