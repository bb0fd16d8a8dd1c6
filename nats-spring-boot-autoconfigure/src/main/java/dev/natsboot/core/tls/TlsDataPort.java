package dev.natsboot.core.tls;

import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLException;

import io.nats.client.Options;
import io.nats.client.impl.SocketDataPortWithWriteTimeout;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a client with TLS: writes nothing of the protocol in plain text, whatever
 * the address says and the server offers, and explains what is wrong with the server's
 * TLS. Made by the client for each attempt to connect.
 *
 * @since 0.1.0
 */
public class TlsDataPort extends SocketDataPortWithWriteTimeout {

	private static final String ENDED = "it has ended TLS: ";

	private @Nullable TlsContext context;

	private boolean tlsFirst;

	private volatile boolean answered;

	private volatile boolean closing;

	private final AtomicBoolean told = new AtomicBoolean();

	@Override
	public void afterConstruct(Options options) {
		super.afterConstruct(options);
		this.context = (options.getSslContext() instanceof TlsContext own) ? own : null;
		this.tlsFirst = options.isTlsFirst();
	}

	@Override
	public void upgradeToSecure() throws IOException {
		try {
			super.upgradeToSecure();
		}
		catch (SSLException | SocketException ex) {
			throw explained(ex, "TLS failed: ");
		}
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		try {
			int count = super.read(buffer, offset, length);
			this.answered |= this.isSecure && count > 0;
			return count;
		}
		catch (SSLException | SocketException ex) {
			throw explained(ex, ENDED);
		}
	}

	@Override
	public void write(byte[] source, int length) throws IOException {
		if (!this.isSecure) {
			throw reported(new NatsTlsException(
					"Nothing is sent to the server " + server() + " in plain text, as TLS is configured", null));
		}
		try {
			super.write(source, length);
		}
		catch (SSLException | SocketException ex) {
			throw explained(ex, ENDED);
		}
	}

	@Override
	public void close() throws IOException {
		this.closing = true;
		super.close();
	}

	@Override
	public void shutdownInput() throws IOException {
		this.closing = true;
		super.shutdownInput();
	}

	/**
	 * What the failure has to do with TLS, if anything. With TLS 1.3 a server judges the
	 * client's certificate after the handshake, and its reason for closing may get lost.
	 */
	private IOException explained(IOException failure, String what) {
		if (failure instanceof NatsTlsException) {
			return failure;
		}
		String source = (this.context != null) ? this.context.source() : "this client";
		String message = String.valueOf(failure.getMessage());
		if (NatsTlsException.isCut(failure)) {
			if (this.tlsFirst || this.answered || this.closing) {
				return failure;
			}
			message = "it has closed the connection, probably as it refuses the certificate of " + source;
		}
		else if (message.contains("Unsupported or unrecognized SSL message")) {
			message = "it does not begin with TLS, as it has none, or no 'handshake_first'";
		}
		else if (message.contains("fatal alert")) {
			message += " (it refuses the certificate, the protocols or the ciphers of " + source + ")";
		}
		return reported(new NatsTlsException("Server " + server() + ": " + what + message, failure));
	}

	private NatsTlsException reported(NatsTlsException failure) {
		// reader and writer both notice
		if (this.context != null && this.told.compareAndSet(false, true)) {
			this.context.failed(server(), failure);
		}
		return failure;
	}

	private String server() {
		return this.host + ":" + this.port;
	}

}
