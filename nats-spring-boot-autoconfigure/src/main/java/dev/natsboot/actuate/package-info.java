/**
 * Health of connections, for Spring Boot's health contributors and endpoint.
 */
@NullMarked
package dev.natsboot.actuate;

import org.jspecify.annotations.NullMarked;
