package dev.natsboot.benchmarks.work;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.api.AckPolicy;

/**
 * All workloads by name and side. A name may have a variant behind a colon, such as
 * {@code stream:concurrency=8,virtual}.
 */
final class Workloads {

	private Workloads() {
	}

	static Workload create(String name, String side, String url) throws Exception {
		int colon = name.indexOf(':');
		Variant variant = new Variant((colon < 0) ? "" : name.substring(colon + 1));
		String plain = (colon < 0) ? name : name.substring(0, colon);
		boolean raw = side.equals("raw");
		return switch (plain) {
			case "driver" -> new Driver(url);
			case "core-bytes" -> listening(url, side, variant, Handlers.Bytes.class);
			case "core-message" -> listening(url, side, variant, Handlers.Messages.class);
			case "core-json" -> listening(url, side, variant, Handlers.Json.class);
			case "stream" -> stored(url, side, variant);
			case "responder" -> listening(url, side, variant, Handlers.Echo.class);
			case "listeners" -> many(url, side, variant.number("count", 0));
			case "requester" -> raw ? Requesting.raw(url) : Requesting.ours(url);
			case "core-publish" ->
				new Publishing(raw ? new CoreSenders.Raw(Clients.connect(url)) : CoreSenders.Ours.start(url));
			case "pool" -> new Pooled(url, variant.properties());
			case "stream-publish" ->
				new Publishing(raw ? new StreamSenders.Raw(Clients.connect(url)) : new StreamSenders.Ours(url));
			default -> throw new IllegalArgumentException(name);
		};
	}

	private static Sink sink(String url, String side, Variant variant) throws Exception {
		return new Sink(Clients.connect(url), side, TimeUnit.MICROSECONDS.toNanos(variant.number("work", 0)));
	}

	private static Workload listening(String url, String side, Variant variant, Class<?> handlers) throws Exception {
		Sink sink = sink(url, side, variant);
		AutoCloseable subject;
		if (!side.equals("raw")) {
			subject = Application.start(url, variant.properties(), sink, handlers);
		}
		else if (handlers == Handlers.Echo.class) {
			subject = Raw.echo(url);
		}
		else if (handlers == Handlers.Json.class) {
			subject = Raw.json(url, sink);
		}
		else {
			subject = Raw.bytes(url, sink);
		}
		return new Listening(sink, subject);
	}

	private static Workload many(String url, String side, int count) throws Exception {
		Sink sink = sink(url, side, new Variant(""));
		return new Many(new Listening(sink,
				side.equals("raw") ? Many.raw(url, sink, count) : Application.start(url, Many.ours(sink, count))));
	}

	private static Workload stored(String url, String side, Variant variant) throws Exception {
		Sink sink = sink(url, side, variant);
		Connection admin = Clients.connect(url);
		if (side.equals("raw")) {
			return new Stored(admin, sink, side, AckPolicy.Explicit,
					new RawConsumption(Clients.connect(url), sink, side));
		}
		Map<String, String> properties = new LinkedHashMap<>(variant.properties());
		properties.put("bench.durable", side);
		properties.put("bench.concurrency", String.valueOf(variant.number("concurrency", 1)));
		properties.put("bench.order", variant.text("order", "none"));
		properties.put("spring.threads.virtual.enabled", String.valueOf(variant.has("virtual")));
		return new Stored(admin, sink, side, AckPolicy.Explicit,
				new OurConsumption(Application.start(url, properties, sink, Handlers.Stream.class)));
	}

}
