package dev.natsboot.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;

/**
 * An issuer of access tokens with a key set by HTTP, which counts how often it is fetched
 * and can be away.
 */
public final class TestIssuer implements AutoCloseable {

	static final String AUDIENCE = "orders";

	private static final RSAKey KEY = generate();

	private final HttpServer server;

	private final AtomicInteger fetches = new AtomicInteger();

	private volatile boolean away;

	private volatile JWKSet keys = new JWKSet(KEY);

	private TestIssuer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/jwks", (exchange) -> {
			this.fetches.incrementAndGet();
			byte[] body = this.keys.toString().getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(this.away ? 503 : 200, this.away ? -1 : body.length);
			if (!this.away) {
				exchange.getResponseBody().write(body);
			}
			exchange.close();
		});
		this.server.createContext("/.well-known/openid-configuration", (exchange) -> {
			byte[] body = ("{\"issuer\":\"" + url() + "\",\"jwks_uri\":\"" + jwkSetUri() + "\"}")
				.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.server.start();
	}

	static TestIssuer start() {
		try {
			return new TestIssuer();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	String jwkSetUri() {
		return url() + "/jwks";
	}

	RSAKey key() {
		return KEY;
	}

	int fetches() {
		return this.fetches.get();
	}

	void away(boolean whether) {
		this.away = whether;
	}

	void keys(JWKSet replaced) {
		this.keys = replaced;
	}

	String token() {
		return token((claims) -> {
		});
	}

	String token(Consumer<JWTClaimsSet.Builder> change) {
		return token(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).build(), change);
	}

	String token(JWSHeader header, Consumer<JWTClaimsSet.Builder> change) {
		try {
			SignedJWT jwt = new SignedJWT(header, claims(change));
			jwt.sign(new RSASSASigner(KEY));
			return jwt.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
		JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer(url())
			.subject("alice")
			.audience(AUDIENCE)
			.claim("scope", "read")
			.issueTime(new Date())
			.expirationTime(Date.from(Instant.now().plusSeconds(300)));
		change.accept(claims);
		return claims.build();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	private static RSAKey generate() {
		try {
			return new RSAKeyGenerator(2048).keyID("rsa-1").generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
