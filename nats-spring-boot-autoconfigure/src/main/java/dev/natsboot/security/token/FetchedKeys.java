package dev.natsboot.security.token;

import java.io.IOException;
import java.net.URL;
import java.text.ParseException;
import java.util.Map;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetParseException;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a key set by HTTP, from where it is or from where its issuer says it is (OpenID
 * Connect Discovery 1.0, RFC 8414), and remembers whether that works.
 */
final class FetchedKeys implements JWKSetSource<SecurityContext> {

	private final @Nullable String issuer;

	private final ResourceRetriever retriever;

	private volatile @Nullable String location;

	private volatile boolean failing;

	FetchedKeys(@Nullable String issuer, @Nullable String location, ResourceRetriever retriever) {
		this.issuer = issuer;
		this.location = location;
		this.retriever = retriever;
	}

	/**
	 * Whether the last attempt failed.
	 */
	boolean isFailing() {
		return this.failing;
	}

	@Override
	public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, SecurityContext context)
			throws KeySourceException {
		try {
			String from = this.location;
			if (from == null) {
				from = discover();
				this.location = from;
			}
			JWKSet keys = JWKSet.parse(retrieve(from));
			this.failing = false;
			return keys;
		}
		catch (IOException ex) {
			this.failing = true;
			throw new JWKSetRetrievalException("The key set cannot be fetched: " + ex.getMessage(), ex);
		}
		catch (ParseException ex) {
			this.failing = true;
			throw new JWKSetParseException("What was fetched is not a key set", ex);
		}
	}

	private String discover() throws IOException, ParseException {
		String trusted = String.valueOf(this.issuer);
		String base = trusted.endsWith("/") ? trusted.substring(0, trusted.length() - 1) : trusted;
		Map<String, Object> metadata;
		try {
			metadata = JSONObjectUtils.parse(retrieve(base + "/.well-known/openid-configuration"));
		}
		catch (IOException ex) {
			URL url = new URL(base);
			String host = base.substring(0, base.length() - url.getPath().length());
			metadata = JSONObjectUtils
				.parse(retrieve(host + "/.well-known/oauth-authorization-server" + url.getPath()));
		}
		String jwks = JSONObjectUtils.getString(metadata, "jwks_uri");
		if (jwks == null || !trusted.equals(JSONObjectUtils.getString(metadata, "issuer"))) {
			throw new IOException("The metadata at " + trusted + " is that of another issuer, or has no jwks_uri");
		}
		return jwks;
	}

	private String retrieve(String from) throws IOException {
		return this.retriever.retrieveResource(new URL(from)).getContent();
	}

	@Override
	public void close() {
		// nothing is kept open
	}

}
