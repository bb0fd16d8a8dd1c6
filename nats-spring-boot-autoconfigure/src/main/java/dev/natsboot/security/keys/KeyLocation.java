package dev.natsboot.security.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.util.List;
import java.util.stream.Stream;

import com.nimbusds.jose.jwk.JWK;
import dev.natsboot.core.NatsConfigurationException;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/**
 * Where a key is written, and which setting says so.
 *
 * @param setting the property, for messages
 * @param resource the key's text: PEM or a JWK
 * @since 0.1.0
 */
public record KeyLocation(String setting, Resource resource) {

	/**
	 * Reads the text.
	 * @return the text
	 * @throws NatsConfigurationException if it cannot be read
	 */
	public String text() {
		try {
			return this.resource.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw wrong("cannot be read: " + this.resource.getDescription(), ex);
		}
	}

	/**
	 * Reads a key from text of this location.
	 * @param text what {@link #text()} gave
	 * @return the key
	 * @throws NatsConfigurationException if it is no key that can be used
	 */
	public JWK parse(String text) {
		try {
			return KeyReader.read(text);
		}
		catch (InvalidKeyException ex) {
			throw wrong(String.valueOf(ex.getMessage()), ex);
		}
	}

	/**
	 * The locations of single keys.
	 * @return this one, or where it is a directory its files, hidden ones left out
	 * @throws NatsConfigurationException if a directory cannot be read
	 */
	List<KeyLocation> files() {
		if (!this.resource.isFile()) {
			return List.of(this);
		}
		try {
			Path path = this.resource.getFile().toPath();
			if (!Files.isDirectory(path)) {
				return List.of(this);
			}
			try (Stream<Path> files = Files.list(path)) {
				return files
					.filter((file) -> Files.isRegularFile(file) && !file.getFileName().toString().startsWith("."))
					.sorted()
					.map((file) -> new KeyLocation(this.setting, new FileSystemResource(file)))
					.toList();
			}
		}
		catch (IOException | UncheckedIOException ex) {
			throw wrong("cannot be read: " + this.resource.getDescription(), ex);
		}
	}

	/**
	 * An exception that names the setting.
	 * @param what what is wrong, which completes a sentence
	 * @param cause the cause
	 * @return the exception
	 */
	public NatsConfigurationException wrong(String what, Exception cause) {
		return new NatsConfigurationException(this.setting, "The key of '" + this.setting + "' " + what,
				"Let '" + this.setting + "' name a readable file with a key in PEM (PKCS #8) or as a JWK.", cause);
	}

}
