package dev.natsboot.security.keys;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import dev.natsboot.TestApplication;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Keys that go through a bucket, with a server that lets each service write below its own
 * name only.
 */
@ExtendWith(OutputCaptureExtension.class)
class KvPublicKeysTests {

	private static final KeyBucketSettings SETTINGS = new KeyBucketSettings("keys", Duration.ofHours(8), 1);

	private static EmbeddedNatsServer server;

	private static Connection admin;

	private static Connection orders;

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

	private final Clock clock = ((InstantSource) this.now::get).withZone(ZoneOffset.UTC);

	private final RotatableKeys keys = new RotatableKeys();

	private final KvKeyPublisher publisher = new KvKeyPublisher((subject) -> admin, SETTINGS, "orders", this.keys,
			this.clock);

	private final KvPublicKeys reader = new KvPublicKeys((subject) -> orders, SETTINGS, this.clock);

	private KeyValue bucket;

	@BeforeAll
	static void startServer() throws Exception {
		server = EmbeddedNatsServer.builder()
			.configuration(
					"""
							authorization {
							  users: [
							    { user: admin, password: admin }
							    { user: orders, password: orders, permissions: {
							        publish: [ "$KV.keys.orders.*", "$JS.API.STREAM.INFO.KV_keys",
							          "$JS.API.CONSUMER.CREATE.KV_keys.>", "$JS.API.CONSUMER.INFO.KV_keys.>", "$JS.API.CONSUMER.DELETE.KV_keys.>",
							          "$JS.API.STREAM.MSG.GET.KV_keys", "$JS.FC.KV_keys.>" ]
							        subscribe: [ "_INBOX.>" ] } }
							 { user: worker, password: worker, permissions: {
							     publish: [ "work.>", "$JS.API.DIRECT.GET.WORK.>" ]
							     subscribe: [ "_INBOX.>" ] } }
							  ]
							}
							""")
			.clientUser("admin", "admin")
			.start();
		admin = connect("admin");
		orders = connect("orders");
	}

	@AfterAll
	static void stopServer() throws Exception {
		admin.close();
		orders.close();
		server.close();
	}

	@BeforeEach
	void createBucket() throws Exception {
		this.bucket = KeyBucket.open(admin, SETTINGS);
	}

	@AfterEach
	void deleteBucket() throws Exception {
		this.reader.stop();
		this.publisher.stop();
		admin.keyValueManagement().delete("keys");
	}

	@Test
	void readsWhatOthersPublish() throws Exception {
		this.publisher.publish();
		this.reader.start();
		assertThat(find("orders", this.keys.current())).containsExactly(this.keys.current().toPublicJWK());
		assertThat(find("billing", this.keys.current())).isEmpty();
	}

	@Test
	void aServiceNeedsFewPermissions() throws Exception {
		KvKeyPublisher own = new KvKeyPublisher((subject) -> orders, SETTINGS, "orders", this.keys, this.clock);
		own.publish();
		assertThat(this.bucket.get("orders." + this.keys.current().getKeyID())).isNotNull();
		KvKeyPublisher other = new KvKeyPublisher((subject) -> orders, SETTINGS, "billing", this.keys, this.clock);
		other.publish();
		assertThat(this.bucket.keys()).allMatch((key) -> key.startsWith("orders."));
	}

	@Test
	void seesANewKeyAndALostOne() throws Exception {
		this.publisher.start();
		this.reader.start();
		JWK first = this.keys.current();
		JWK second = this.keys.rotate();
		TestApplication.await(() -> !known(second).isEmpty());
		TestApplication.await(() -> known(first).isEmpty());
	}

	@Test
	void whoeverIsNotLetWriteCannotSignAsAnother() throws Exception {
		this.reader.start();
		JWK forged = SigningKeySource.generate();
		// the content says nothing about the owner, only the name does
		put("orders." + forged.getKeyID(), forged);
		TestApplication.await(() -> !known(forged).isEmpty());
		assertThat(find("billing", forged)).isEmpty();
	}

