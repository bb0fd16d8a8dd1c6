package dev.natsboot.once;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import dev.natsboot.core.ListenerDescription;
import dev.natsboot.core.NatsConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.log.LogAccessor;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.jta.JtaTransactionManager;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * Processed ids in a database table. The id is inserted first and the handler is called
 * in the same transaction: both take effect, or neither. A second delivery waits in the
 * database for the first one's end. Thread-safe.
 *
 * @since 0.1.0
 */
public final class JdbcProcessedIds implements BatchProcessedIds, DisposableBean {

	private static final LogAccessor logger = new LogAccessor(JdbcProcessedIds.class);

	private final DataSource dataSource;

	private final JdbcTemplate jdbc;

	private final PlatformTransactionManager transactions;

	private final JdbcSettings settings;

	private final JdbcIdTable table;

	private final @Nullable ScheduledThreadPoolExecutor cleanup;

	/**
	 * Creates the store.
	 * @param dataSource the database
	 * @param transactions manages its transactions
	 * @param settings the table and its times
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	public JdbcProcessedIds(DataSource dataSource, PlatformTransactionManager transactions, JdbcSettings settings) {
		this.dataSource = dataSource;
		this.jdbc = new JdbcTemplate(dataSource);
		this.transactions = transactions;
		this.settings = settings;
		this.table = new JdbcIdTable(this.jdbc, settings.table());
		if (settings.cleanupInterval().isZero()) {
			this.cleanup = null;
			return;
		}
		CustomizableThreadFactory threads = new CustomizableThreadFactory("nats-processed-ids-cleanup-");
		threads.setDaemon(true);
		this.cleanup = new ScheduledThreadPoolExecutor(1, threads);
		long period = settings.cleanupInterval().toMillis();
		this.cleanup.scheduleWithFixedDelay(this::tryDeleteOld, period, period, TimeUnit.MILLISECONDS);
	}

	@Override
	public @Nullable CompletionStage<?> once(ProcessedId id, Callable<@Nullable CompletionStage<?>> handler)
			throws Exception {
		TransactionStatus transaction = begin();
		boolean first;
		try {
			first = this.table.add(id);
			if (first && handler.call() != null) {
				throw new IllegalStateException(
						"The handler goes on after it has returned, when its transaction is over");
			}
		}
		catch (Throwable ex) {
			rollback(transaction, ex);
			throw ex;
		}
		if (first) {
			this.transactions.commit(transaction);
		}
		else {
			this.transactions.rollback(transaction);
		}
		return null;
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * All in one transaction, which is rolled back when the handler has handled none.
	 */
	@Override
	public List<@Nullable Throwable> onceAll(List<ProcessedId> ids, Handler handler) throws Exception {
		TransactionStatus transaction = begin();
		Map<ProcessedId, @Nullable Throwable> failures = new HashMap<>();
		boolean handled;
		try {
			Map<ProcessedId, Integer> fresh = fresh(ids);
			this.table.addAll(fresh.keySet());
			List<@Nullable Throwable> results = fresh.isEmpty() ? List.of()
					: handler.handle(List.copyOf(fresh.values()));
			if (!results.isEmpty()) {
				int next = 0;
				for (ProcessedId id : fresh.keySet()) {
					failures.put(id, results.get(next++));
				}
				failures.values().removeIf(Objects::isNull);
			}
			handled = failures.size() < fresh.size();
			if (handled) {
				this.table.remove(failures.keySet());
			}
		}
		catch (Throwable ex) {
			rollback(transaction, ex);
			throw ex;
		}
		if (handled) {
			this.transactions.commit(transaction);
		}
		else {
			this.transactions.rollback(transaction);
		}
		List<@Nullable Throwable> result = new ArrayList<>();
		ids.forEach((id) -> result.add(failures.get(id)));
		return result;
	}

	/**
	 * What is not there, with the index at which it comes first.
	 */
	private Map<ProcessedId, Integer> fresh(List<ProcessedId> ids) {
		Set<ProcessedId> known = this.table.known(ids);
		Map<ProcessedId, Integer> fresh = new LinkedHashMap<>();
		for (int i = 0; i < ids.size(); i++) {
			if (!known.contains(ids.get(i))) {
				fresh.putIfAbsent(ids.get(i), i);
			}
		}
		return fresh;
	}

	private TransactionStatus begin() {
		return this.transactions
			.getTransaction(new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRED));
	}

	@Override
	public void prepare(ListenerDescription listener, String declaredAt) {
		Method method = listener.method();
		if (method != null && (CompletionStage.class.isAssignableFrom(method.getReturnType())
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(method.getReturnType()) != null)) {
			throw new NatsConfigurationException(declaredAt,
					"Its method returns a " + method.getReturnType().getSimpleName()
							+ ", which completes when the transaction is over",
					"Have the method return when it is done, or use the store kv.");
		}
		try {
			checkTable();
		}
		catch (BadSqlGrammarException ex) {
			throw new NatsConfigurationException(declaredAt,
					"The table '" + this.settings.table() + "' of processed ids is not there, or not as it must be",
					"Create it by dev/natsboot/once/schema-postgresql.sql (or the script for your database), or set "
							+ "nats.once.jdbc.initialize-schema to always.",
					ex);
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn(ex, "The table of processed ids could not be looked at");
		}
	}

	/**
	 * Deletes the ids that are older than the retention. Called periodically.
	 * @return how many
	 */
	public int deleteOld() {
		return this.jdbc.update("DELETE FROM " + this.settings.table() + " WHERE PROCESSED_AT < ?",
				System.currentTimeMillis() - this.settings.retention().toMillis());
	}

	@Override
	public void destroy() {
		if (this.cleanup != null) {
			this.cleanup.shutdownNow();
		}
	}

	private void rollback(TransactionStatus transaction, Throwable cause) {
		try {
			this.transactions.rollback(transaction);
		}
		catch (TransactionException ex) {
			cause.addSuppressed(ex);
		}
	}

	private void tryDeleteOld() {
		try {
			int deleted = deleteOld();
			logger.debug(() -> "Deleted " + deleted + " old processed ids");
		}
		catch (DataAccessException ex) {
			logger.warn(ex, "Old processed ids could not be deleted; it is tried again");
		}
	}

	/**
	 * Whether the table is there, and the transaction manager is the data source's own.
	 */
	private void checkTable() {
		TransactionStatus transaction = this.transactions.getTransaction(new DefaultTransactionDefinition());
		try {
			this.jdbc.queryForList("SELECT CONSUMER, MESSAGE_ID, PROCESSED_AT FROM " + this.settings.table()
					+ " WHERE CONSUMER IS NULL");
			if (!isTransactional()) {
				throw new NatsConfigurationException("nats.once.store",
						"The transaction manager does not manage transactions of the data source",
						"Define a JdbcProcessedIds bean with the transaction manager of its data source.");
			}
		}
		finally {
			this.transactions.rollback(transaction);
		}
	}

	private boolean isTransactional() {
		if (this.transactions instanceof JtaTransactionManager) {
			return true;
		}
		Connection connection = DataSourceUtils.getConnection(this.dataSource);
		try {
			return !connection.getAutoCommit();
		}
		catch (SQLException ex) {
			logger.debug(ex, "The data source does not tell whether it is in a transaction");
			return true;
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
	}

}
