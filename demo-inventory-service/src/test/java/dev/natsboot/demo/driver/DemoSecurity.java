package dev.natsboot.demo.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * What the secure demo has in addition: certificates, keys and an issuer of tokens.
 *
 * @param keys the certificates and keys
 * @param issuer the issuer
 */
record DemoSecurity(DemoKeys keys, TokenIssuer issuer) implements AutoCloseable {

	static DemoSecurity create(Path folder) throws IOException, GeneralSecurityException {
		return new DemoSecurity(new DemoKeys(folder.resolve("keys")),
				new TokenIssuer(folder.resolve("token-issuer.log")));
	}

	/** What tells a service to be secure. */
	List<String> serviceArguments() {
		return List.of("--spring.profiles.active=secure", "--demo.keys-dir=" + this.keys.folder(),
				"--demo.issuer-uri=" + this.issuer.url());
	}

	@Override
	public void close() {
		this.issuer.close();
	}

}
