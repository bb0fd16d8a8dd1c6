package dev.natsboot.security;

import dev.natsboot.core.SubjectPattern;

/**
 * How messages of some subjects are protected.
 *
 * @param subject the subjects
 * @param mode how their messages are protected
 * @param verifyReplies whether requests to these subjects accept only replies that are
 * signed, for a mode that signs
 * @since 0.1.0
 */
public record SubjectProtection(SubjectPattern subject, SecurityMode mode, boolean verifyReplies) {
}
