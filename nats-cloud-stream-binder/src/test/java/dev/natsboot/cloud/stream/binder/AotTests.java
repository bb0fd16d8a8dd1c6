package dev.natsboot.cloud.stream.binder;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application of functions can be processed ahead of time and run so.
 */
class AotTests {

	private static final List<String> SETTINGS = List.of("--spring.main.web-application-type=none",
			"--spring.main.banner-mode=off", "--spring.cloud.stream.bindings.upper-in-0.destination=aot.in",
			"--spring.cloud.stream.bindings.upper-in-0.group=aot",
			"--spring.cloud.stream.bindings.upper-out-0.destination=aot.out");

	@TempDir
	Path directory;

	@Test
	void anApplicationRunsAsItWasProcessedAheadOfTime() throws Exception {
		Path sources = Files.createDirectories(this.directory.resolve("sources"));
		Path resources = Files.createDirectories(this.directory.resolve("resources"));
		Path classes = Files.createDirectories(this.directory.resolve("classes"));
		List<String> arguments = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"),
				"org.springframework.boot.SpringApplicationAotProcessor", AotMain.class.getName(), sources.toString(),
				resources.toString(), classes.toString(), "dev.natsboot", "aot"));
		arguments.addAll(SETTINGS);
		java(arguments);
		compile(sources, classes);
		arguments = new ArrayList<>(List.of("-Dspring.aot.enabled=true", "-cp",
				String.join(File.pathSeparator, classes.toString(), resources.toString(),
						System.getProperty("java.class.path")),
				AotMain.class.getName(), "--nats.servers=" + TestServer.url()));
		arguments.addAll(SETTINGS);
		assertThat(java(arguments)).contains("AOT=true result=HELLO");
	}

	private static void compile(Path sources, Path classes) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp",
				System.getProperty("java.class.path") + File.pathSeparator + classes));
		try (Stream<Path> files = Files.walk(sources)) {
			files.map(Path::toString).filter((name) -> name.endsWith(".java")).forEach(arguments::add);
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
			.isZero();
	}

	private String java(List<String> arguments) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
		command.addAll(arguments);
		Path output = this.directory.resolve("output");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		String text = Files.readString(output, StandardCharsets.UTF_8);
		assertThat(process.exitValue()).as(text).isZero();
		return text;
	}

}
