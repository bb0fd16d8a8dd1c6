package dev.natsboot.security;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.natsboot.TestApplication;
import dev.natsboot.TestServer;
import dev.natsboot.core.OutboundMessage;
import dev.natsboot.listener.ListenerState;
import dev.natsboot.listener.NatsListenerContainer;
import dev.natsboot.listener.NatsListenerRegistry;
import dev.natsboot.security.keys.FixedSigningKeys;
import dev.natsboot.security.keys.SigningKeys;
import dev.natsboot.security.keys.TestKeys;
import dev.natsboot.security.proof.ProofSigner;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static dev.natsboot.TestApplication.await;

/**
 * A server, an issuer of tokens, a service {@code sender} that signs, and a connection of
 * somebody who may do anything with NATS and nothing else.
 */
abstract class SecurityTestBase {

	static final String STREAM = "SECURED";

	static final String DEAD_LETTERS = "SECURED_DEAD";

	static final OctetKeyPair SENDER = key("sender-1");

	static TestIssuer issuer;

	static Connection attacker;

	static JetStreamManagement management;

	static @Nullable TestApplication receiver;

	@BeforeAll
	static void connect() throws Exception {
		issuer = TestIssuer.start();
		attacker = Nats.connect(Options.builder().server(TestServer.url()).build());
		management = attacker.jetStreamManagement();
		stream(STREAM, "secured.>");
	}

	@AfterAll
	static void disconnect() throws Exception {
		if (receiver != null) {
			receiver.close();
			receiver = null;
		}
		for (String stream : List.of(STREAM, DEAD_LETTERS)) {
			try {
				management.deleteStream(stream);
			}
			catch (JetStreamApiException ex) {
				// there was no dead letter
			}
		}
		attacker.close();
		issuer.close();
	}

	@BeforeEach
	void forget() {
		if (receiver != null) {
			recorder().clear();
		}
	}

	static void stream(String name, String... subjects) throws Exception {
		management.addStream(StreamConfiguration.builder()
			.name(name)
			.subjects(subjects)
			.storageType(StorageType.Memory)
			.allowMessageSchedules(true)
			.duplicateWindow(Duration.ofMillis(100))
			.build());
	}

	static OctetKeyPair key(String id) {
		return new OctetKeyPair.Builder(TestKeys.ed25519()).keyID(id).build();
	}

	/**
	 * An application that trusts the issuer and the service {@code sender}.
	 */
	static TestApplication.Builder application(Class<?>... beans) {
		Class<?>[] all = java.util.Arrays.copyOf(beans, beans.length + 1);
		all[beans.length] = RecorderConfiguration.class;
		return TestApplication.with(all)
			.property("nats.listener.dead-letter.stream", DEAD_LETTERS)
			.property("nats.listener.dead-letter.subject-prefix", "secured-dead")
			.property("nats.listener.retry.initial", "20ms")
			.property("nats.security.jwt.subjects[0].subject", "*.bearer.>")
			.property("nats.security.jwt.subjects[0].mode", "bearer")
			.property("nats.security.jwt.subjects[1].subject", "*.bound.>")
			.property("nats.security.jwt.subjects[1].mode", "bound")
			.property("nats.security.jwt.subjects[2].subject", "*.open.>")
			.property("nats.security.jwt.subjects[2].mode", "off")
			.property("nats.security.jwt.mode", "signed")
			.property("nats.security.jwt.bearer-on-streams", "true")
			.property("nats.security.jwt.clock-skew", "0s")
			.property("nats.security.jwt.issuers[0].issuer-uri", issuer.url())
			.property("nats.security.jwt.issuers[0].jwk-set-uri", issuer.jwkSetUri())
			.property("nats.security.jwt.audiences", TestIssuer.AUDIENCE)
			.property("nats.security.jwt.services.sender.public-keys[0]", SENDER.toPublicJWK().toJSONString())
			.property("nats.security.rules[0].subject", "*.*.scoped")
			.property("nats.security.rules[0].scopes", "write")
			.property("nats.security.rules[1].subject", "*.open.>")
			.property("nats.security.rules[1].access", "all")
			.property("nats.security.rules[2].subject", ">")
			.property("nats.security.rules[2].access", "authenticated");
	}

	static TestApplication startServed(TestApplication.Builder builder) {
		TestApplication started = builder.start(TestServer.url());
		for (NatsListenerContainer container : started.bean(NatsListenerRegistry.class).containers()) {
			if (container.isAutoStartup()) {
				await(() -> container.state() == ListenerState.RUNNING);
			}
		}
		return started;
	}

	static Recorder recorder() {
		return receiver().bean(Recorder.class);
	}

	static TestApplication receiver() {
		if (receiver == null) {
			throw new IllegalStateException("No receiver");
		}
		return receiver;
	}

	/**
	 * What a message needs to pass for one that was signed.
	 */
	static Headers signed(ProofSigner signer, OutboundMessage.Kind kind, String subject, @Nullable String replyTo,
			Headers headers, String payload) {
		OutboundMessage message = new OutboundMessage(kind, subject, replyTo, headers, bytes(payload));
		headers.put("Message-Proof", signer.sign(message, "id-" + System.nanoTime(), null, null));
		return headers;
	}

	static Headers event(String subject, String payload) {
		return signed(ProofSigners.sender(List.of()), OutboundMessage.Kind.EVENT, subject, null, new Headers(),
				payload);
	}

	static Headers bearer(String token) {
		return new Headers().put("Authorization", "Bearer " + token);
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static List<MessageInfo> deadLetters() {
		List<MessageInfo> letters = new java.util.ArrayList<>();
		try {
			long last = management.getStreamInfo(DEAD_LETTERS).getStreamState().getLastSequence();
			for (long i = 1; i <= last; i++) {
				letters.add(management.getMessage(DEAD_LETTERS, i));
			}
		}
		catch (JetStreamApiException ex) {
			// not there yet
		}
		catch (java.io.IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
		return letters;
	}

	static void awaitRefused(String... reasons) {
		await(() -> recorder().refused().size() >= reasons.length);
		org.assertj.core.api.Assertions.assertThat(recorder().refused()).containsExactly(reasons);
	}

	/**
	 * Remembers.
	 */
	@Configuration(proxyBeanMethods = false)
	static class RecorderConfiguration {

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

	}

	/**
	 * The key of the service {@code sender}.
	 */
	@Configuration(proxyBeanMethods = false)
	static class SenderConfiguration {

		@Bean
		SigningKeys signingKeys() {
			return new FixedSigningKeys(SENDER);
		}

	}

}
