package dev.natsboot.demo.order;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OrderStore}.
 */
@JdbcTest(properties = "spring.datasource.url=jdbc:h2:mem:order-store;MODE=PostgreSQL")
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@Import(OrderStore.class)
class OrderStoreTests {

	private static final OrderRequest REQUEST = new OrderRequest("one", "c-1", "SKU-01", 2);

	@Autowired
	private OrderStore store;

	@Autowired
	private JdbcClient jdbc;

	@Test
	void storesAnOrderOnce() {
		assertThat(this.store.insert("one", REQUEST)).isTrue();
		assertThat(this.store.insert("one", new OrderRequest("one", "c-2", "SKU-02", 3))).isFalse();
		assertThat(this.store.find("one")).hasValueSatisfying((order) -> {
			assertThat(order.isFor(REQUEST)).isTrue();
			assertThat(order.state()).isEqualTo(OrderState.ACCEPTED);
			assertThat(order.decidedAt()).isNull();
		});
	}

	@Test
	void keepsAnOrderInTheOutboxUntilItIsMarked() {
		this.store.insert("one", REQUEST);
		this.store.insert("two", REQUEST);
		assertThat(this.store.unpublished(10)).extracting(OrderCreated::orderId).containsExactly("one", "two");
		assertThat(this.store.unpublished(1)).hasSize(1);
		this.store.markPublished(List.of("one"));
		this.store.markPublished(List.of());
		assertThat(this.store.unpublished(10)).containsExactly(new OrderCreated("two", "SKU-01", 2));
	}

	@Test
	void decidesOnce() {
		this.store.insert("one", REQUEST);
		assertThat(this.store.decide(new OrderOutcome("one", OrderState.REJECTED, "out of stock"))).isTrue();
		Order decided = this.store.find("one").orElseThrow();
		assertThat(this.store.decide(new OrderOutcome("one", OrderState.RESERVED, null))).isFalse();
		assertThat(this.store.find("one")).hasValue(decided);
		assertThat(decided.state()).isEqualTo(OrderState.REJECTED);
		assertThat(decided.reason()).isEqualTo("out of stock");
		assertThat(this.store.decide(new OrderOutcome("unknown", OrderState.RESERVED, null))).isFalse();
	}

	@Test
	void sumsUp() {
		assertThat(this.store.summary()).isEqualTo(new OrderSummary(0, 0, 0, 0, null, null));
		for (int i = 1; i <= 100; i++) {
			this.store.insert("order-" + i, REQUEST);
			this.store
				.decide(new OrderOutcome("order-" + i, (i <= 10) ? OrderState.REJECTED : OrderState.RESERVED, ""));
			this.jdbc
				.sql("update orders set decided_at = dateadd('MILLISECOND', :millis, accepted_at) where order_id = :id")
				.param("millis", i)
				.param("id", "order-" + i)
				.update();
		}
		this.store.insert("waiting", REQUEST);
		assertThat(this.store.summary()).isEqualTo(new OrderSummary(1, 90, 10, 101, 50.0, 99.0));
	}

	@Test
	void listsTheLatestFirst() {
		this.store.insert("one", REQUEST);
		this.store.insert("two", REQUEST);
		assertThat(this.store.latest(5)).extracting(Order::orderId).containsExactly("two", "one");
		assertThat(this.store.latest(1)).hasSize(1);
	}

}
