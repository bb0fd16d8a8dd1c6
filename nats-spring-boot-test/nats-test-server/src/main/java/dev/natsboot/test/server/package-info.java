/**
 * A real {@code nats-server}, started and stopped by tests and at development time.
 */
@NullMarked
package dev.natsboot.test.server;

import org.jspecify.annotations.NullMarked;
