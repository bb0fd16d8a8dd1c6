package dev.natsboot.jetstream;

/**
 * Something that can be declared about a stream or a consumer.
 */
interface Field {

	/**
	 * As it is written in an application's properties.
	 */
	String property();

	/**
	 * As it is called in the JetStream API.
	 */
	String wireName();

	/**
	 * What its values are.
	 */
	Class<?> type();

}
