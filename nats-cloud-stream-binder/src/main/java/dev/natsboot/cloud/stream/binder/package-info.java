/**
 * The Spring Cloud Stream binder {@code nats}: bindings on the library's own connections,
 * template, listener containers, provisioning and dead letters.
 */
@NullMarked
package dev.natsboot.cloud.stream.binder;

import org.jspecify.annotations.NullMarked;
