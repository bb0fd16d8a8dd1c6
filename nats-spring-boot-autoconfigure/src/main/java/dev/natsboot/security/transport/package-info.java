/**
 * Credentials of connections that expire.
 */
@NullMarked
package dev.natsboot.security.transport;

import org.jspecify.annotations.NullMarked;
