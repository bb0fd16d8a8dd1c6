package dev.natsboot.codec;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

import dev.natsboot.core.PayloadCodec;
import dev.natsboot.core.PayloadConversionException;
import dev.natsboot.core.PayloadDecoder;

/**
 * JSON by Jackson 3. Takes every type but text and {@code byte[]}. The text of its
 * exceptions holds the type and the place, nothing of the payload; Jackson's own
 * exception, which may quote it, is not attached.
 *
 * @since 0.1.0
 */
public final class JsonCodec implements PayloadCodec {

	private final JsonMapper mapper;

	private final Map<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();

	/**
	 * Creates the codec.
	 * @param mapper the mapper, with the application's settings
	 */
	public JsonCodec(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public String contentType() {
		return "application/json";
	}

	@Override
	public boolean reads(String contentType) {
		return contentType.equals("application/json") || contentType.endsWith("+json");
	}

	@Override
	public boolean supports(Type type) {
		return type != byte[].class && !(type instanceof Class<?> plain && CharSequence.class.isAssignableFrom(plain));
	}

	@Override
	public byte[] encode(Object payload) {
		Class<?> type = payload.getClass();
		try {
			return this.writers.computeIfAbsent(type, this.mapper::writerFor).writeValueAsBytes(payload);
		}
		catch (JacksonException ex) {
			throw new PayloadConversionException(
					type.getName() + " cannot be written as JSON: " + ex.getClass().getSimpleName());
		}
	}

	@Override
	public PayloadDecoder decoder(Type type) {
		ObjectReader reader = this.mapper.readerFor(this.mapper.constructType(type));
		String name = type.getTypeName();
		checkDefinition(reader, name);
		return (data) -> decode(reader, name, data);
	}

	/**
	 * Has Jackson make the deserializer now, so that a type it cannot handle is known at
	 * start and not with the first message.
	 */
	private static void checkDefinition(ObjectReader reader, String type) {
		try {
			reader.readValue("null");
		}
		catch (InvalidDefinitionException ex) {
			throw new PayloadConversionException("Jackson cannot read " + type + ": " + ex.getOriginalMessage());
		}
		catch (JacksonException ex) {
			// the type has no null, but can be read
		}
	}

	private static @Nullable Object decode(ObjectReader reader, String type, byte[] data) {
		if (data.length == 0) {
			throw new PayloadConversionException("An empty payload cannot be read as " + type);
		}
		try {
			return reader.readValue(data);
		}
		catch (JacksonException ex) {
			throw new PayloadConversionException("The payload cannot be read as JSON into " + type + ": "
					+ ex.getClass().getSimpleName() + place(ex.getLocation()));
		}
	}

	private static String place(@Nullable TokenStreamLocation location) {
		return (location != null) ? " at line " + location.getLineNr() + ", column " + location.getColumnNr() : "";
	}

}
