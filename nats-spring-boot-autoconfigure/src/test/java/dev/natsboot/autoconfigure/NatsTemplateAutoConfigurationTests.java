package dev.natsboot.autoconfigure;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.natsboot.codec.JsonCodec;
import dev.natsboot.core.Backoff;
import dev.natsboot.core.InvalidSubjectException;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.NatsException;
import dev.natsboot.core.NatsOperations;
import dev.natsboot.core.NatsTemplate;
import dev.natsboot.core.NoRespondersException;
import dev.natsboot.core.OutboundFilter;
import dev.natsboot.core.PayloadCodec;
import dev.natsboot.core.PayloadCodecs;
import dev.natsboot.core.PayloadConversionException;
import dev.natsboot.core.PayloadDecoder;
import dev.natsboot.core.PublishRetry;
import dev.natsboot.core.StreamRejectedException;
import dev.natsboot.core.SubjectNamingPolicy;
import dev.natsboot.test.server.EmbeddedNatsServer;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

class NatsTemplateAutoConfigurationTests {

	private static EmbeddedNatsServer server;

	private static EmbeddedNatsServer otherServer;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, NatsTemplateAutoConfiguration.class,
				JacksonAutoConfiguration.class))
		.withPropertyValues("nats.servers=" + server.url());

	@BeforeAll
	static void startServers() {
		server = EmbeddedNatsServer.start();
		otherServer = EmbeddedNatsServer.start();
	}

	@AfterAll
	static void stopServers() {
		server.close();
		otherServer.close();
	}

	@Test
	void providesATemplate() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(NatsOperations.class).hasSingleBean(PayloadCodecs.class);
			NatsOperations operations = context.getBean(NatsOperations.class);
			assertThatExceptionOfType(NoRespondersException.class)
				.isThrownBy(() -> operations.request("nobody", List.of(1), String.class));
		});
	}

	@Test
	void backsOff() {
		this.runner.withBean(NatsOperations.class, () -> mock(NatsOperations.class))
			.run((context) -> assertThat(context).hasSingleBean(NatsOperations.class)
				.doesNotHaveBean(NatsTemplate.class));
	}

	@Test
	void isAbsentWhenNatsIsDisabled() {
		this.runner.withPropertyValues("nats.enabled=false", "nats.connections.orders.servers=" + server.url())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(NatsOperations.class));
	}

	@Test
	void namedConnectionsHaveQualifiedTemplates() {
		this.runner.withUserConfiguration(Injected.class)
			.withPropertyValues("nats.connections.orders.servers=" + otherServer.url())
			.run((context) -> {
				Injected injected = context.getBean(Injected.class);
				assertThat(injected.standard).isSameAs(context.getBean("natsTemplate"));
				assertThat(injected.orders).isSameAs(context.getBean("ordersNatsTemplate"));
				assertThat(context.getBean(NatsOperations.class)).isSameAs(injected.standard);
				addStream(otherServer, "there");
				assertThat(injected.orders.publish("there", "x").getStream()).isEqualTo("ONLY");
				assertThatExceptionOfType(NoRespondersException.class)
					.isThrownBy(() -> injected.standard.publish("there", "x"));
			});
	}

	private static void addStream(EmbeddedNatsServer target, String subject) throws Exception {
		Connection connection = Nats.connect(target.url());
		try {
			connection.jetStreamManagement()
				.addStream(StreamConfiguration.builder().name("ONLY").subjects(subject).build());
		}
		finally {
			connection.close();
		}
	}

	@Test
	void startsWithoutJackson() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, NatsTemplateAutoConfiguration.class))
			.withPropertyValues("nats.servers=" + server.url())
			.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(JsonCodec.class);
				NatsTemplate template = context.getBean(NatsTemplate.class);
				template.send("text", "x");
				assertThatExceptionOfType(PayloadConversionException.class)
					.isThrownBy(() -> template.send("object", List.of()))
					.withMessageContaining("spring-boot-starter-jackson");
			});
	}

	@Test
	void startsWithJacksonButWithoutAMapper() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, NatsTemplateAutoConfiguration.class))
			.withPropertyValues("nats.servers=" + server.url())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(JsonCodec.class));
	}

	@Test
	void usesTheMapperOfTheApplication() {
		this.runner.withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE").run((context) -> {
			PayloadCodec codec = context.getBean(PayloadCodecs.class).encoder(Item.class, null);
			assertThat(new String(codec.encode(new Item(1)), StandardCharsets.UTF_8)).isEqualTo("{\"item_count\":1}");
			assertThat(context).hasSingleBean(JsonMapper.class);
		});
	}

	@Test
	void codecsOfTheUserComeFirst() {
		this.runner.withBean(UpperCaseCodec.class)
			.run((context) -> assertThat(context.getBean(PayloadCodecs.class).encoder(String.class, null))
				.isInstanceOf(UpperCaseCodec.class));
	}

	@Test
	void filtersAreOrdered() {
		this.runner.withUserConfiguration(Filters.class).run((context) -> {
			context.getBean(NatsTemplate.class).send("filtered", "x");
			assertThat(context.getBean(Filters.class).calls).containsExactly("first", "second");
		});
	}

	@Test
	void messageIdsAreGeneratedOnDemand() {
		List<String> ids = new ArrayList<>();
		this.runner.withBean(OutboundFilter.class, () -> (message, next) -> {
			ids.add(message.headers().getFirst("Nats-Msg-Id"));
			throw new NatsException("enough");
		}).withPropertyValues("nats.template.generate-message-id=true").run((context) -> {
			NatsTemplate template = context.getBean(NatsTemplate.class);
			assertThatExceptionOfType(NatsException.class).isThrownBy(() -> template.publish("ids", "x"));
			assertThatExceptionOfType(NatsException.class).isThrownBy(() -> template.send("ids", "x"));
		});
		assertThat(ids).hasSize(2).last().isNull();
		assertThat(ids).first().asString().hasSize(22);
	}

	@Test
	void retriesFromProperties() {
		NatsTemplateProperties defaults = new NatsTemplateProperties();
		assertThat(defaults.getRetry().toPublishRetry()).isEqualTo(PublishRetry.defaults());
		assertThat(defaults.isGenerateMessageId()).isFalse();
		this.runner
			.withPropertyValues("nats.template.retry.max-attempts=7", "nats.template.retry.attempt-timeout=3s",
					"nats.template.retry.initial=1ms", "nats.template.retry.multiplier=1",
					"nats.template.retry.max=2ms", "nats.template.retry.jitter=0")
			.run((context) -> {
				PublishRetry expected = new PublishRetry(7, Duration.ofSeconds(3),
						new Backoff(Duration.ofMillis(1), 1, Duration.ofMillis(2), 0));
				assertThat(context.getBean(NatsTemplateProperties.class).getRetry().toPublishRetry())
					.isEqualTo(expected);
				assertThat(attempts(context.getBean(NatsTemplate.class))).isEqualTo(7);
			});
	}

	private static int attempts(NatsTemplate template) throws Exception {
		Connection connection = Nats.connect(server.url());
		try {
			byte[] error = "{\"error\":{\"code\":503,\"err_code\":10023,\"description\":\"busy\"}}"
				.getBytes(StandardCharsets.UTF_8);
			AtomicInteger attempts = new AtomicInteger();
			Dispatcher busy = connection.createDispatcher((request) -> {
				attempts.incrementAndGet();
				connection.publish(request.getReplyTo(), error);
			});
			busy.subscribe("counted");
			connection.flush(Duration.ofSeconds(20));
			assertThatExceptionOfType(StreamRejectedException.class).isThrownBy(() -> template.publish("counted", "x"));
			return attempts.get();
		}
		finally {
			connection.close();
		}
	}

	@Test
	void namingPolicyFromProperties() {
		this.runner
			.withPropertyValues("nats.subject.naming.enabled=true",
					"nats.subject.naming.pattern=project.env.domain.module", "nats.subject.naming.exempt=legacy.",
					"nats.inbox-prefix=_replies.")
			.run((context) -> {
				NatsTemplate template = context.getBean(NatsTemplate.class);
				assertThatExceptionOfType(InvalidSubjectException.class)
					.isThrownBy(() -> template.send("orders", new byte[0]))
					.withMessageContaining("project.env.domain.module");
				template.send("shop.prod.orders.created", new byte[0]);
				template.send("legacy.Orders", new byte[0]);
				template.send("_replies.Abc", new byte[0]);
			});
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(SubjectNamingPolicy.class);
			context.getBean(NatsTemplate.class).send("Orders", new byte[0]);
		});
	}

	@Test
	void wrongSettingsEndTheStartAndAreNamed() {
		for (String wrong : List.of("nats.template.timeout=0s", "nats.template.max-in-flight=0",
				"nats.template.max-in-flight-wait=-1s", "nats.subject.naming.pattern=a..b",
				"nats.subject.naming.min-tokens=-1")) {
			this.runner.withPropertyValues("nats.subject.naming.enabled=true", wrong)
				.run((context) -> assertThat(context).getFailure()
					.hasRootCauseInstanceOf(wrong.contains("pattern") ? InvalidSubjectException.class
							: NatsConfigurationException.class)
					.hasStackTraceContaining(wrong.substring(0, wrong.indexOf('='))));
		}
	}

	@Test
	void wrongRetriesEndTheStart() {
		for (String wrong : List.of("max-attempts=0", "attempt-timeout=0s", "jitter=2", "multiplier=0", "max=1ms")) {
			this.runner.withPropertyValues("nats.template.retry." + wrong)
				.run((context) -> assertThat(context).getFailure()
					.hasRootCauseInstanceOf(IllegalArgumentException.class)
					.hasStackTraceContaining("'nats.template.retry' cannot work"));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		@Autowired
		private NatsTemplate standard;

		@Autowired
		@Qualifier("orders")
		private NatsTemplate orders;

	}

	@Configuration(proxyBeanMethods = false)
	static class Filters {

		private final List<String> calls = new ArrayList<>();

		@Bean
		@Order(2)
		OutboundFilter second() {
			return (message, next) -> {
				this.calls.add("second");
				return next.proceed(message);
			};
		}

		@Bean
		@Order(1)
		OutboundFilter first() {
			return (message, next) -> {
				this.calls.add("first");
				return next.proceed(message);
			};
		}

	}

	static class UpperCaseCodec implements PayloadCodec {

		@Override
		public String contentType() {
			return "text/upper";
		}

		@Override
		public boolean supports(Type type) {
			return type == String.class;
		}

		@Override
		public byte[] encode(Object payload) {
			return new byte[0];
		}

		@Override
		public PayloadDecoder decoder(Type type) {
			return (data) -> "";
		}

	}

	record Item(int itemCount) {
	}

}
