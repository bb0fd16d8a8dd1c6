/**
 * A real nats-server for tests with Spring, and for an application at development time.
 */
@NullMarked
package dev.natsboot.test;

import org.jspecify.annotations.NullMarked;
