package dev.natsboot.core.tls;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;

/**
 * Delegates to a context that is made anew for each new bundle.
 */
final class TlsContextSpi extends SSLContextSpi {

	private final ReentrantLock lock = new ReentrantLock();

	private final TlsSettings settings;

	private @Nullable State state;

	TlsContextSpi(TlsSettings settings) {
		this.settings = settings;
	}

	State current() {
		SslBundle bundle = this.settings.bundle().get();
		this.lock.lock();
		try {
			State state = this.state;
			if (state == null || state.bundle() != bundle) {
				state = new State(bundle, create(bundle));
				this.state = state;
			}
			return state;
		}
		finally {
			this.lock.unlock();
		}
	}

	private SSLContext create(@Nullable SslBundle bundle) {
		try {
			if (bundle == null) {
				return SSLContext.getDefault();
			}
			SslManagerBundle managers = bundle.getManagers();
			TrustManager[] trust = Stream.of(managers.getTrustManagers())
				.map((manager) -> (manager instanceof X509ExtendedTrustManager x509)
						? new ExplainingTrustManager(x509, this.settings.source()) : manager)
				.toArray(TrustManager[]::new);
			SSLContext context = SSLContext.getInstance(bundle.getProtocol());
			context.init(managers.getKeyManagers(), trust, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(
					"TLS cannot be made from " + this.settings.source() + ": " + ex.getMessage(), ex);
		}
	}

	private SSLParameters adapt(SSLParameters parameters, @Nullable SslBundle bundle) {
		if (this.settings.verifyHostname()) {
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
		}
		String[] ciphers = (bundle != null) ? bundle.getOptions().getCiphers() : null;
		String[] protocols = (bundle != null) ? bundle.getOptions().getEnabledProtocols() : null;
		if (ciphers != null) {
			parameters.setCipherSuites(ciphers);
		}
		if (protocols != null) {
			parameters.setProtocols(protocols);
		}
		return parameters;
	}

	@Override
	protected void engineInit(KeyManager @Nullable [] keyManagers, TrustManager @Nullable [] trustManagers,
			@Nullable SecureRandom random) {
		throw new UnsupportedOperationException("Already initialized");
	}

	@Override
	protected SSLSocketFactory engineGetSocketFactory() {
		State current = current();
		return new ParameterizedSocketFactory(current.context().getSocketFactory(),
				(parameters) -> adapt(parameters, current.bundle()));
	}

	@Override
	protected SSLServerSocketFactory engineGetServerSocketFactory() {
		return current().context().getServerSocketFactory();
	}

	@Override
	protected SSLEngine engineCreateSSLEngine() {
		State current = current();
		return adapted(current.context().createSSLEngine(), current);
	}

	@Override
	protected SSLEngine engineCreateSSLEngine(String host, int port) {
		State current = current();
		return adapted(current.context().createSSLEngine(host, port), current);
	}

	private SSLEngine adapted(SSLEngine engine, State current) {
		engine.setSSLParameters(adapt(engine.getSSLParameters(), current.bundle()));
		return engine;
	}

	@Override
	protected SSLSessionContext engineGetServerSessionContext() {
		return current().context().getServerSessionContext();
	}

	@Override
	protected SSLSessionContext engineGetClientSessionContext() {
		return current().context().getClientSessionContext();
	}

	/**
	 * A bundle and what was made from it.
	 */
	record State(@Nullable SslBundle bundle, SSLContext context) {
	}

}
