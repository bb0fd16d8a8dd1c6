package dev.natsboot.autoconfigure;

import javax.sql.DataSource;

import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.once.ExactlyOnceFilter;
import dev.natsboot.once.KvProcessedIds;
import dev.natsboot.once.KvSettings;
import dev.natsboot.once.JdbcProcessedIds;
import dev.natsboot.once.JdbcSettings;
import dev.natsboot.once.ProcessedIds;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@code @ExactlyOnce}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = NatsAutoConfiguration.class,
		afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
				"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
				"org.springframework.boot.transaction.jta.autoconfigure.JtaAutoConfiguration" })
@ConditionalOnBean(NatsConnections.class)
@EnableConfigurationProperties(NatsOnceProperties.class)
public final class NatsOnceAutoConfiguration {

	static final String KV = "natsKvProcessedIds";

	static final String JDBC = "natsJdbcProcessedIds";

	@Bean(KV)
	@Lazy
	@ConditionalOnMissingBean(name = KV)
	KvProcessedIds natsKvProcessedIds(NatsConnections connections, NatsOnceProperties properties) {
		NatsOnceProperties.Kv kv = properties.getKv();
		return new KvProcessedIds((name) -> connections.pool(name).connection("$KV." + kv.getBucket()),
				new KvSettings(kv.getBucket(), properties.getRetention(), kv.getLease()));
	}

	@Bean
	@ConditionalOnMissingBean
	ExactlyOnceFilter natsExactlyOnceFilter(BeanFactory beanFactory, Environment environment,
			NatsOnceProperties properties) {
		return new ExactlyOnceFilter((name) -> store(beanFactory, name.isEmpty() ? properties.getStore() : name),
				environment::resolveRequiredPlaceholders, properties.getMaxWait());
	}

	private static ProcessedIds store(BeanFactory beanFactory, String name) {
		String beanName = switch (name) {
			case "" -> beanFactory.containsBean(JDBC) ? JDBC : KV;
			case "kv" -> KV;
			case "jdbc" -> JDBC;
			default -> name;
		};
		try {
			return beanFactory.getBean(beanName, ProcessedIds.class);
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw new IllegalArgumentException("There is no store of processed ids '" + name + "'", ex);
		}
	}

	/**
	 * Processed ids in the database.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JdbcTemplate.class, PlatformTransactionManager.class,
			DataSourceScriptDatabaseInitializer.class })
	@ConditionalOnSingleCandidate(DataSource.class)
	static class JdbcConfiguration {

		@Bean(JDBC)
		@Lazy
		@ConditionalOnSingleCandidate(PlatformTransactionManager.class)
		@ConditionalOnMissingBean(name = JDBC)
		JdbcProcessedIds natsJdbcProcessedIds(DataSource dataSource, PlatformTransactionManager transactionManager,
				NatsOnceProperties properties) {
			NatsOnceProperties.Jdbc jdbc = properties.getJdbc();
			// no bean, on which all that uses the database would depend, without a need
			new NatsOnceSchemaInitializer(dataSource, jdbc).initializeDatabase();
			return new JdbcProcessedIds(dataSource, transactionManager,
					new JdbcSettings(jdbc.getTable(), properties.getRetention(), jdbc.getCleanupInterval()));
		}

	}

}
