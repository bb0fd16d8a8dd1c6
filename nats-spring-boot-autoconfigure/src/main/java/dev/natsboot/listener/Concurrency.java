package dev.natsboot.listener;

/**
 * How many messages a listener handles at the same time: a number, or a range within
 * which it follows the backlog.
 *
 * @param min the number of workers that are always there, from 1
 * @param max the number of workers at the most
 * @since 0.1.0
 */
public record Concurrency(int min, int max) {

	public Concurrency {
		if (min < 1 || max < min) {
			throw new IllegalArgumentException("a concurrency of " + ((min == max) ? min : min + "-" + max)
					+ " cannot be: write a number from 1, or a range such as 2-16");
		}
	}

	/**
	 * Reads a concurrency.
	 * @param text a number such as {@code 4}, or a range such as {@code 2-16}
	 * @return the concurrency
	 * @throws IllegalArgumentException if it is neither
	 */
	public static Concurrency valueOf(String text) {
		int dash = text.indexOf('-', 1);
		if (dash < 0) {
			int number = Integer.parseInt(text.trim());
			return new Concurrency(number, number);
		}
		return new Concurrency(Integer.parseInt(text.substring(0, dash).trim()),
				Integer.parseInt(text.substring(dash + 1).trim()));
	}

	@Override
	public String toString() {
		return (this.min == this.max) ? Integer.toString(this.min) : this.min + "-" + this.max;
	}

}