	@Test
	void theServerCannotBeMadeToWriteUnderAnotherName() throws Exception {
		this.reader.start();
		JWK forged = SigningKeySource.generate();
		String own = "$KV.keys.orders." + forged.getKeyID();
		String foreign = "$KV.keys.billing." + forged.getKeyID();
		put("orders." + forged.getKeyID(), forged);
		// by a reply subject: of a direct get, which is not allowed, and of a get, whose
		// answer is no key
		orders.publish("$JS.API.DIRECT.GET.KV_keys." + own, foreign, null);
		orders.publish("$JS.API.STREAM.MSG.GET.KV_keys", foreign,
				("{\"last_by_subj\":\"" + own + "\"}").getBytes(StandardCharsets.UTF_8));
		// by a consumer that delivers there, which would be a cycle
		assertThatExceptionOfType(JetStreamApiException.class)
			.isThrownBy(() -> orders.jetStreamManagement()
				.addOrUpdateConsumer("KV_keys",
						ConsumerConfiguration.builder().name("x").filterSubject(own).deliverSubject(foreign).build()))
			.withMessageContaining("cycle");
		TestApplication.await(() -> entry("billing." + forged.getKeyID()) != null);
		assertThat(entry("billing." + forged.getKeyID()).getRevision()).isEqualTo(2);
		assertThat(find("billing", forged)).isEmpty();
	}

	/**
	 * What the docs warn of: why the bucket needs an account without other streams.
	 */
	@Test
	void aStreamInTheSameAccountIsAWayAroundThePermissions() throws Exception {
		this.reader.start();
		admin.jetStreamManagement()
			.addStream(StreamConfiguration.builder().name("WORK").subjects("work.>").allowDirect(true).build());
		try (Connection worker = connect("worker")) {
			JWK forged = SigningKeySource.generate();
			worker.publish("work.1",
					new PublishedKey("any", forged.toPublicJWK(), this.now.get().plusSeconds(60)).value());
			TestApplication.await(() -> isStored("WORK"));
			worker.publish("$JS.API.DIRECT.GET.WORK.work.1", "$KV.keys.billing." + forged.getKeyID(), null);
			TestApplication.await(() -> entry("billing." + forged.getKeyID()) != null);
			assertThat(find("billing", forged)).hasSize(1);
		}
		finally {
			admin.jetStreamManagement().deleteStream("WORK");
		}
	}

