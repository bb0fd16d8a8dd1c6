package dev.natsboot.once;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The table of processed ids. Thread-safe.
 */
final class JdbcIdTable {

	private static final int MAX_ID = 255;

	private static final int MAX_PARAMETERS = 500;

	private final JdbcTemplate jdbc;

	private final String table;

	private final String insert;

	JdbcIdTable(JdbcTemplate jdbc, String table) {
		this.jdbc = jdbc;
		this.table = table;
		this.insert = "INSERT INTO " + table + " (CONSUMER, MESSAGE_ID, PROCESSED_AT) VALUES (?, ?, ?)";
	}

	/**
	 * Adds an id.
	 * @return {@code false} if it is there
	 */
	boolean add(ProcessedId id) {
		try {
			this.jdbc.update(this.insert, id.consumer(), bounded(id.id()), System.currentTimeMillis());
			return true;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
		catch (ConcurrencyFailureException | QueryTimeoutException ex) {
			throw new InProcessElsewhereException("The message is being handled in another transaction", ex);
		}
	}

	/**
	 * Adds ids that were not there just now. Always in the same order, so that two who
	 * add some of the same do not wait for each other.
	 */
	void addAll(Collection<ProcessedId> ids) {
		List<Object[]> rows = ids.stream()
			.sorted(Comparator.comparing(ProcessedId::id))
			.map((id) -> new Object[] { id.consumer(), bounded(id.id()), System.currentTimeMillis() })
			.toList();
		try {
			this.jdbc.batchUpdate(this.insert, rows);
		}
		catch (DuplicateKeyException | ConcurrencyFailureException | QueryTimeoutException ex) {
			throw new InProcessElsewhereException("One of the messages is being handled in another transaction", ex);
		}
	}

	/**
	 * Which of some ids of one consumer are there.
	 */
	Set<ProcessedId> known(List<ProcessedId> ids) {
		Set<String> known = new HashSet<>();
		for (int from = 0; from < ids.size(); from += MAX_PARAMETERS) {
			List<ProcessedId> some = ids.subList(from, Math.min(ids.size(), from + MAX_PARAMETERS));
			Object[] parameters = new Object[some.size() + 1];
			parameters[0] = some.get(0).consumer();
			for (int i = 0; i < some.size(); i++) {
				parameters[i + 1] = bounded(some.get(i).id());
			}
			known.addAll(this.jdbc.queryForList("SELECT MESSAGE_ID FROM " + this.table
					+ " WHERE CONSUMER = ? AND MESSAGE_ID IN (?" + ", ?".repeat(some.size() - 1) + ")", String.class,
					parameters));
		}
		Set<ProcessedId> result = new HashSet<>(ids);
		result.removeIf((id) -> !known.contains(bounded(id.id())));
		return result;
	}

	void remove(Collection<ProcessedId> ids) {
		List<Object[]> rows = ids.stream().map((id) -> new Object[] { id.consumer(), bounded(id.id()) }).toList();
		this.jdbc.batchUpdate("DELETE FROM " + this.table + " WHERE CONSUMER = ? AND MESSAGE_ID = ?", rows);
	}

	private static String bounded(String id) {
		return (id.length() <= MAX_ID) ? id : id.substring(0, 128) + "#" + Digests.of(id);
	}

}
