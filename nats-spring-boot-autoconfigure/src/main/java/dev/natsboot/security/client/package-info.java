/**
 * Where the token of an outgoing message comes from.
 */
@NullMarked
package dev.natsboot.security.client;

import org.jspecify.annotations.NullMarked;
