package dev.natsboot.security;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.test.server.CertificateFiles;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import io.nats.client.Options;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * Messages in all directions, without a pause: to the application by core and by
 * JetStream, and from it. Counts each one that arrives.
 */
final class Traffic implements AutoCloseable {

	private final Set<String> left = ConcurrentHashMap.newKeySet();

	private final TestApplication application;

	private final Arrivals arrivals;

	private final Connection outside;

	private final Thread thread = new Thread(this::run, "traffic");

	private volatile int sent;

	private volatile boolean stopped;

	Traffic(TestApplication application, String server, CertificateFiles identity) throws Exception {
		this.application = application;
		this.arrivals = application.bean(Arrivals.class);
		PemSslStoreDetails keys = PemSslStoreDetails.forCertificate("file:" + identity.certificate())
			.withPrivateKey("file:" + identity.key());
		SslBundle bundle = SslBundle
			.of(new PemSslStoreBundle(keys, PemSslStoreDetails.forCertificate("file:" + identity.authority())));
		this.outside = Nats.connect(Options.builder().server(server).sslContext(bundle.createSslContext()).build());
		Dispatcher dispatcher = this.outside.createDispatcher((message) -> this.left.add(text(message.getData())));
		dispatcher.subscribe("t.out");
		this.outside.flush(Duration.ofSeconds(10));
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private static String text(byte[] data) {
		return new String(data, StandardCharsets.UTF_8);
	}

	private void run() {
		while (!this.stopped) {
			String next = Integer.toString(this.sent);
			this.outside.publish("t.core", next.getBytes(StandardCharsets.UTF_8));
			this.application.nats().send("t.out", next);
			// its acknowledgement sets the pace
			this.application.nats().publish("t.js", next);
			this.sent++;
		}
	}

	/**
	 * Lets some more messages pass.
	 */
	void flow() {
		int seen = this.sent;
		TestApplication.await(() -> this.sent > seen + 200);
	}

	/**
	 * Ends the traffic and waits until all has arrived.
	 */
	int finish() throws Exception {
		this.stopped = true;
		this.thread.join(Duration.ofSeconds(30).toMillis());
		int all = this.sent;
		TestApplication.await(() -> this.left.size() == all);
		TestApplication.await(() -> this.arrivals.core.size() == all);
		TestApplication.await(() -> this.arrivals.stream.size() == all);
		return all;
	}

	@Override
	public void close() throws Exception {
		this.stopped = true;
		this.thread.join(Duration.ofSeconds(30).toMillis());
		this.outside.close();
	}

	/**
	 * What the application has received.
	 */
	static class Arrivals {

		final Set<String> core = ConcurrentHashMap.newKeySet();

		final Set<String> twice = ConcurrentHashMap.newKeySet();

		final Set<String> stream = ConcurrentHashMap.newKeySet();

		@NatsListener(subjects = "t.core", queue = "q")
		void core(String message) {
			if (!this.core.add(message)) {
				this.twice.add(message);
			}
		}

		@NatsListener(subjects = "t.js", durable = "worker")
		void stream(String message) {
			this.stream.add(message);
		}

	}

}
