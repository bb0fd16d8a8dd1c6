package dev.natsboot.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A section of the endpoint. What it has to ask servers for is asked at the same time as
 * that of the others.
 */
@FunctionalInterface
interface Section {

	/**
	 * Begins to gather what is shown.
	 * @param deadline when it ends
	 * @return what is shown, by name
	 */
	Pending begin(Deadline deadline);

	/**
	 * What is shown, as far as it has come.
	 *
	 * @param things each thing by its name; none of them fails
	 */
	record Pending(Map<String, CompletableFuture<?>> things) {

		static Pending of(Map<String, ?> known) {
			Map<String, CompletableFuture<?>> things = new LinkedHashMap<>();
			known.forEach((name, thing) -> things.put(name, CompletableFuture.completedFuture(thing)));
			return new Pending(things);
		}

		Map<String, Object> await() {
			Map<String, Object> shown = new LinkedHashMap<>();
			this.things.forEach((name, thing) -> shown.put(name, thing.join()));
			return shown;
		}

	}

}
