package dev.natsboot.core.tls;

import java.util.function.BiConsumer;

import javax.net.ssl.SSLContext;

/**
 * The SSL context of one client. Each of its sockets is made from the bundle as it is at
 * that moment: a changed certificate is used from the next attempt to connect, without an
 * old session that could be resumed. The sockets have the bundle's ciphers and protocols,
 * and check that the server's certificate is for the host that was asked for, which the
 * client does not do by itself; the rules for the name are those of HTTPS (RFC 2818).
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class TlsContext extends SSLContext {

	private final TlsSettings settings;

	private volatile BiConsumer<String, NatsTlsException> listener = (server, failure) -> {
	};

	private TlsContext(TlsSettings settings, TlsContextSpi spi, SSLContext first) {
		super(spi, first.getProvider(), first.getProtocol());
		this.settings = settings;
	}

	/**
	 * Make a context.
	 * @param settings what it is made from
	 * @return the context
	 * @throws IllegalStateException if the bundle cannot be loaded
	 */
	public static TlsContext of(TlsSettings settings) {
		TlsContextSpi spi = new TlsContextSpi(settings);
		return new TlsContext(settings, spi, spi.current().context());
	}

	/**
	 * Set who is told of servers whose TLS is wrong. There is one listener; it is called
	 * on threads of the client and must not wait.
	 * @param listener takes the address of the server and what is wrong
	 */
	public void onFailure(BiConsumer<String, NatsTlsException> listener) {
		this.listener = listener;
	}

	void failed(String server, NatsTlsException failure) {
		this.listener.accept(server, failure);
	}

	String source() {
		return this.settings.source();
	}

}
