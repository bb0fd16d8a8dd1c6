package dev.natsboot.core.connection;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SlotReports}.
 */
class SlotReportsTests {

	@Test
	void aCauseWithoutAMessageIsLeftOut() {
		assertThat(SlotReports.reason(because(new TimeoutException()))).isEqualTo("not reached");
		assertThat(SlotReports.reason(because(new ExecutionException(new TimeoutException()))))
			.isEqualTo("not reached");
		assertThat(SlotReports.reason(new IOException())).isEqualTo("IOException");
	}

	@Test
	void theMessageOfTheFirstCauseIsTold() {
		assertThat(SlotReports.reason(because(new ExecutionException(new IOException("at nats://me:secret@host")))))
			.isEqualTo("not reached (at nats://host)");
	}

	@Test
	void anUnknownHostIsCalledSo() {
		assertThat(SlotReports.reason(because(new UnknownHostException("nosuchhost.invalid"))))
			.isEqualTo("not reached (unknown host 'nosuchhost.invalid')");
		assertThat(
				SlotReports.reason(because(new UnknownHostException("nosuchhost.invalid: Name or service not known"))))
			.isEqualTo("not reached (unknown host 'nosuchhost.invalid')");
	}

	private static IOException because(Exception cause) {
		IOException exception = new IOException("not reached");
		exception.addSuppressed(cause);
		return exception;
	}

}
