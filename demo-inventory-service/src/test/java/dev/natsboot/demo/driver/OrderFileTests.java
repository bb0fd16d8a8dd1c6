package dev.natsboot.demo.driver;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the checked-in {@link OrderFile}.
 */
class OrderFileTests {

	@Test
	void theFileIsTheOneThatItsWriterWrites() throws IOException {
		Properties figures = new Properties();
		figures.load(new StringReader(OrderFileWriter.figures()));
		OrderFile file = OrderFile.read();
		assertThat(file.lines()).isEqualTo(new OrderFileWriter().lines());
		assertThat(file.expected()).isEqualTo(OrderFile.Expected.from(figures));
	}

	@Test
	void theFiguresAddUp() throws IOException {
		OrderFile file = OrderFile.read();
		OrderFile.Expected expected = file.expected();
		assertThat(file.lines()).hasSize(expected.accepted() + expected.duplicates() + expected.malformed()
				+ expected.invalid() + expected.conflicting());
		assertThat(expected.accepted()).isEqualTo(expected.reserved() + expected.rejected())
			.isGreaterThanOrEqualTo(1000);
	}

}
