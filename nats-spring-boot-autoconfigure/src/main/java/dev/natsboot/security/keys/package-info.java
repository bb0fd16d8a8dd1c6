/**
 * The keys that messages are signed with: where they come from, how they are rotated, and
 * how their public halves reach those who verify.
 */
@NullMarked
package dev.natsboot.security.keys;

import org.jspecify.annotations.NullMarked;
