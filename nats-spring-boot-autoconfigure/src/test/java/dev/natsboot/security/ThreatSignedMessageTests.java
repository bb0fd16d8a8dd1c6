package dev.natsboot.security;

import java.time.Duration;
import java.util.List;

import dev.natsboot.core.OutboundMessage.Kind;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.natsboot.TestApplication.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threats by signed messages that somebody has seen and uses again, elsewhere or changed,
 * and by messages that nobody signed.
 */
class ThreatSignedMessageTests extends SecurityTestBase {

	private static final String SUBJECT = "core.signed.orders";

	@BeforeAll
	static void start() {
		receiver = startServed(
				application(ReceivingListeners.class).property("nats.security.jwt.proof.headers", "Type"));
	}

	private static Headers withType(String type) {
		return new Headers().put("Content-Type", "text/plain").put("Type", type);
	}

	private static Headers typed(String subject, String payload) {
		return signed(ProofSigners.sender(List.of("type")), Kind.EVENT, subject, null, withType("order"), payload);
	}

	@Test
	void whatATrustedServiceSignedIsHandledInItsName() {
		attacker.publish(SUBJECT, typed(SUBJECT, "1"), bytes("1"));
		await(() -> !recorder().handled().isEmpty());
		assertThat(recorder().handled()).containsExactly(new Recorder.Handled(SUBJECT, "1", "sender"));
	}

	@Test
	void aSignatureIsOfNoUseOnAnotherSubject() {
		attacker.publish("core.signed.payments", typed(SUBJECT, "1"), bytes("1"));
		awaitRefused("consume:subject");
	}

	@Test
	void aSignatureIsOfNoUseWithAnotherPayload() {
		attacker.publish(SUBJECT, typed(SUBJECT, "1"), bytes("2"));
		awaitRefused("consume:body");
	}

	@ParameterizedTest
	@CsvSource({ "Type,invoice", "Content-Type,application/json", "content-type,application/json", "TYPE,invoice",
			"Nats-Msg-Id,17" })
	void aSignatureIsOfNoUseWithAnotherTypeHeader(String header, String value) {
		Headers headers = typed(SUBJECT, "1");
		headers.put(header, value);
		attacker.publish(SUBJECT, headers, bytes("1"));
		awaitRefused("consume:headers");
	}

	@Test
	void aSenderMayNotLeaveOutHeadersThatMustBeSigned() {
		attacker.publish(SUBJECT, event(SUBJECT, "1"), bytes("1"));
		awaitRefused("consume:headers");
	}

	@Test
	void aReplySubjectCannotBeAddedOrExchanged() {
		attacker.publish(SUBJECT, "_INBOX.mine", typed(SUBJECT, "1"), bytes("1"));
		awaitRefused("consume:reply");
		Headers request = signed(ProofSigners.sender(List.of("type")), Kind.REQUEST, SUBJECT, "_INBOX.theirs",
				withType("order"), "1");
		attacker.publish(SUBJECT, "_INBOX.mine", request, bytes("1"));
		awaitRefused("consume:reply", "consume:reply");
	}

	@Test
	void aCoreMessageIsHandledOnce() {
		Headers headers = typed(SUBJECT, "1");
		attacker.publish(SUBJECT, headers, bytes("1"));
		attacker.publish(SUBJECT, headers, bytes("1"));
		awaitRefused("consume:replayed");
		assertThat(recorder().payloads(SUBJECT)).containsExactly("1");
	}

	@Test
	void anOldSignatureIsRefused() {
		Headers headers = signed(ProofSigners.sender(List.of("type"), Duration.ofMinutes(2)), Kind.EVENT, SUBJECT, null,
				withType("order"), "1");
		attacker.publish(SUBJECT, headers, bytes("1"));
		awaitRefused("consume:stale");
	}

	@Test
	void aSignatureOfSomebodyElseIsRefused() {
		Headers unknown = signed(ProofSigners.of("stranger", key("x"), List.of("type")), Kind.EVENT, SUBJECT, null,
				withType("order"), "1");
		attacker.publish(SUBJECT, unknown, bytes("1"));
		awaitRefused("consume:issuer");
		Headers pretender = signed(ProofSigners.of("sender", key("sender-1"), List.of("type")), Kind.EVENT, SUBJECT,
				null, withType("order"), "1");
		attacker.publish(SUBJECT, pretender, bytes("1"));
		awaitRefused("consume:issuer", "consume:signature");
	}

	@Test
	void aReplyIsNoRequest() {
		String inbox = "_INBOX.a";
		Headers reply = signed(ProofSigners.sender(List.of("type")), Kind.REPLY, SUBJECT, null, withType("order"), "1");
		attacker.publish(SUBJECT, inbox, reply, bytes("1"));
		awaitRefused("consume:use");
	}

	@Test
	void anAccessTokenDoesNotReplaceASignature() {
		attacker.publish(SUBJECT, bearer(issuer.token()), bytes("1"));
		awaitRefused("consume:missing");
		attacker.publish(SUBJECT, new Headers().put("Message-Proof", issuer.token()), bytes("1"));
		awaitRefused("consume:missing", "consume:type");
	}

	@Test
	void anAcknowledgementThatLandsOnAListenerIsRefused() {
		attacker.publish("secured.open.x", SUBJECT, new Headers(), bytes("its answer goes to the listener"));
		awaitRefused("consume:missing");
		assertThat(recorder().handled()).isEmpty();
	}

	@Test
	void aCopyAtAnotherPlaceOfTheStreamIsRefusedAndARedeliveryIsNot() {
		String subject = "secured.signed.failing";
		Headers headers = typed(subject, "1");
		attacker.publish(subject, headers, bytes("1"));
		await(() -> recorder().payloads(subject).size() == 2);
		attacker.publish(subject, headers, bytes("1"));
		awaitRefused("consume:replayed");
		assertThat(recorder().payloads(subject)).containsExactly("1", "1");
		await(() -> deadLetters().stream()
			.anyMatch((letter) -> subject.equals(letter.getHeaders().getFirst("Dead-Letter-Subject"))));
	}

	@Test
	void aSignedMessageOutOfAScheduleIsRefused() {
		String target = "secured.signed.target";
		Headers headers = typed(target, "1").put("Nats-Schedule", "@at " + java.time.Instant.now())
			.put("Nats-Schedule-Target", target);
		attacker.publish("secured.schedules.b", headers, bytes("1"));
		awaitRefused("consume:scheduled");
	}

	@Test
	void aPlainMessageInAPullInboxDoesNotKeepTheNextFromBeingHandled() throws Exception {
		List<Message> pulls = new java.util.concurrent.CopyOnWriteArrayList<>();
		var dispatcher = attacker.createDispatcher(pulls::add);
		dispatcher.subscribe("$JS.API.CONSUMER.MSG.NEXT." + STREAM + ".secured-work");
		attacker.flush(Duration.ofSeconds(5));
		receiver().listener("stream").pause();
		receiver().listener("stream").resume();
		await(() -> !pulls.isEmpty());
		attacker.closeDispatcher(dispatcher);
		String subject = "secured.signed.next";
		attacker.publish(pulls.get(0).getReplyTo(), typed(subject, "plain"), bytes("plain"));
		attacker.publish(subject, typed(subject, "next"), bytes("next"));
		await(() -> recorder().payloads(subject).equals(List.of("next")));
		assertThat(recorder().handled()).hasSize(1);
	}

}
