package dev.natsboot.demo.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.SSLContext;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.natsboot.security.keys.KeyReader;
import dev.natsboot.test.server.CertificateFiles;
import dev.natsboot.test.server.TestCertificates;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * The certificates and keys of the secure demo, new with each run: each service has a
 * certificate for its connection and an Ed25519 key for its messages.
 */
final class DemoKeys {

	private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] { '\n' });

	private final Path folder;

	private final CertificateFiles server;

	private final CertificateFiles report;

	private final OctetKeyPair reportKey;

	/**
	 * Makes them.
	 * @param folder where their files are written, which only the user may read
	 */
	DemoKeys(Path folder) throws IOException, GeneralSecurityException {
		this.folder = Files.createDirectories(folder);
		Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
		TestCertificates authority = TestCertificates.authority(folder, "authority");
		this.server = authority.issue("nats-server", "127.0.0.1");
		this.report = authority.issue("report-service");
		for (String service : List.of("order-service", "inventory-service")) {
			authority.issue(service);
			writeSigningKey(service);
		}
		this.reportKey = writeSigningKey("report-service");
	}

	Path folder() {
		return this.folder;
	}

	/** What nats-server needs to let in only those who have a certificate. */
	String serverConfiguration() {
		return this.server.tls("verify: true");
	}

	/** For connections of the report service, which the driver plays. */
	SSLContext reportTls() {
		return tls(PemSslStoreDetails.forCertificate("file:" + this.report.certificate())
			.withPrivateKey("file:" + this.report.key()));
	}

	/** For connections of those who know whom to trust, and have no certificate. */
	SSLContext tlsWithoutCertificate() {
		return tls(null);
	}

	private SSLContext tls(@Nullable PemSslStoreDetails own) {
		PemSslStoreDetails trusted = PemSslStoreDetails.forCertificate("file:" + this.report.authority());
		return SslBundle.of(new PemSslStoreBundle(own, trusted)).createSslContext();
	}

	/** The key that messages of the report service are signed with. */
	OctetKeyPair reportKey() {
		return this.reportKey;
	}

	/** A key that nobody trusts, with the id of another. */
	static OctetKeyPair forgedKey(String id) throws GeneralSecurityException {
		return new OctetKeyPair.Builder(read(newKeys().getPrivate())).keyID(id).build();
	}

	private OctetKeyPair writeSigningKey(String service) throws IOException, GeneralSecurityException {
		KeyPair keys = newKeys();
		Files.writeString(this.folder.resolve(service + ".pem"), pem(keys.getPrivate()));
		Files.writeString(this.folder.resolve(service + ".pub.pem"), pem(keys.getPublic()));
		return read(keys.getPrivate());
	}

	private static KeyPair newKeys() throws GeneralSecurityException {
		return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
	}

	private static OctetKeyPair read(PrivateKey key) throws GeneralSecurityException {
		try {
			return new OctetKeyPair.Builder((OctetKeyPair) KeyReader.read(pem(key))).keyIDFromThumbprint().build();
		}
		catch (JOSEException ex) {
			throw new GeneralSecurityException(ex);
		}
	}

	private static String pem(Key key) {
		String type = (key instanceof PrivateKey) ? "PRIVATE KEY" : "PUBLIC KEY";
		return "-----BEGIN " + type + "-----\n" + BASE64.encodeToString(key.getEncoded()) + "\n-----END " + type
				+ "-----\n";
	}

}
