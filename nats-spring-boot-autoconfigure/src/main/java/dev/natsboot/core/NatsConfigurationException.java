package dev.natsboot.core;

import org.jspecify.annotations.Nullable;

/**
 * A setting that cannot work: names the property or annotation attribute and what to
 * write in its place. At start it is shown by a failure analyzer.
 *
 * @since 0.1.0
 */
public class NatsConfigurationException extends NatsException {

	private final String setting;

	private final String action;

	public NatsConfigurationException(String setting, String message, String action) {
		this(setting, message, action, null);
	}

	public NatsConfigurationException(String setting, String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.setting = setting;
		this.action = action;
	}

	/**
	 * What is set wrongly.
	 * @return a property name such as {@code nats.servers}, or an annotation attribute
	 * with its method
	 */
	public String getSetting() {
		return this.setting;
	}

	/**
	 * What to do about it.
	 * @return a sentence for the person who starts the application
	 */
	public String getAction() {
		return this.action;
	}

}
