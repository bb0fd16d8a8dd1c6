package dev.natsboot.test.server;

import java.nio.file.Path;

/**
 * A certificate and its key.
 *
 * @param certificate PEM file with the certificate
 * @param key PEM file with the private key
 * @param authority PEM file with the certificate of who issued it
 * @since 0.1.0
 */
public record CertificateFiles(Path certificate, Path key, Path authority) {

	/**
	 * Returns the server configuration that makes clients use TLS with this certificate.
	 * @param more further lines of the block, such as {@code verify: true}
	 * @return for {@link EmbeddedNatsServerBuilder#configuration(String...)}
	 */
	public String tls(String... more) {
		return "tls { cert_file: " + ServerConfiguration.quote(this.certificate.toString()) + ", key_file: "
				+ ServerConfiguration.quote(this.key.toString()) + ", ca_file: "
				+ ServerConfiguration.quote(this.authority.toString()) + "\n" + String.join("\n", more) + "\n}";
	}

}
