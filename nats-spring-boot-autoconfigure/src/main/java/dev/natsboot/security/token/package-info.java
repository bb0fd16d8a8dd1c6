/**
 * Verifies access tokens: issuers, their key sets, and why a token is refused.
 */
@NullMarked
package dev.natsboot.security.token;

import org.jspecify.annotations.NullMarked;
