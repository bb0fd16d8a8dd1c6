package dev.natsboot.core.wire;

import java.io.IOException;
import java.util.Objects;

import io.nats.client.Options;
import io.nats.client.impl.SocketDataPort;
import io.nats.client.impl.SocketDataPortWithWriteTimeout;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a client, which gives it headers that it can read where another client
 * has sent some that it cannot: such a message would end the client's reader, and with it
 * the connection for all. Public since the client creates it by name; nothing for
 * applications.
 *
 * @since 0.1.0
 */
public class EscapingDataPort extends SocketDataPortWithWriteTimeout {

	private @Nullable IncomingFrames frames;

	@Override
	public void afterConstruct(Options options) {
		super.afterConstruct(options);
		this.frames = frames(options, super::read);
	}

	@Override
	public int read(byte[] to, int offset, int length) throws IOException {
		return Objects.requireNonNull(this.frames).read(to, offset, length);
	}

	@Override
	public void upgradeToSecure() throws IOException {
		if (this.frames != null) {
			this.frames.checkNothingHeld();
		}
		super.upgradeToSecure();
	}

	/**
	 * Has a client use it, unless its options name a socket of their own.
	 * @param options the options so far
	 * @param builder builds the client's options
	 */
	public static void use(Options options, Options.Builder builder) {
		if (options.getDataPortType().equals(Options.DEFAULT_DATA_PORT_TYPE)) {
			Class<?> type = (options.getSocketWriteTimeout() != null) ? EscapingDataPort.class
					: WithoutWriteTimeout.class;
			builder.dataPortType(type.getName());
		}
	}

	private static IncomingFrames frames(Options options, IncomingFrames.Source source) {
		return new IncomingFrames(source, (options.getErrorListener() instanceof EscapedHeadersListener listener)
				? listener : (subject, headers) -> {
				});
	}

	/**
	 * The same for clients without a timeout for writing.
	 */
	public static class WithoutWriteTimeout extends SocketDataPort {

		private @Nullable IncomingFrames frames;

		@Override
		public void afterConstruct(Options options) {
			super.afterConstruct(options);
			this.frames = frames(options, super::read);
		}

		@Override
		public int read(byte[] to, int offset, int length) throws IOException {
			return Objects.requireNonNull(this.frames).read(to, offset, length);
		}

		@Override
		public void upgradeToSecure() throws IOException {
			if (this.frames != null) {
				this.frames.checkNothingHeld();
			}
			super.upgradeToSecure();
		}

	}

}
