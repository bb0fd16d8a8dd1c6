package dev.natsboot.jetstream;

import org.jspecify.annotations.Nullable;

/**
 * One thing in which a stream or a consumer differs from its declaration.
 *
 * @param field what differs, named as in the properties, such as {@code max-age}
 * @param actual what the server has, or {@code null} for nothing
 * @param declared what is declared
 * @since 0.1.0
 */
public record Drift(String field, @Nullable String actual, String declared) {

	@Override
	public String toString() {
		return this.field + " is " + ((this.actual != null) ? this.actual : "not set") + ", declared " + this.declared;
	}

}
