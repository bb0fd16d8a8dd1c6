/**
 * TLS for connections: follows changed certificates, checks host names, never sends in
 * plain text, and says what is wrong.
 */
@NullMarked
package dev.natsboot.core.tls;

import org.jspecify.annotations.NullMarked;
