package dev.natsboot.demo.inventory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Stock and reservations in the database.
 */
@Repository
class InventoryStore {

	private final JdbcClient jdbc;

	InventoryStore(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Takes pieces out of the stock.
	 * @param sku the article
	 * @param quantity how many
	 * @return {@code false} if there are not as many; then nothing is taken
	 */
	boolean take(String sku, int quantity) {
		return this.jdbc.sql("""
				update stock set available = available - :quantity
				where sku = :sku and available >= :quantity""")
			.param("sku", sku)
			.param("quantity", quantity)
			.update() == 1;
	}

	void insert(Reservation reservation) {
		this.jdbc.sql("""
				insert into reservation (order_id, sku, quantity, outcome, reason)
				values (:orderId, :sku, :quantity, :outcome, :reason)""")
			.param("orderId", reservation.orderId())
			.param("sku", reservation.sku())
			.param("quantity", reservation.quantity())
			.param("outcome", reservation.outcome().name())
			.param("reason", reservation.reason())
			.update();
	}

	Optional<Reservation> findReservation(String orderId) {
		return this.jdbc.sql("select * from reservation where order_id = :orderId")
			.param("orderId", orderId)
			.query(InventoryStore::reservation)
			.optional();
	}

	Optional<StockLevel> findStock(String sku) {
		return this.jdbc.sql("select * from stock where sku = :sku")
			.param("sku", sku)
			.query(InventoryStore::stockLevel)
			.optional();
	}

	List<StockLevel> stock() {
		return this.jdbc.sql("select * from stock order by sku").query(InventoryStore::stockLevel).list();
	}

	InventorySummary summary() {
		return this.jdbc.sql("""
				select count(case when outcome = 'RESERVED' then 1 end) as reserved,
				count(case when outcome = 'REJECTED' then 1 end) as rejected,
				coalesce(sum(case when outcome = 'RESERVED' then quantity end), 0) as units
				from reservation""")
			.query((row, number) -> new InventorySummary(row.getLong("reserved"), row.getLong("rejected"),
					row.getLong("units")))
			.single();
	}

	private static Reservation reservation(ResultSet row, int number) throws SQLException {
		return new Reservation(row.getString("order_id"), row.getString("sku"), row.getInt("quantity"),
				Reservation.Outcome.valueOf(row.getString("outcome")), row.getString("reason"));
	}

	private static StockLevel stockLevel(ResultSet row, int number) throws SQLException {
		return new StockLevel(row.getString("sku"), row.getInt("initial"), row.getInt("available"));
	}

}
