package dev.natsboot.core.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A socket factory that sets parameters on each of its sockets.
 */
final class ParameterizedSocketFactory extends SSLSocketFactory {

	private final SSLSocketFactory delegate;

	private final UnaryOperator<SSLParameters> parameters;

	ParameterizedSocketFactory(SSLSocketFactory delegate, UnaryOperator<SSLParameters> parameters) {
		this.delegate = delegate;
		this.parameters = parameters;
	}

	private Socket parameterized(Socket socket) {
		SSLSocket sslSocket = (SSLSocket) socket;
		sslSocket.setSSLParameters(this.parameters.apply(sslSocket.getSSLParameters()));
		return sslSocket;
	}

	@Override
	public Socket createSocket() throws IOException {
		return parameterized(this.delegate.createSocket());
	}

	@Override
	public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
		return parameterized(this.delegate.createSocket(socket, host, port, autoClose));
	}

	@Override
	public Socket createSocket(String host, int port) throws IOException {
		return parameterized(this.delegate.createSocket(host, port));
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
		return parameterized(this.delegate.createSocket(host, port, localHost, localPort));
	}

	@Override
	public Socket createSocket(InetAddress host, int port) throws IOException {
		return parameterized(this.delegate.createSocket(host, port));
	}

	@Override
	public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
			throws IOException {
		return parameterized(this.delegate.createSocket(address, port, localAddress, localPort));
	}

	@Override
	public String[] getDefaultCipherSuites() {
		return this.delegate.getDefaultCipherSuites();
	}

	@Override
	public String[] getSupportedCipherSuites() {
		return this.delegate.getSupportedCipherSuites();
	}

}
