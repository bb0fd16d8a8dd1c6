/**
 * Health of connections, listeners and streams for Spring Boot's health contributors, and
 * the endpoint {@code nats}.
 */
@NullMarked
package dev.natsboot.actuate;

import org.jspecify.annotations.NullMarked;
