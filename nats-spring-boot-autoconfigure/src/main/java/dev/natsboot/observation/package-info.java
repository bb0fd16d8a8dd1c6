/**
 * Meters of connections, listeners, consumers, publishes and security, for Micrometer.
 */
@NullMarked
package dev.natsboot.observation;

import org.jspecify.annotations.NullMarked;
