/**
 * Protects messages: the filters that make senders prove who they are, and let them do
 * only what they may.
 */
@NullMarked
package dev.natsboot.security;

import org.jspecify.annotations.NullMarked;
