package dev.natsboot.jetstream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

import dev.natsboot.TestServer;
import dev.natsboot.core.NatsException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Reading a stream to its end, without a consumer.
 */
class StreamReaderTests {

	private Connection connection;

	@BeforeEach
	void connect() throws Exception {
		this.connection = Nats
			.connect(Options.builder().server(TestServer.url()).connectionTimeout(Duration.ofSeconds(10)).build());
	}

	@AfterEach
	void disconnect() throws Exception {
		this.connection.jetStreamManagement().deleteStream("READ");
		this.connection.close();
	}

	private void create(boolean direct) throws Exception {
		this.connection.jetStreamManagement()
			.addStream(StreamConfiguration.builder()
				.name("READ")
				.subjects("read.>")
				.storageType(StorageType.Memory)
				.allowDirect(direct)
				.build());
	}

	private void publish(String subject, int from, int to) throws Exception {
		for (int i = from; i < to; i++) {
			this.connection.jetStream().publish(subject, Integer.toString(i).getBytes(StandardCharsets.UTF_8));
		}
	}

	private static List<String> rest(StreamReader reader) {
		List<String> payloads = new ArrayList<>();
		reader.forEachRemaining((message) -> payloads.add(new String(message.getData(), StandardCharsets.UTF_8)));
		return payloads;
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void readsFromAnywhereToTheEnd(boolean direct) throws Exception {
		create(direct);
		publish("read.a", 0, 3);
		publish("read.b", 3, 5);
		Instant between = Instant.now();
		publish("read.a", 5, 7);
		this.connection.jetStreamManagement().deleteMessage("READ", 2);
		StreamReader reader = new StreamReader(this.connection, "READ", "read.>", DeliverFrom.ALL);
		publish("read.a", 7, 8);
		assertThat(rest(reader)).containsExactly("0", "2", "3", "4", "5", "6");
		assertThat(reader.hasNext()).isFalse();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(reader::next);
		reader.seek(DeliverFrom.after(5));
		MessageInfo next = reader.next();
		assertThat(next.getSeq()).isEqualTo(6);
		assertThat(next.getSubject()).isEqualTo("read.a");
		assertThat(rest(reader)).containsExactly("6", "7");
		reader.seek(DeliverFrom.at(between));
		assertThat(rest(reader)).containsExactly("5", "6", "7");
		reader.seek(DeliverFrom.at(Instant.now().plusSeconds(60)));
		assertThat(rest(reader)).isEmpty();
		reader.seek(DeliverFrom.NEW);
		assertThat(rest(reader)).isEmpty();
		StreamReader other = new StreamReader(this.connection, "READ", "read.b", DeliverFrom.LAST);
		assertThat(rest(other)).containsExactly("4");
		other.seek(DeliverFrom.ALL);
		assertThat(rest(other)).containsExactly("3", "4");
	}

	@Test
	void anEmptyStreamHasNoMessage() throws Exception {
		create(true);
		assertThat(rest(new StreamReader(this.connection, "READ", ">", DeliverFrom.ALL))).isEmpty();
		assertThat(rest(new StreamReader(this.connection, "READ", ">", DeliverFrom.LAST))).isEmpty();
	}

	@Test
	void saysWhatIsWrong() throws Exception {
		create(true);
		assertThatExceptionOfType(NatsException.class)
			.isThrownBy(() -> new StreamReader(this.connection, "NONE", ">", DeliverFrom.ALL))
			.withMessageContaining("'NONE'");
		assertThatIllegalArgumentException().isThrownBy(() -> new StreamReader(this.connection, "READ", ">",
				new DeliverFrom(DeliverPolicy.LastPerSubject, 0, null)));
	}

}
