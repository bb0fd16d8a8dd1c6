package dev.natsboot.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * When a stream delivers a message that it holds, see
 * {@link NatsOperations.SendSpec#deliver(Schedule, String)}. Immutable.
 *
 * @since 0.1.0
 */
public final class Schedule {

	private final @Nullable Duration delay;

	private final String pattern;

	private final @Nullable ZoneId zone;

	private final @Nullable Duration ttl;

	private Schedule(@Nullable Duration delay, String pattern, @Nullable ZoneId zone, @Nullable Duration ttl) {
		this.delay = delay;
		this.pattern = pattern;
		this.zone = zone;
		this.ttl = ttl;
	}

	/**
	 * Once, at a time. Needs server 2.12.
	 * @param time the time; one that is over means at once
	 * @return the schedule
	 */
	public static Schedule at(Instant time) {
		return new Schedule(null, "@at " + time, null, null);
	}

	/**
	 * Once, a while after the message is published, by this machine's clock. Needs server
	 * 2.12.
	 * @param delay the time, zero or more
	 * @return the schedule
	 */
	public static Schedule after(Duration delay) {
		Assert.isTrue(!delay.isNegative(), "'delay' must not be negative");
		return new Schedule(delay, "", null, null);
	}

	/**
	 * Again and again, an interval apart. Needs server 2.14.
	 * @param interval the interval, at least one second
	 * @return the schedule
	 */
	public static Schedule every(Duration interval) {
		Assert.isTrue(interval.compareTo(Duration.ofSeconds(1)) >= 0, "'interval' must be at least one second");
		return new Schedule(null, "@every " + interval.toMillis() + "ms", null, null);
	}

	/**
	 * Again and again, in UTC. Needs server 2.14.
	 * @param expression six fields beginning with the seconds, or {@code @hourly},
	 * {@code @daily}, {@code @weekly}, {@code @monthly} or {@code @yearly}
	 * @return the schedule
	 */
	public static Schedule cron(String expression) {
		return cron(expression, null);
	}

	/**
	 * Again and again, in a time zone that the server knows. Needs server 2.14.
	 * @param expression as in {@link #cron(String)}
	 * @param zone the time zone; {@code null} for UTC
	 * @return the schedule
	 */
	public static Schedule cron(String expression, @Nullable ZoneId zone) {
		Assert.hasText(expression, "'expression' must not be empty");
		HeaderRules.check(NatsJetStreamConstants.NATS_SCHEDULE_HDR, List.of(expression));
		return new Schedule(null, expression, zone, null);
	}

	/**
	 * How long the stream keeps each delivered message; it must allow that
	 * ({@code allow_msg_ttl}). Rounded up to whole seconds.
	 * @param ttl the time, above zero
	 * @return the schedule with this time to live
	 */
	public Schedule ttl(Duration ttl) {
		DefaultSendSpec.checkPositive(ttl, "ttl");
		return new Schedule(this.delay, this.pattern, this.zone, ttl);
	}

	void write(Headers headers, Clock clock) {
		headers.put(NatsJetStreamConstants.NATS_SCHEDULE_HDR,
				(this.delay != null) ? "@at " + clock.instant().plus(this.delay) : this.pattern);
		if (this.zone != null) {
			headers.put(NatsJetStreamConstants.NATS_SCHEDULE_TIME_ZONE_HDR, this.zone.getId());
		}
		if (this.ttl != null) {
			headers.put(NatsJetStreamConstants.NATS_SCHEDULE_TTL_HDR, DefaultSendSpec.seconds(this.ttl));
		}
	}

	@Override
	public String toString() {
		return (this.delay != null) ? "after " + this.delay : this.pattern;
	}

}
