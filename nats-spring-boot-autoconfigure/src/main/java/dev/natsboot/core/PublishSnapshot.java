package dev.natsboot.core;

/**
 * What became of a template's publishes into streams, so far. Taken from memory.
 *
 * @param acknowledged how many messages streams have confirmed, duplicates included
 * @param duplicates how many of them a stream had already, by their message id
 * @param failed how many could not be published, or are not known to be stored
 * @param retries how many attempts were made beside the first ones
 * @param inFlight how many asynchronous publishes wait for their confirmation now
 * @since 0.1.0
 */
public record PublishSnapshot(long acknowledged, long duplicates, long failed, long retries, int inFlight) {

}
