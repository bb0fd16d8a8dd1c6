package dev.natsboot.cloud.stream.binder;

import java.time.Duration;

import io.nats.client.api.StorageType;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a binding.
 *
 * @since 0.1.0
 */
public class NatsStreamProperties {

	/**
	 * Whether a stream is created where no stream takes the binding's subject.
	 */
	private boolean create = true;

	/**
	 * How long a stream that is created keeps a message. For ever when not set.
	 */
	private @Nullable Duration maxAge;

	/**
	 * Name of the stream. When not set, it is found by the binding's subject, and a
	 * stream that is created is named after the subject.
	 */
	private @Nullable String name;

	/**
	 * On how many servers a stream that is created is kept.
	 */
	private int replicas = 1;

	/**
	 * Where a stream that is created keeps its messages.
	 */
	private StorageType storage = StorageType.File;

	public boolean isCreate() {
		return this.create;
	}

	public void setCreate(boolean create) {
		this.create = create;
	}

	public @Nullable Duration getMaxAge() {
		return this.maxAge;
	}

	public void setMaxAge(@Nullable Duration maxAge) {
		this.maxAge = maxAge;
	}

	public @Nullable String getName() {
		return this.name;
	}

	public void setName(@Nullable String name) {
		this.name = name;
	}

	public int getReplicas() {
		return this.replicas;
	}

	public void setReplicas(int replicas) {
		this.replicas = replicas;
	}

	public StorageType getStorage() {
		return this.storage;
	}

	public void setStorage(StorageType storage) {
		this.storage = storage;
	}

}
