package dev.natsboot.security.keys;

import java.time.Duration;

/**
 * The key-value bucket through which services learn each other's public keys.
 *
 * @param bucket the bucket's name
 * @param lifetime how long a published key is good for after it was published last
 * @param replicas the replicas of a bucket that is created
 * @since 0.1.0
 */
public record KeyBucketSettings(String bucket, Duration lifetime, int replicas) {

	/**
	 * After how long published keys are published again.
	 * @return a quarter of the lifetime, and at most an hour
	 */
	Duration refresh() {
		Duration quarter = this.lifetime.dividedBy(4);
		return (quarter.compareTo(Duration.ofHours(1)) < 0) ? quarter : Duration.ofHours(1);
	}

}
