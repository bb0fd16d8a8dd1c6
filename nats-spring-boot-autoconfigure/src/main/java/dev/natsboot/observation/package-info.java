/**
 * Meters of connections, listeners, consumers, publishes and security, and observations
 * of messages, for Micrometer.
 */
@NullMarked
package dev.natsboot.observation;

import org.jspecify.annotations.NullMarked;
