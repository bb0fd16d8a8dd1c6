package dev.natsboot.jetstream;

import java.time.ZonedDateTime;

/**
 * A message's place in a stream, and which stream that is: one that was deleted and made
 * again under the same name begins anew.
 *
 * @param stream the stream's name
 * @param created when the stream was made
 * @param sequence the message's sequence; 0 for before the first
 * @since 0.1.0
 */
public record StreamPosition(String stream, ZonedDateTime created, long sequence) {

	/**
	 * Whether two positions are in the same stream.
	 * @param other the other position
	 * @return whether they are
	 */
	public boolean isOfSameStream(StreamPosition other) {
		return this.stream.equals(other.stream) && this.created.isEqual(other.created);
	}

	/**
	 * This position or one behind it.
	 * @param other a sequence in the same stream
	 * @return the later one of both
	 */
	public StreamPosition upTo(long other) {
		return (other > this.sequence) ? new StreamPosition(this.stream, this.created, other) : this;
	}

}
