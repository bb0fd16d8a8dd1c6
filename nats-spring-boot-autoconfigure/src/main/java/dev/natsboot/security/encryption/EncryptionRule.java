package dev.natsboot.security.encryption;

import dev.natsboot.core.SubjectPattern;

/**
 * What is encrypted to whom.
 *
 * @param subjects the subjects
 * @param key the recipient's key
 * @since 0.1.0
 */
public record EncryptionRule(SubjectPattern subjects, EncryptionKey key) {
}
