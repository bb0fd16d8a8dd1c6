package dev.natsboot.jetstream;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.natsboot.core.NatsConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * What an application declares about a stream or a consumer. Only what is declared is
 * compared, and only that is ever changed. Immutable.
 *
 * @since 0.1.0
 */
public abstract sealed class Declaration permits StreamDeclaration, DurableDeclaration {

	private static final int MAX_NAME = 255;

	private final String stream;

	private final String connection;

	private final @Nullable ProvisioningPolicy policy;

	private final String declaredAt;

	private final Map<String, Object> values;

	Declaration(String stream, Builder<?> builder) {
		this.stream = stream;
		this.connection = builder.connection;
		this.policy = builder.policy;
		this.declaredAt = builder.declaredAt;
		this.values = Collections.unmodifiableMap(new LinkedHashMap<>(builder.values));
	}

	/**
	 * The stream that is declared, or that the declared consumer belongs to.
	 * @return the stream's name
	 */
	public String stream() {
		return this.stream;
	}

	/**
	 * The connection by which it is provisioned.
	 * @return the name of the connection
	 */
	public String connection() {
		return this.connection;
	}

	/**
	 * What is done about it.
	 * @return the policy, or {@code null} for the application's
	 */
	public @Nullable ProvisioningPolicy policy() {
		return this.policy;
	}

	/**
	 * Where it is declared, for messages.
	 * @return the beginning of property names, or words
	 */
	public String declaredAt() {
		return this.declaredAt;
	}

	/**
	 * What is declared, by the names of the JetStream API.
	 */
	Map<String, Object> values() {
		return this.values;
	}

	/**
	 * The same by name and values, with what the server has to be told besides.
	 */
	abstract Map<String, Object> toCreate();

	abstract Field[] fields();

	/**
	 * How messages call a field of the JetStream API.
	 */
	final String property(String wireName) {
		for (Field field : fields()) {
			if (field.wireName().equals(wireName)) {
				return field.property();
			}
		}
		return wireName;
	}

	/**
	 * How messages call the place where a field is declared.
	 */
	final String setting(String property) {
		return this.declaredAt + (this.declaredAt.startsWith("nats.") ? "." : ": ") + property;
	}

	static void checkName(String kind, String name, String declaredAt) {
		String wrong = null;
		if (name.isEmpty() || name.length() > MAX_NAME) {
			wrong = "must have from 1 to " + MAX_NAME + " characters";
		}
		for (int i = 0; wrong == null && i < name.length(); i++) {
			char c = name.charAt(i);
			if (".*>/\\".indexOf(c) >= 0) {
				wrong = "must not have '" + c + "'";
			}
			else if (c <= ' ' || c == 0x7f) {
				wrong = "must not have white space or control characters";
			}
		}
		if (wrong != null) {
			throw new NatsConfigurationException(declaredAt,
					"The " + kind + " name '" + name.replaceAll("\\p{Cntrl}", "?") + "' " + wrong,
					"Write a name of letters, digits, '-' and '_', such as '" + legal(name) + "'.");
		}
	}

	private static String legal(String name) {
		String legal = name.substring(0, Math.min(name.length(), MAX_NAME)).replaceAll("[.*>/\\\\\\s\\p{Cntrl}]", "-");
		return legal.isEmpty() ? "ORDERS" : legal;
	}

	/**
	 * Collects what is declared.
	 *
	 * @param <B> the builder
	 */
	public abstract static sealed class Builder<B extends Builder<B>>
			permits StreamDeclaration.Builder, DurableDeclaration.Builder {

		private final Map<String, Object> values = new LinkedHashMap<>();

		private String connection = "default";

		private @Nullable ProvisioningPolicy policy;

		private String declaredAt;

		Builder(String declaredAt) {
			this.declaredAt = declaredAt;
		}

		abstract B self();

		/**
		 * Sets the connection by which it is provisioned, in place of the default one.
		 * @param connection the name of the connection
		 * @return this builder
		 */
		public B connection(String connection) {
			this.connection = connection;
			return self();
		}

		/**
		 * Sets what is done about it, in place of the application's policy.
		 * @param policy the policy, or {@code null} for the application's
		 * @return this builder
		 */
		public B policy(@Nullable ProvisioningPolicy policy) {
			this.policy = policy;
			return self();
		}

		/**
		 * Says where it is declared, for messages.
		 * @param declaredAt the beginning of property names, or words
		 * @return this builder
		 */
		public B declaredAt(String declaredAt) {
			this.declaredAt = declaredAt;
			return self();
		}

		final String declaredAt() {
			return this.declaredAt;
		}

		final B put(Field field, @Nullable Object value) {
			Object converted = Json.of(value);
			if (value == null || converted == null) {
				this.values.remove(field.wireName());
				return self();
			}
			if (!field.type().isInstance(value)) {
				throw new IllegalArgumentException("'" + field.property() + "' is a " + field.type().getSimpleName()
						+ ", not a " + value.getClass().getSimpleName());
			}
			this.values.put(field.wireName(), converted);
			return self();
		}

		final void putAll(Map<String, Object> wire) {
			this.values.putAll(wire);
		}

		final boolean has(Field field) {
			return this.values.containsKey(field.wireName());
		}

	}

}
