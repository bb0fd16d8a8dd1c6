package dev.natsboot.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import dev.natsboot.TestApplication;
import dev.natsboot.annotation.NatsListener;
import dev.natsboot.core.InboundFilter;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.OutboundFilter;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From {@code nats.security.encryption} to what is in a stream and what a listener gets.
 */
class NatsEncryptionPropertiesTests {

	private static final String PREFIX = "nats.security.encryption.";

	private static EmbeddedNatsServer server;

	private static Connection connection;

	@BeforeAll
	static void startServer() throws Exception {
		server = EmbeddedNatsServer.start();
		connection = Nats.connect(server.url());
		connection.jetStreamManagement()
			.addStream(StreamConfiguration.builder().name("CARDS").subjects("cards.>").build());
	}

	@AfterAll
	static void stopServer() throws Exception {
		connection.close();
		server.close();
	}

	@Test
	void encryptsOnTheWireAndDecryptsForListeners() throws Exception {
		ECKey key = new ECKeyGenerator(Curve.P_256).generate();
		try (TestApplication application = TestApplication.with(Cards.class)
			.property(PREFIX + "rules[0].subjects", "cards.>,secrets.*")
			.property(PREFIX + "rules[0].key", key.toPublicJWK().toJSONString())
			.property(PREFIX + "decryption-keys[0]", key.toJSONString())
			.start(server.url())) {
			application.nats().publish("cards.new", new Card("4111"));
			Cards cards = application.bean(Cards.class);
			assertThat(cards.received.poll(30, TimeUnit.SECONDS)).isEqualTo(new Card("4111"));
			Message stored = stored("cards.new");
			assertThat(stored.getHeaders().getFirst("Content-Type")).isEqualTo("application/jose");
			assertThat(new String(stored.getData(), StandardCharsets.US_ASCII)).startsWith("ey").doesNotContain("4111");

			assertThat(application.nats().request("secrets.ask", "who", String.class)).isEqualTo("who?");

			// what cannot be decrypted is a dead letter at once, as encrypted as it was
			ECKey other = new ECKeyGenerator(Curve.P_256).generate();
			try (TestApplication stranger = TestApplication.with()
				.property(PREFIX + "rules[0].subjects", "cards.>")
				.property(PREFIX + "rules[0].key", other.toPublicJWK().toJSONString())
				.start(server.url())) {
				stranger.nats().publish("cards.new", new Card("4222"));
			}
			byte[] encrypted = stored("cards.new").getData();
			TestApplication.await(() -> deadLetter() != null);
			assertThat(deadLetter()).isEqualTo(encrypted);
			assertThat(cards.received).isEmpty();
		}
	}

	@Test
	void nothingIsThereUnlessAskedFor() {
		runner().run((context) -> assertThat(context).doesNotHaveBean(InboundFilter.class)
			.doesNotHaveBean(OutboundFilter.class));
		runner().withClassLoader(new FilteredClassLoader("com.nimbusds"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void errorsNameTheProperty() throws Exception {
		String good = new OctetSequenceKeyGenerator(256).generate().toJSONString();
		String small = new OctetSequenceKeyGenerator(128).generate().toJSONString();
		String open = new ECKeyGenerator(Curve.P_256).generate().toPublicJWK().toJSONString();
		fails("rules[0].key", "128 bits", "rules[0].subjects=a", "rules[0].key=" + small);
		fails("rules[0].key", "cannot be read", "rules[0].subjects=a", "rules[0].key=/missing.pem");
		fails("rules[0].subjects", "is empty", "rules[0].key=" + good);
		fails("rules[0].subjects", "no subject", "rules[0].subjects=a..b", "rules[0].key=" + good);
		fails("decryption-keys[0]", "no private part", "decryption-keys[0]=" + open);
	}

	private static ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(NatsEncryptionAutoConfiguration.class));
	}

	private static void fails(String property, String message, String... values) {
		runner().withPropertyValues(List.of(values).stream().map((value) -> PREFIX + value).toArray(String[]::new))
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(NatsConfigurationException.class.getName())
				.hasStackTraceContaining("'" + PREFIX + property + "'")
				.hasStackTraceContaining(message));
	}

	private static Message stored(String subject) throws Exception {
		JetStreamSubscription subscription = connection.jetStream()
			.subscribe(subject,
					io.nats.client.PushSubscribeOptions.builder()
						.ordered(true)
						.configuration(io.nats.client.api.ConsumerConfiguration.builder()
							.deliverPolicy(io.nats.client.api.DeliverPolicy.Last)
							.build())
						.build());
		try {
			return subscription.nextMessage(java.time.Duration.ofSeconds(10));
		}
		finally {
			subscription.unsubscribe();
		}
	}

	private static byte[] deadLetter() {
		try {
			for (String stream : connection.jetStreamManagement().getStreamNames()) {
				if (!stream.equals("CARDS")) {
					long last = connection.jetStreamManagement()
						.getStreamInfo(stream)
						.getStreamState()
						.getLastSequence();
					if (last > 0) {
						return connection.jetStreamManagement().getMessage(stream, last).getData();
					}
				}
			}
			return null;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	record Card(String number) {
	}

	static class Cards {

		final BlockingQueue<Card> received = new LinkedBlockingQueue<>();

		@NatsListener(subjects = "cards.new", stream = "CARDS", durable = "cards")
		void card(Card card) {
			this.received.add(card);
		}

		@NatsListener("secrets.ask")
		String ask(String question) {
			return question + "?";
		}

	}

}
