package dev.natsboot.demo.order;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The orders in the database. An order's row is its outbox entry too: what is not marked
 * as published is still to be published.
 */
@Repository
class OrderStore {

	private final JdbcClient jdbc;

	OrderStore(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Stores a new order.
	 * @param orderId the order's id
	 * @param request what is ordered
	 * @return {@code false} if there is an order with this id, which stays as it is
	 */
	boolean insert(String orderId, OrderRequest request) {
		return this.jdbc.sql("""
				insert into orders (order_id, customer, sku, quantity, state, published, accepted_at)
				values (:orderId, :customer, :sku, :quantity, 'ACCEPTED', false, :now)
				on conflict do nothing""")
			.param("orderId", orderId)
			.param("customer", request.customer())
			.param("sku", request.sku())
			.param("quantity", request.quantity())
			.param("now", now())
			.update() == 1;
	}

	Optional<Order> find(String orderId) {
		return this.jdbc.sql("select * from orders where order_id = :orderId")
			.param("orderId", orderId)
			.query(OrderStore::order)
			.optional();
	}

	List<Order> latest(int limit) {
		return this.jdbc.sql("select * from orders order by accepted_at desc, order_id desc limit :limit")
			.param("limit", limit)
			.query(OrderStore::order)
			.list();
	}

	List<OrderCreated> unpublished(int limit) {
		return this.jdbc.sql("""
				select order_id, sku, quantity from orders where published = false
				order by accepted_at, order_id limit :limit""")
			.param("limit", limit)
			.query((row, number) -> new OrderCreated(row.getString("order_id"), row.getString("sku"),
					row.getInt("quantity")))
			.list();
	}

	void markPublished(Collection<String> orderIds) {
		if (!orderIds.isEmpty()) {
			this.jdbc.sql("update orders set published = true where order_id in (:orderIds)")
				.param("orderIds", orderIds)
				.update();
		}
	}

	/**
	 * Stores an order's outcome, the first time it is told.
	 * @param outcome the outcome
	 * @return {@code false} if the order is unknown or has its outcome already
	 */
	boolean decide(OrderOutcome outcome) {
		return this.jdbc.sql("""
				update orders set state = :state, reason = :reason, decided_at = :now
				where order_id = :orderId and state = 'ACCEPTED'""")
			.param("state", outcome.outcome().name())
			.param("reason", outcome.reason())
			.param("now", now())
			.param("orderId", outcome.orderId())
			.update() == 1;
	}

	OrderSummary summary() {
		return this.jdbc.sql("""
				select count(case when state = 'ACCEPTED' then 1 end) as accepted,
				count(case when state = 'RESERVED' then 1 end) as reserved,
				count(case when state = 'REJECTED' then 1 end) as rejected,
				count(case when not published then 1 end) as unpublished,
				percentile_disc(0.5) within group (order by extract(epoch from (decided_at - accepted_at))) as p50,
				percentile_disc(0.99) within group (order by extract(epoch from (decided_at - accepted_at))) as p99
				from orders""")
			.query((row, number) -> new OrderSummary(row.getLong("accepted"), row.getLong("reserved"),
					row.getLong("rejected"), row.getLong("unpublished"), millis(row, "p50"), millis(row, "p99")))
			.single();
	}

	private static OffsetDateTime now() {
		return OffsetDateTime.now(ZoneOffset.UTC);
	}

	private static @Nullable Double millis(ResultSet row, String column) throws SQLException {
		double seconds = row.getDouble(column);
		return row.wasNull() ? null : seconds * 1000;
	}

	private static Order order(ResultSet row, int number) throws SQLException {
		Instant acceptedAt = row.getObject("accepted_at", OffsetDateTime.class).toInstant();
		OffsetDateTime decidedAt = row.getObject("decided_at", OffsetDateTime.class);
		return new Order(row.getString("order_id"), row.getString("customer"), row.getString("sku"),
				row.getInt("quantity"), OrderState.valueOf(row.getString("state")), row.getString("reason"), acceptedAt,
				(decidedAt != null) ? decidedAt.toInstant() : null);
	}

}
