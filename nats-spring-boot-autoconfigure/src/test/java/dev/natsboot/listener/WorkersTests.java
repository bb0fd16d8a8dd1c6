package dev.natsboot.listener;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.natsboot.TestApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Workers} that keep an order.
 */
class WorkersTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void end() {
		this.threads.shutdownNow();
	}

	@Test
	void itemsOfOneKeyComeOneAfterTheOther() {
		Map<Integer, List<Integer>> handled = new ConcurrentHashMap<>();
		Workers<Integer> workers = new Workers<>(new Concurrency(8, 8), true, 16, this.threads,
				(item) -> handled.computeIfAbsent(item % 100, (key) -> new CopyOnWriteArrayList<>()).add(item));
		IntStream.range(0, 20_000).forEach((item) -> workers.submit(item, item % 100));
		assertThat(workers.finish(LONG)).isTrue();
		assertThat(handled).hasSize(100);
		assertThat(handled.values()).allSatisfy((items) -> assertThat(items).hasSize(200).isSorted());
	}

	@Test
	void whatWaitsBehindABusyKeyKeepsNoOtherWaiting() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch others = new CountDownLatch(50);
		Workers<Integer> workers = new Workers<>(new Concurrency(2, 2), true, Integer.MAX_VALUE, this.threads,
				(item) -> {
					if (item == 0) {
						awaitQuietly(release);
					}
					else if (item > 10) {
						others.countDown();
					}
				});
		IntStream.rangeClosed(0, 10).forEach((item) -> workers.submit(item, 0));
		IntStream.rangeClosed(11, 60).forEach((item) -> workers.submit(item, item));
		assertThat(others.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(workers.queued()).isEqualTo(10);
		assertThat(workers.deepestLane()).isEqualTo(10);
		assertThat(workers.takeBack()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
		release.countDown();
		assertThat(workers.finish(LONG)).isTrue();
	}

	@Test
	void submittingWaitsForRoom() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		Workers<Integer> workers = new Workers<>(new Concurrency(2, 2), true, 1, this.threads,
				(item) -> awaitQuietly(release));
		Thread submitter = new Thread(() -> IntStream.range(0, 8).forEach((item) -> workers.submit(item, item % 2)));
		submitter.start();
		TestApplication.await(() -> submitter.getState() == Thread.State.TIMED_WAITING);
		assertThat(workers.queued()).isLessThanOrEqualTo(2);
		release.countDown();
		submitter.join(LONG.toMillis());
		assertThat(workers.finish(LONG)).isTrue();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
