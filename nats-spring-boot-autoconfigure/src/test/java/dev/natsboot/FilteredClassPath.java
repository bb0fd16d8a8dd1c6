package dev.natsboot;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The tests' class path without some of its jars, in a class loader that shares nothing
 * but the JDK with the tests' own: what is loaded in it sees only what is left.
 */
final class FilteredClassPath implements AutoCloseable {

	private final URLClassLoader classLoader;

	private FilteredClassPath(URL[] urls) {
		this.classLoader = new URLClassLoader("filtered", urls, ClassLoader.getPlatformClassLoader());
	}

	/**
	 * Leaves jars out.
	 * @param prefixes beginnings of the jars' file names
	 */
	static FilteredClassPath without(List<String> prefixes) {
		Predicate<Path> removed = (entry) -> prefixes.stream().anyMatch(fileName(entry)::startsWith);
		return new FilteredClassPath(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(Path::of)
			.filter(removed.negate())
			.map(FilteredClassPath::url)
			.toArray(URL[]::new));
	}

	private static String fileName(Path entry) {
		return entry.getFileName().toString();
	}

	private static URL url(Path entry) {
		try {
			return entry.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	boolean has(String className) {
		try {
			Class.forName(className, false, this.classLoader);
			return true;
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	/**
	 * Calls a static method of a class as it is on this class path.
	 */
	Object call(Class<?> type, String method, String argument) throws ReflectiveOperationException {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(this.classLoader);
		try {
			var found = this.classLoader.loadClass(type.getName()).getDeclaredMethod(method, String.class);
			found.setAccessible(true);
			return found.invoke(null, argument);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	@Override
	public void close() {
		try {
			this.classLoader.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
