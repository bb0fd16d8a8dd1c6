package dev.natsboot.security.keys;

import java.time.Duration;

/**
 * When keys change.
 *
 * @param reloadInterval how often to look for new keys; zero for never
 * @param activationDelay how long a new key is published before it signs
 * @param retention how long the public half of a key is published after it signed last
 * @since 0.1.0
 */
public record RotationSettings(Duration reloadInterval, Duration activationDelay, Duration retention) {
}
