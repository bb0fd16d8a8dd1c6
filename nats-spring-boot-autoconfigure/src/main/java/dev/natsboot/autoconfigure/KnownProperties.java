package dev.natsboot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * The names of all {@code nats} properties, as the configuration metadata of this library
 * lists them. What is below the keys of a map is known from the class of its values.
 */
final class KnownProperties {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final Pattern PROPERTY = Pattern.compile("\"name\": \"(nats\\.[^\"]+)\",\\s+\"type\": \"([^\"]+)\"");

	private static final Pattern GETTER = Pattern.compile("(?:get|is)([A-Z].*)");

	private static final String OURS = "dev.natsboot.";

	private final Map<ConfigurationPropertyName, String> types = new HashMap<>();

	private final ClassLoader classLoader;

	private KnownProperties(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	/**
	 * Reads the metadata.
	 * @return the names; none if there is no metadata
	 * @throws IOException if it cannot be read
	 */
	static KnownProperties load(ClassLoader classLoader) throws IOException {
		KnownProperties known = new KnownProperties(classLoader);
		for (URL url : Collections.list(classLoader.getResources(METADATA))) {
			if (url.toString().contains("nats-")) {
				try (InputStream metadata = url.openStream()) {
					known.add(new String(metadata.readAllBytes(), StandardCharsets.UTF_8));
				}
			}
		}
		return known;
	}

	/**
	 * Finds the names and types without reading all of it, since this is done at each
	 * start.
	 */
	private void add(String metadata) {
		int properties = metadata.indexOf("\"properties\": [");
		int hints = metadata.indexOf("\"hints\": [");
		if (properties >= 0 && hints > properties) {
			Matcher matcher = PROPERTY.matcher(metadata).region(properties, hints);
			while (matcher.find()) {
				this.types.put(ConfigurationPropertyName.of(matcher.group(1)), matcher.group(2));
			}
		}
	}

	boolean isEmpty() {
		return this.types.isEmpty();
	}

	boolean contains(ConfigurationPropertyName name) {
		if (this.types.containsKey(name)) {
			return true;
		}
		for (int size = name.getNumberOfElements() - 1; size > 1; size--) {
			String type = this.types.get(name.chop(size));
			if (type != null) {
				int keys = (type.startsWith("java.util.Map") || name.isNumericIndex(size)) ? 1 : 0;
				Class<?> value = valueType(type);
				return keys == 1 && ((value != null) ? isIn(value, name, size + 1)
						: type.startsWith("java.util.Map") || size + 1 == name.getNumberOfElements());
			}
		}
		return false;
	}

	/**
	 * The class of what is below a map or list, if it has properties of its own.
	 */
	private @Nullable Class<?> valueType(String type) {
		int begin = Math.max(type.lastIndexOf(','), type.lastIndexOf('<')) + 1;
		String name = StringUtils.trimAllWhitespace(type.substring(begin).replace(">", ""));
		return (begin > 0 && name.startsWith(OURS)) ? ClassUtils.resolveClassName(name, this.classLoader) : null;
	}

	private static boolean isIn(Class<?> type, ConfigurationPropertyName name, int index) {
		if (index == name.getNumberOfElements()) {
			return true;
		}
		ResolvableType of = property(type, name.getElement(index, Form.UNIFORM));
		if (of == null) {
			return false;
		}
		int next = index + 1;
		boolean map = Map.class.isAssignableFrom(of.toClass());
		if (map || (Collection.class.isAssignableFrom(of.toClass()) && next < name.getNumberOfElements()
				&& name.isNumericIndex(next))) {
			Class<?> value = of.getGeneric(map ? 1 : 0).toClass();
			return !isNested(value) || next == name.getNumberOfElements() || isIn(value, name, next + 1);
		}
		return isNested(of.toClass()) ? isIn(of.toClass(), name, next) : next == name.getNumberOfElements();
	}

	private static boolean isNested(Class<?> type) {
		return type.getName().startsWith(OURS) && !type.isEnum();
	}

	private static @Nullable ResolvableType property(Class<?> type, String uniform) {
		for (Map.Entry<String, ResolvableType> property : properties(type).entrySet()) {
			if (property.getKey().equalsIgnoreCase(uniform)) {
				return property.getValue();
			}
		}
		return null;
	}

	private static Map<String, ResolvableType> properties(Class<?> type) {
		Map<String, ResolvableType> properties = new HashMap<>();
		if (type.isRecord()) {
			for (RecordComponent component : type.getRecordComponents()) {
				properties.put(component.getName(), ResolvableType.forType(component.getGenericType()));
			}
			return properties;
		}
		for (Method method : type.getMethods()) {
			Matcher getter = GETTER.matcher(method.getName());
			if (method.getParameterCount() == 0 && method.getDeclaringClass() != Object.class && getter.matches()) {
				properties.put(StringUtils.uncapitalize(getter.group(1)), ResolvableType.forMethodReturnType(method));
			}
		}
		return properties;
	}

	/**
	 * The known name that is most like another one.
	 * @return the name, or {@code null} if none is like it
	 */
	@Nullable String nearest(ConfigurationPropertyName unknown) {
		String text = asWritten(unknown);
		String nearest = null;
		int best = Math.max(2, unknown.getLastElement(Form.UNIFORM).length() / 2) + 1;
		for (String candidate : candidates(unknown)) {
			int distance = distance(text, candidate);
			if (distance < best) {
				best = distance;
				nearest = candidate;
			}
		}
		return nearest;
	}

	static String asWritten(ConfigurationPropertyName name) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < name.getNumberOfElements(); i++) {
			String element = name.getElement(i, Form.ORIGINAL);
			text.append(name.isNumericIndex(i) ? "[" + element + "]" : ((i > 0) ? "." : "") + element);
		}
		return text.toString();
	}

	private Set<String> candidates(ConfigurationPropertyName unknown) {
		Set<String> candidates = new TreeSet<>();
		this.types.forEach((name, type) -> {
			Class<?> value = type.startsWith("java.util.Map") ? valueType(type) : null;
			if (value == null) {
				candidates.add(name.toString());
			}
			else if (name.isAncestorOf(unknown)) {
				flatten(value, asWritten(unknown.chop(name.getNumberOfElements() + 1)), candidates, new HashSet<>());
			}
		});
		return candidates;
	}

	private static void flatten(Class<?> type, String prefix, Set<String> candidates, Set<Class<?>> within) {
		if (!within.add(type)) {
			return;
		}
		properties(type).forEach((property, of) -> {
			String name = prefix + "." + DataObjectPropertyName.toDashedForm(property);
			if (isNested(of.toClass())) {
				flatten(of.toClass(), name, candidates, within);
			}
			else {
				candidates.add(name);
			}
		});
		within.remove(type);
	}

	/**
	 * How many characters differ (Levenshtein).
	 */
	private static int distance(String one, String other) {
		int[] row = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int above = row[j];
				int change = (one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1;
				row[j] = Math.min(Math.min(above, row[j - 1]) + 1, diagonal + change);
				diagonal = above;
			}
		}
		return row[other.length()];
	}

}
