package dev.natsboot.security.transport;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;

import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import io.nats.client.support.JwtUtils.UserClaim;

/**
 * An operator with one account that has JetStream, and a server that trusts it.
 */
final class TestOperator {

	private static final String LIMITS = """
			"limits":{"subs":-1,"data":-1,"payload":-1,"imports":-1,"exports":-1,"wildcards":true,"conn":-1,"leaf":-1,
			"mem_storage":-1,"disk_storage":-1,"streams":-1,"consumer":-1}""".replace("\n", "");

	private static final String NO_JETSTREAM = LIMITS.substring(0, LIMITS.indexOf(",\"mem_storage")) + "}";

	private final NKey operator = NKey.createOperator(null);

	private final NKey account = NKey.createAccount(null);

	private final NKey user = NKey.createUser(null);

	TestOperator() throws IOException, GeneralSecurityException {
	}

	EmbeddedNatsServer start() throws GeneralSecurityException, IOException {
		NKey system = NKey.createAccount(null);
		return EmbeddedNatsServer.builder()
			.configuration("operator: " + issue(this.operator, "{\"type\":\"operator\",\"version\":2}"),
					"system_account: " + new String(system.getPublicKey()), "resolver: MEMORY",
					"resolver_preload: { " + preload(this.account, LIMITS) + ", " + preload(system, NO_JETSTREAM)
							+ " }")
			.start();
	}

	private String preload(NKey account, String limits) throws GeneralSecurityException, IOException {
		return new String(account.getPublicKey()) + ": "
				+ issue(account, "{\"type\":\"account\",\"version\":2," + limits + "}");
	}

	private String issue(NKey subject, String claims) throws GeneralSecurityException, IOException {
		return JwtUtils.issueJWT(this.operator, new String(subject.getPublicKey()), "test", null,
				Instant.now().getEpochSecond(), new String(this.operator.getPublicKey()), () -> claims);
	}

	UserClaim claim() throws GeneralSecurityException, IOException {
		return new UserClaim(new String(this.account.getPublicKey()));
	}

	/**
	 * The JWT of the user.
	 * @param begin when it was issued
	 * @param life how long it lives from then on
	 */
	String jwt(UserClaim claim, Instant begin, Duration life) throws GeneralSecurityException, IOException {
		return JwtUtils.issueUserJWT(this.account, new String(this.user.getPublicKey()), "user", life,
				begin.getEpochSecond(), claim);
	}

	/**
	 * The content of a credentials file.
	 */
	String credentials(Instant begin, Duration life) throws GeneralSecurityException, IOException {
		return String.format(JwtUtils.NATS_USER_JWT_FORMAT, jwt(claim(), begin, life), new String(this.user.getSeed()));
	}

}
