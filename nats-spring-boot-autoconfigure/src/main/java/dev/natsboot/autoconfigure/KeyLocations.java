package dev.natsboot.autoconfigure;

import java.nio.charset.StandardCharsets;

import dev.natsboot.security.keys.KeyLocation;

import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ResourceLoader;

/**
 * Finds the keys that properties name: a resource, a file where no protocol is given, or
 * the key itself.
 */
final class KeyLocations {

	private final ResourceLoader resources;

	KeyLocations(ResourceLoader resources) {
		this.resources = ApplicationResourceLoader.get(resources, true);
	}

	KeyLocation location(String setting, String value) {
		String text = value.strip();
		if (text.startsWith("-----BEGIN") || text.startsWith("{")) {
			return new KeyLocation(setting,
					new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), "value of the property"));
		}
		return new KeyLocation(setting, this.resources.getResource(text));
	}

}
