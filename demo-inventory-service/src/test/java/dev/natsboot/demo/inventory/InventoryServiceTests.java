package dev.natsboot.demo.inventory;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InventoryService} and its database.
 */
@JdbcTest(properties = "spring.datasource.url=jdbc:h2:mem:inventory-store;MODE=PostgreSQL")
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@Import({ InventoryService.class, InventoryStore.class })
class InventoryServiceTests {

	@Autowired
	private InventoryService service;

	@Autowired
	private InventoryStore store;

	@Test
	void reservesStock() {
		Reservation reservation = this.service.reserve(new OrderCreated("one", "SCARCE-1", 10));
		assertThat(reservation).isEqualTo(new Reservation("one", "SCARCE-1", 10, Reservation.Outcome.RESERVED, null));
		assertThat(this.store.findStock("SCARCE-1")).hasValue(new StockLevel("SCARCE-1", 30, 20));
	}

	@Test
	void decidesOncePerOrder() {
		OrderCreated order = new OrderCreated("one", "SCARCE-1", 10);
		Reservation reservation = this.service.reserve(order);
		assertThat(this.service.reserve(order)).isEqualTo(reservation);
		assertThat(this.store.findStock("SCARCE-1")).hasValue(new StockLevel("SCARCE-1", 30, 20));
		assertThat(this.store.summary()).isEqualTo(new InventorySummary(1, 0, 10));
	}

	@Test
	void keepsARejectionThoughThereWouldBeStockNow() {
		Reservation rejection = this.service.reserve(new OrderCreated("one", "SCARCE-2", 21));
		assertThat(rejection.outcome()).isEqualTo(Reservation.Outcome.REJECTED);
		assertThat(rejection.reason()).isEqualTo("out of stock");
		assertThat(this.service.reserve(new OrderCreated("one", "SCARCE-2", 1))).isEqualTo(rejection);
		assertThat(this.store.findStock("SCARCE-2")).hasValue(new StockLevel("SCARCE-2", 20, 20));
	}

	@Test
	void rejectsAnUnknownArticle() {
		Reservation rejection = this.service.reserve(new OrderCreated("one", "NOTHING", 1));
		assertThat(rejection.reason()).isEqualTo("unknown article");
	}

	@Test
	void reservesTheLastPieceAndNoMore() {
		for (int i = 1; i <= 25; i++) {
			this.service.reserve(new OrderCreated("order-" + i, "SCARCE-2", 1));
		}
		assertThat(this.store.summary()).isEqualTo(new InventorySummary(20, 5, 20));
		assertThat(this.store.findStock("SCARCE-2")).hasValue(new StockLevel("SCARCE-2", 20, 0));
	}

}