	private static boolean isStored(String stream) {
		try {
			return admin.jetStreamManagement().getStreamInfo(stream).getStreamState().getMsgCount() > 0;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private KeyValueEntry entry(String name) {
		try {
			return this.bucket.get(name);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void leavesOutWhatIsNoPublicKey(CapturedOutput output) throws Exception {
		JWK key = SigningKeySource.generate();
		String name = "orders." + key.getKeyID();
		JWK expiring = JwkMembers.with(key, "exp", this.now.get().plusSeconds(60).getEpochSecond());
		List<String> values = List.of("", "nonsense", "{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"x\",\"exp\":1}",
				key.toPublicJWK().toJSONString(), expiring.toJSONString(),
				JwkMembers.with(expiring.toPublicJWK(), "kid", "other").toJSONString(),
				JwkMembers.with(expiring.toPublicJWK(), "use", "enc").toJSONString());
		for (String value : values) {
			assertThatIllegalArgumentException().as(value)
				.isThrownBy(() -> PublishedKey.parse(name, value.getBytes(StandardCharsets.UTF_8)));
		}
		byte[] good = expiring.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
		assertThat(PublishedKey.parse(name, good).issuer()).isEqualTo("orders");
		assertThatIllegalArgumentException().isThrownBy(() -> PublishedKey.parse("a." + name, good));

		this.bucket.put(name, expiring.toJSONString().getBytes(StandardCharsets.UTF_8));
		this.reader.start();
		assertThat(known(key)).isEmpty();
		assertThat(output).contains("is no secret any more").doesNotContain(key.toOctetKeyPair().getD().toString());
	}

	@Test
	void keysEndWithTheirExpiryEvenIfNobodyTakesThemAway() throws Exception {
		this.publisher.publish();
		this.reader.start();
		JWK key = this.keys.current();
		this.now.set(this.now.get().plus(SETTINGS.lifetime()).minusSeconds(1));
		assertThat(known(key)).hasSize(1);
		this.now.set(this.now.get().plusSeconds(2));
		assertThat(known(key)).isEmpty();
	}

	@Test
	void publishesAgainBeforeKeysExpire() throws Exception {
		this.publisher.publish();
		String name = "orders." + this.keys.current().getKeyID();
		long revision = this.bucket.get(name).getRevision();
		this.publisher.publish();
		assertThat(this.bucket.get(name).getRevision()).isEqualTo(revision);
		this.now.set(this.now.get().plus(SETTINGS.refresh()));
		this.publisher.publish();
		assertThat(this.bucket.get(name).getRevision()).isGreaterThan(revision);
	}

	@Test
	void lastKnownKeysRemainWhileTheServerIsAway() throws Exception {
		this.publisher.publish();
		this.reader.start();
		JWK key = this.keys.current();
		server.kill();
		try {
			TestApplication.await(() -> orders.getStatus() != Connection.Status.CONNECTED);
			assertThat(find("orders", key)).hasSize(1);
			assertThatExceptionOfType(JWKSetUnavailableException.class)
				.isThrownBy(() -> find("orders", SigningKeySource.generate()));
		}
		finally {
			server.restart();
			TestApplication.await(() -> admin.getStatus() == Connection.Status.CONNECTED
					&& orders.getStatus() == Connection.Status.CONNECTED);
		}
		JWK next = this.keys.rotate();
		this.publisher.publish();
		TestApplication.await(() -> !known(next).isEmpty());
	}

	@Test
	void isUnavailableBeforeTheBucketWasRead() {
		assertThatExceptionOfType(JWKSetUnavailableException.class)
			.isThrownBy(() -> find("orders", this.keys.current()));
	}

	@Test
	void asksForUnknownKeysSeldom() throws Exception {
		this.reader.start();
		assertThat(find("orders", SigningKeySource.generate())).isEmpty();
		for (int i = 0; i < 50; i++) {
			assertThatExceptionOfType(RateLimitReachedException.class)
				.isThrownBy(() -> find("orders", SigningKeySource.generate()));
		}
		assertThat(find("billing", SigningKeySource.generate())).isEmpty();
		this.now.set(this.now.get().plusSeconds(10));
		assertThat(find("orders", SigningKeySource.generate())).isEmpty();
	}

	@Test
	void findsAKeyThatTheWatchHasNotSeen() throws Exception {
		this.reader.start();
		this.reader.stop();
		this.publisher.publish();
		assertThat(find("orders", this.keys.current())).hasSize(1);
	}

	@Test
	void aNameFromATokenIsNoSubject() throws Exception {
		this.publisher.publish();
		this.reader.start();
		for (String keyId : List.of("*", ">", "a.b", "", "a b", "x".repeat(200))) {
			assertThat(this.reader.source("orders").get(selector(keyId), null)).isEmpty();
		}
		assertThatIllegalArgumentException().isThrownBy(() -> this.reader.source("orders.*"));
	}

	@Test
	void aNewBucketIsFound() throws Exception {
		this.publisher.publish();
		this.reader.start();
		admin.keyValueManagement().delete("keys");
		JWK next = this.keys.rotate();
		this.publisher.publish();
		this.now.set(this.now.get().plus(Duration.ofMinutes(6)));
		TestApplication.await(() -> !known(next).isEmpty());
	}

	private void put(String name, JWK key) throws Exception {
		orders.keyValue("keys")
			.put(name, new PublishedKey("any", key.toPublicJWK(), this.now.get().plusSeconds(60)).value());
	}

	private List<JWK> known(JWK key) {
		return new JWKSelector(matcher(key.getKeyID())).select(this.reader.known("orders"));
	}

	private List<JWK> find(String issuer, JWK key) throws KeySourceException {
		return this.reader.source(issuer).get(selector(key.getKeyID()), null);
	}

	private static JWKSelector selector(String keyId) {
		return new JWKSelector(matcher(keyId));
	}

	private static JWKMatcher matcher(String keyId) {
		return new JWKMatcher.Builder().keyID(keyId).build();
	}

	private static Connection connect(String user) throws Exception {
		return Nats.connect(Options.builder()
			.server(server.url())
			.userInfo(user, user)
			.maxReconnects(-1)
			.reconnectWait(Duration.ofMillis(50))
			.connectionTimeout(Duration.ofSeconds(5))
			.build());
	}

}
