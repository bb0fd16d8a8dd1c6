package dev.natsboot.security.keys;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import com.nimbusds.jose.jwk.JWK;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Change of keys while the application runs, by a clock of the test's own.
 */
@ExtendWith(OutputCaptureExtension.class)
class RotatingSigningKeysTests {

	private static final Duration DELAY = Duration.ofSeconds(30);

	private static final Duration RETENTION = Duration.ofHours(1);

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

	private final Clock clock = ((InstantSource) this.now::get).withZone(ZoneOffset.UTC);

	@TempDir
	Path directory;

	@Test
	void publishesANewKeyBeforeItSignsAndTheOldOneAfterwards() throws Exception {
		String first = write("key.jwk");
		RotatingSigningKeys keys = keys(null);
		assertThat(keys.current().getKeyID()).isEqualTo(first);
		assertThat(published(keys)).containsExactly(first);

		String second = write("key.jwk");
		keys.reload();
		assertThat(keys.current().getKeyID()).isEqualTo(first);
		assertThat(published(keys)).containsExactly(first, second);

		advance(keys, DELAY);
		assertThat(keys.current().getKeyID()).isEqualTo(second);
		assertThat(published(keys)).containsExactly(second, first);
		assertThat(keys.publicKeys().getKeyByKeyId(first).getExpirationTime())
			.isEqualTo(this.now.get().plus(RETENTION));

		advance(keys, RETENTION);
		assertThat(published(keys)).containsExactly(second);
	}

	@Test
	void neverPublishesAPrivatePart() throws Exception {
		write("key.jwk");
		write("old/a.jwk");
		RotatingSigningKeys keys = keys(null, "old");
		write("key.jwk");
		keys.reload();
		advance(keys, DELAY);
		assertThat(keys.publicKeys().getKeys()).hasSize(3).noneMatch(JWK::isPrivate);
		assertThat(keys.current().isPrivate()).isTrue();
	}

	@Test
	void keepsTheKeyWhenTheNewOneCannotBeUsedAndSaysSoOnce(CapturedOutput output) throws Exception {
		String first = write("key.jwk");
		RotatingSigningKeys keys = keys(null);
		Files.writeString(this.directory.resolve("key.jwk"), "half of a k");
		keys.reload();
		keys.reload();
		advance(keys, DELAY);
		assertThat(keys.current().getKeyID()).isEqualTo(first);
		assertThat(output.toString().split("goes on signing", -1)).hasSize(2);
		assertThat(output).contains("the.setting").doesNotContain("half of a k");

		String second = write("key.jwk");
		keys.reload();
		advance(keys, DELAY);
		assertThat(keys.current().getKeyID()).isEqualTo(second);
	}

	@Test
	void refusesANewKeyWithTheIdOfTheOld(CapturedOutput output) throws Exception {
		write("key.jwk");
		RotatingSigningKeys keys = keys("fixed");
		JWK first = keys.current();
		write("key.jwk");
		advance(keys, DELAY);
		assertThat(keys.current()).isSameAs(first);
		assertThat(output).contains("the same key id 'fixed'");
	}

	@Test
	void aNewKeyThatIsTakenBackDoesNotSign() throws Exception {
		String first = write("key.jwk");
		String content = Files.readString(this.directory.resolve("key.jwk"));
		RotatingSigningKeys keys = keys(null);
		write("key.jwk");
		keys.reload();
		Files.writeString(this.directory.resolve("key.jwk"), content);
		advance(keys, DELAY);
		assertThat(keys.current().getKeyID()).isEqualTo(first);
		assertThat(published(keys)).containsExactly(first);
	}

	@Test
	void publishesTheKeysOfADirectoryAsLongAsTheyAreThere() throws Exception {
		String current = write("key.jwk");
		String a = write("old/a.jwk");
		String b = write("old/b.jwk");
		Files.writeString(this.directory.resolve("old/.hidden"), "no key");
		RotatingSigningKeys keys = keys(null, "old");
		assertThat(published(keys)).containsExactly(current, a, b);
		Files.delete(this.directory.resolve("old/a.jwk"));
		keys.reload();
		assertThat(published(keys)).containsExactly(current, b);
	}

	@Test
	void theCurrentKeyIsTheSameObjectUntilItChanges() throws Exception {
		write("key.jwk");
		RotatingSigningKeys keys = keys(null);
		JWK current = keys.current();
		keys.reload();
		assertThat(keys.current()).isSameAs(current);
	}

	private RotatingSigningKeys keys(String keyId, String... previous) {
		SigningKeySource source = new SigningKeySource(location("key.jwk"), keyId, null,
				List.of(previous).stream().map(this::location).toList());
		return new RotatingSigningKeys(source, new RotationSettings(Duration.ZERO, DELAY, RETENTION), this.clock);
	}

	private KeyLocation location(String name) {
		return new KeyLocation("the.setting", new FileSystemResource(this.directory.resolve(name)));
	}

	private void advance(RotatingSigningKeys keys, Duration time) {
		keys.reload();
		this.now.set(this.now.get().plus(time));
		keys.reload();
	}

	private String write(String name) throws Exception {
		JWK key = TestKeys.ed25519();
		Path file = this.directory.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, key.toJSONString());
		return key.computeThumbprint().toString();
	}

	private static List<String> published(SigningKeys keys) {
		return keys.publicKeys().getKeys().stream().map(JWK::getKeyID).toList();
	}

}
