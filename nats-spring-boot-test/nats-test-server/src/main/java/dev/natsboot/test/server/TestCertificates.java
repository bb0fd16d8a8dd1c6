package dev.natsboot.test.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * A certificate authority for tests: issues certificates for servers and clients, as PEM
 * files in a folder, with keys on the curve P-256. Safe for use by several threads, as
 * long as each file is written by one.
 *
 * @since 0.1.0
 */
public final class TestCertificates {

	private static final Duration LIFE = Duration.ofDays(2);

	private final Path folder;

	private final String name;

	private final KeyPair keys;

	private final Path authority;

	private TestCertificates(Path folder, String name) {
		this.folder = folder;
		this.name = name;
		this.keys = newKeys();
		Instant now = Instant.now();
		this.authority = write(name + ".crt", "CERTIFICATE",
				CertificateEncoder.encode(name, name, this.keys, this.keys, now.minus(LIFE), now.plus(LIFE), null));
	}

	/**
	 * Makes an authority.
	 * @param folder where its files are written
	 * @param name its name, and that of its file
	 * @return the authority
	 */
	public static TestCertificates authority(Path folder, String name) {
		return new TestCertificates(folder, name);
	}

	/**
	 * Returns the file with the certificate of the authority itself, for those who are to
	 * trust it.
	 * @return a PEM file
	 */
	public Path authorityFile() {
		return this.authority;
	}

	/**
	 * Issues a certificate that is valid now. Files of the same name are replaced.
	 * @param subject the common name, and the name of the files
	 * @param hosts host names and IPv4 addresses that the certificate is for; none for a
	 * client
	 * @return the files
	 */
	public CertificateFiles issue(String subject, String... hosts) {
		Instant now = Instant.now();
		return issue(subject, now.minus(LIFE), now.plus(LIFE), hosts);
	}

	/**
	 * Issues a certificate. Files of the same name are replaced.
	 * @param subject the common name, and the name of the files
	 * @param begin from when it is valid
	 * @param end until when it is valid
	 * @param hosts host names and IPv4 addresses that the certificate is for; none for a
	 * client
	 * @return the files
	 */
	public CertificateFiles issue(String subject, Instant begin, Instant end, String... hosts) {
		KeyPair own = newKeys();
		byte[] certificate = CertificateEncoder.encode(this.name, subject, this.keys, own, begin, end, List.of(hosts));
		return new CertificateFiles(write(subject + ".crt", "CERTIFICATE", certificate),
				write(subject + ".key", "PRIVATE KEY", own.getPrivate().getEncoded()), this.authority);
	}

	private static KeyPair newKeys() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Path write(String file, String type, byte[] content) {
		String pem = "-----BEGIN " + type + "-----\n"
				+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content) + "\n-----END " + type
				+ "-----\n";
		try {
			return Files.writeString(this.folder.resolve(file), pem, StandardCharsets.US_ASCII).toAbsolutePath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
