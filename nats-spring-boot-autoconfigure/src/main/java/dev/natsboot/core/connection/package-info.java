/**
 * Connections to NATS servers: pools of them, their events, their reconnecting.
 */
@NullMarked
package dev.natsboot.core.connection;

import org.jspecify.annotations.NullMarked;
