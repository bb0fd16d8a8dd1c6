package dev.natsboot.security.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.natsboot.TestApplication;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * When a token is fetched, by a clock of the test's own.
 */
class CachedTokenTests {

	private static final Duration LIFE = Duration.ofSeconds(1000);

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

	private final Clock clock = ((InstantSource) this.now::get).withZone(ZoneOffset.UTC);

	private final AtomicInteger fetched = new AtomicInteger();

	private volatile boolean away;

	private final List<Runnable> background = new ArrayList<>();

	private final CachedToken token = new CachedToken(this::fetch, this.clock, this.background::add);

	@Test
	void fetchesOnceForAllWhoNeedIt() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		CachedToken slow = new CachedToken(() -> {
			entered.countDown();
			try {
				answer.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return fetch();
		}, this.clock, Runnable::run);
		List<Thread> threads = new ArrayList<>();
		List<CompletableFuture<String>> results = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			CompletableFuture<String> result = new CompletableFuture<>();
			Thread thread = new Thread(() -> result.complete(slow.get()));
			thread.start();
			threads.add(thread);
			results.add(result);
		}
		entered.await();
		TestApplication.await(() -> threads.stream().allMatch((thread) -> thread.getState() == Thread.State.WAITING));
		answer.countDown();
		assertThat(results).allSatisfy((result) -> assertThat(result.join()).isEqualTo("token-1"));
		assertThat(this.fetched).hasValue(1);
	}

	@Test
	void renewsInTheBackgroundAtEightyPercentOfItsLife() {
		assertThat(this.token.get()).isEqualTo("token-1");
		advance(799);
		assertThat(this.token.get()).isEqualTo("token-1");
		assertThat(this.background).isEmpty();
		advance(1);
		assertThat(this.token.get()).isEqualTo("token-1");
		assertThat(this.token.get()).isEqualTo("token-1");
		assertThat(this.background).hasSize(1);
		this.background.get(0).run();
		assertThat(this.token.get()).isEqualTo("token-2");
	}

	@Test
	void livesOnWhileTheIssuerIsAway() {
		this.token.get();
		this.away = true;
		advance(800);
		assertThat(this.token.get()).isEqualTo("token-1");
		this.background.remove(0).run();
		assertThat(this.token.get()).isEqualTo("token-1");
		assertThat(this.background).as("leaves the issuer alone for a while").isEmpty();
		advance(189);
		assertThat(this.token.get()).isEqualTo("token-1");
		assertThat(this.background).hasSize(1);
		this.away = false;
		this.background.remove(0).run();
		assertThat(this.token.get()).isEqualTo("token-2");
	}

	@Test
	void failsWhenTheTokenHasEndedAndTriesAgainAfterAWhile() {
		this.token.get();
		this.away = true;
		advance(990);
		assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(this.token::get);
		this.away = false;
		assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(this.token::get)
			.withMessageContaining("has just failed");
		advance(1);
		assertThat(this.token.get()).isEqualTo("token-2");
	}

	private FetchedToken fetch() {
		if (this.away) {
			throw new IllegalStateException("away");
		}
		return new FetchedToken("token-" + this.fetched.incrementAndGet(), LIFE);
	}

	private void advance(long seconds) {
		this.now.set(this.now.get().plusSeconds(seconds));
	}

}
