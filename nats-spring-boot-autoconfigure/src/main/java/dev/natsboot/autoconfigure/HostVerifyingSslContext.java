package dev.natsboot.autoconfigure;

import java.security.SecureRandom;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslOptions;

/**
 * An SSL context whose sockets check that the server's certificate is for the host that
 * was asked for, which the client does not do by itself. The rules for the name are those
 * of HTTPS (RFC 2818).
 */
final class HostVerifyingSslContext extends SSLContext {

	HostVerifyingSslContext(SSLContext delegate, @Nullable SslOptions options) {
		super(new Spi(delegate, options), delegate.getProvider(), delegate.getProtocol());
	}

	private static SSLParameters verifying(SSLParameters parameters, @Nullable SslOptions options) {
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		if (options != null && options.getCiphers() != null) {
			parameters.setCipherSuites(options.getCiphers());
		}
		if (options != null && options.getEnabledProtocols() != null) {
			parameters.setProtocols(options.getEnabledProtocols());
		}
		return parameters;
	}

	private static final class Spi extends SSLContextSpi {

		private final SSLContext delegate;

		private final @Nullable SslOptions options;

		Spi(SSLContext delegate, @Nullable SslOptions options) {
			this.delegate = delegate;
			this.options = options;
		}

		@Override
		protected void engineInit(KeyManager @Nullable [] keyManagers, TrustManager @Nullable [] trustManagers,
				@Nullable SecureRandom random) {
			throw new UnsupportedOperationException("Already initialized");
		}

		@Override
		protected SSLSocketFactory engineGetSocketFactory() {
			return new ParameterizedSocketFactory(this.delegate.getSocketFactory(),
					(parameters) -> verifying(parameters, this.options));
		}

		@Override
		protected SSLServerSocketFactory engineGetServerSocketFactory() {
			return this.delegate.getServerSocketFactory();
		}

		@Override
		protected SSLEngine engineCreateSSLEngine() {
			SSLEngine engine = this.delegate.createSSLEngine();
			engine.setSSLParameters(verifying(engine.getSSLParameters(), this.options));
			return engine;
		}

		@Override
		protected SSLEngine engineCreateSSLEngine(String host, int port) {
			SSLEngine engine = this.delegate.createSSLEngine(host, port);
			engine.setSSLParameters(verifying(engine.getSSLParameters(), this.options));
			return engine;
		}

		@Override
		protected SSLSessionContext engineGetServerSessionContext() {
			return this.delegate.getServerSessionContext();
		}

		@Override
		protected SSLSessionContext engineGetClientSessionContext() {
			return this.delegate.getClientSessionContext();
		}

	}

}
