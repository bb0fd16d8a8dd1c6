/**
 * Answers a NATS server that asks who a client is and what it may do.
 */
@NullMarked
package dev.natsboot.security.callout;

import org.jspecify.annotations.NullMarked;
