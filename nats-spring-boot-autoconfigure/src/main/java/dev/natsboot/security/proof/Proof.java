package dev.natsboot.security.proof;

import java.util.Objects;

import com.nimbusds.jwt.JWTClaimsSet;

import org.springframework.security.oauth2.jwt.Jwt;

/**
 * A verified proof.
 *
 * @param jwt the proof
 * @param claims its claims
 * @param sender who signed it: the name of a trusted sender or, where the proof belongs
 * to an access token, the SHA-256 thumbprint of the key (RFC 7638)
 * @since 0.1.0
 */
public record Proof(Jwt jwt, JWTClaimsSet claims, String sender) {

	/**
	 * The proof's id.
	 * @return the id
	 */
	public String id() {
		return Objects.requireNonNull(this.claims.getJWTID());
	}

	/**
	 * Whether the message is a request.
	 * @return whether it is
	 */
	public boolean isRequest() {
		return Use.REQUEST.code().equals(this.claims.getClaim(ProofClaims.USE));
	}

}
