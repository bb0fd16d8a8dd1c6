package dev.natsboot.security.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

import dev.natsboot.core.connection.ExpiringCredentials;
import org.jspecify.annotations.Nullable;

/**
 * A token that is asked for on each attempt to connect. When it is a JWT whose life ends
 * soon and another one that lives longer is there, it is time to connect with that.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class RenewableToken implements Supplier<char[]>, ExpiringCredentials {

	private final Supplier<char[]> source;

	private volatile @Nullable JwtLife inUse;

	/**
	 * Create a token.
	 * @param source gives the token as it is now
	 */
	public RenewableToken(Supplier<char[]> source) {
		this.source = source;
	}

	/**
	 * The token for an attempt to connect.
	 */
	@Override
	public char[] get() {
		char[] token = this.source.get();
		this.inUse = JwtLife.of(token);
		return token;
	}

	@Override
	public boolean isDue(Instant now, Duration atLeast) {
		JwtLife life = this.inUse;
		if (life == null || !life.endsSoon(now, atLeast)) {
			return false;
		}
		JwtLife other = JwtLife.of(this.source.get());
		return other != null && other.end().isAfter(life.end());
	}

}
