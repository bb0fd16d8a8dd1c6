package dev.natsboot.core;

import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/**
 * What a future has come to, carried to another thread.
 */
record Outcome<T>(@Nullable T value, @Nullable Throwable failure) {

	T get() {
		if (this.failure instanceof CompletionException wrapped) {
			throw wrapped;
		}
		if (this.failure != null) {
			throw new CompletionException(this.failure);
		}
		if (this.value == null) {
			throw new IllegalStateException("An OutboundFilter's future has no value");
		}
		return this.value;
	}

}
