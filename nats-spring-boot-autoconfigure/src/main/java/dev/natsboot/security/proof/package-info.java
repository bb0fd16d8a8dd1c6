/**
 * Signatures of messages: one JWT of the type {@code nats-msg+jwt} for each, which names
 * what the message consists of.
 */
@NullMarked
package dev.natsboot.security.proof;

import org.jspecify.annotations.NullMarked;
