package dev.natsboot.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;

/**
 * Creates the table of processed ids, where that is wanted.
 */
final class NatsOnceSchemaInitializer extends DataSourceScriptDatabaseInitializer {

	NatsOnceSchemaInitializer(DataSource dataSource, NatsOnceProperties.Jdbc properties) {
		super(dataSource, settings(dataSource, properties));
	}

	private static DatabaseInitializationSettings settings(DataSource dataSource, NatsOnceProperties.Jdbc properties) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		DatabaseInitializationMode mode = DatabaseInitializationMode.valueOf(properties.getInitializeSchema().name());
		settings.setMode(mode);
		if (mode != DatabaseInitializationMode.NEVER) {
			settings.setSchemaLocations(locations(dataSource, properties));
		}
		return settings;
	}

	private static List<String> locations(DataSource dataSource, NatsOnceProperties.Jdbc properties) {
		String location = properties.getSchema();
		if (!properties.getPlatform().isEmpty()) {
			return List.of(location.replace("@@platform@@", properties.getPlatform()));
		}
		return location.contains("@@platform@@")
				? new PlatformPlaceholderDatabaseDriverResolver().resolveAll(dataSource, location) : List.of(location);
	}

}
