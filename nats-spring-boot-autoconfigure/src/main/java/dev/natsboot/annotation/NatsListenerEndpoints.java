package dev.natsboot.annotation;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import dev.natsboot.annotation.NatsListenerAnnotationBeanPostProcessor.Found;
import dev.natsboot.core.InvalidSubjectException;
import dev.natsboot.core.ListenerDescription;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.NatsOperations;
import dev.natsboot.core.PayloadCodecs;
import dev.natsboot.core.SubjectNamingPolicy;
import dev.natsboot.core.SubjectPattern;
import dev.natsboot.core.Subjects;
import dev.natsboot.core.connection.NatsConnections;
import dev.natsboot.jetstream.DeliverFrom;
import dev.natsboot.jetstream.PriorityGroup;
import dev.natsboot.listener.Acknowledgment;
import dev.natsboot.listener.Concurrency;
import dev.natsboot.listener.ErrorHandler;
import dev.natsboot.listener.ListenerOrder;
import dev.natsboot.listener.NatsListenerContainer;
import dev.natsboot.listener.NatsListenerContainerFactory;
import dev.natsboot.listener.NatsListenerEndpoint;
import dev.natsboot.listener.NatsListenerRegistry;
import io.nats.client.api.PriorityPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.util.StringUtils;
import org.springframework.validation.Validator;

/**
 * Turns annotated methods into endpoints: resolves placeholders and expressions, plans
 * arguments and results, and says what is wrong where something is.
 */
final class NatsListenerEndpoints {

	static final String DEFAULT_FACTORY = "natsListenerContainerFactory";

	private static final Duration BATCH_WAIT = Duration.ofMillis(100);

	private final ConfigurableListableBeanFactory beanFactory;

	private final Expressions expressions;

	private final NatsListenerRegistry registry;

	private final NatsConnections connections;

	private final PayloadCodecs codecs;

	private final ArgumentResolvers arguments;

	private final List<SubjectNamingPolicy> naming;

	NatsListenerEndpoints(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.expressions = new Expressions(beanFactory);
		this.registry = beanFactory.getBean(NatsListenerRegistry.class);
		this.connections = beanFactory.getBean(NatsConnections.class);
		ConversionService conversion = beanFactory.getConversionService();
		this.codecs = beanFactory.getBean(PayloadCodecs.class);
		this.arguments = new ArgumentResolvers(this.codecs,
				(conversion != null) ? conversion : DefaultConversionService.getSharedInstance(),
				new PayloadValidation(beanFactory.getBeanProvider(Validator.class).getIfAvailable()));
		this.naming = beanFactory.getBeanProvider(SubjectNamingPolicy.class).orderedStream().toList();
	}

	NatsListenerContainer create(Found found) {
		NatsListener annotation = found.annotation();
		String at = found.declaredAt();
		String factoryName = text(annotation.containerFactory(), at, "containerFactory", DEFAULT_FACTORY);
		NatsListenerContainerFactory factory = bean(NatsListenerContainerFactory.class, factoryName, at,
				"containerFactory");
		NatsListenerContainer container = factory.create(endpoint(found, annotation, at));
		this.registry.add(container, at);
		return container;
	}

	private NatsListenerEndpoint endpoint(Found found, NatsListener annotation, String at) {
		List<SubjectPattern> patterns = subjects(annotation, at);
		String connection = text(annotation.connection(), at, "connection", NatsConnections.DEFAULT_NAME);
		if (!this.connections.names().contains(connection)) {
			throw new NatsConfigurationException(at, "There is no connection '" + connection + "'",
					"Configure nats.connections." + connection + ".servers, or use one of " + this.connections.names()
							+ ".");
		}
		DeliverFrom from = parsed(annotation.deliver(), at, "deliver",
				"all, new, last, last-per-subject, sequence:17 or time:2026-01-31T00:00:00Z", DeliverFrom::valueOf);
		String durable = optional(annotation.durable(), at, "durable");
		ListenerDescription description = new ListenerDescription(text(annotation.id(), at, "id", found.defaultId()),
				connection, patterns.stream().map(SubjectPattern::subject).toList(),
				optional(annotation.queue(), at, "queue"), optional(annotation.stream(), at, "stream"), durable,
				from != null && durable == null, AopUtils.getMostSpecificMethod(found.method(), found.type()));
		boolean manual = Arrays.asList(found.method().getParameterTypes()).contains(Acknowledgment.class);
		String orderKey = optional(annotation.orderKey(), at, "orderKey");
		String errorHandler = optional(annotation.errorHandler(), at, "errorHandler");
		return builder(found, annotation, description, patterns, at).declaredAt(at)
			.manual(manual)
			.replies(ListenerResults.replies(found.method(), found.type()))
			.from(from)
			.autoStartup(
					parsed(annotation.autoStartup(), at, "autoStartup", "true or false", NatsListenerEndpoints::bool))
			.concurrency(parsed(annotation.concurrency(), at, "concurrency", "a number from 1, or a range such as 2-16",
					Concurrency::valueOf))
			.order(parsed(annotation.order(), at, "order", "none, subject, key or strict",
					(value) -> ListenerOrder.valueOf(value.toUpperCase(Locale.ROOT))))
			.idleEventAfter(parsed(annotation.idleEventAfter(), at, "idleEventAfter", "a duration such as 5m",
					DurationFormatterUtils::detectAndParse))
			.priorityGroup(priorityGroup(annotation, at))
			.orderKey((orderKey != null) ? new OrderKey(orderKey, patterns, at) : null)
			.errorHandler((errorHandler != null) ? bean(ErrorHandler.class, errorHandler, at, "errorHandler") : null)
			.build();
	}

	private NatsListenerEndpoint.Builder builder(Found found, NatsListener annotation, ListenerDescription description,
			List<SubjectPattern> patterns, String at) {
		Method method = found.method();
		Integer batch = parsed(annotation.batch(), at, "batch", "a number from 1", Integer::valueOf);
		Duration wait = parsed(annotation.batchWait(), at, "batchWait", "a duration such as 50ms",
				DurationFormatterUtils::detectAndParse);
		try {
			if (batch != null) {
				return NatsListenerEndpoint.ofBatches(description, batch, (wait != null) ? wait : BATCH_WAIT,
						new BatchListenerMethod(found.bean(), method, found.type(), this.codecs, at));
			}
			return NatsListenerEndpoint.of(description, new ListenerMethod(found.bean(), method,
					this.arguments.plan(method, found.type(), description, patterns, at), ListenerResults.plan(method,
							found.type(), description, sendTo(method, at), operations(description.connection()), at)));
		}
		catch (NatsConfigurationException ex) {
			throw ex;
		}
		catch (IllegalAccessException | RuntimeException ex) {
			throw new NatsConfigurationException(at, "The method cannot be called: " + ex.getMessage(),
					"Make the method and its class accessible.", ex);
		}
	}

	private @Nullable PriorityGroup priorityGroup(NatsListener annotation, String at) {
		return new PriorityGroups(optional(annotation.priorityGroup(), at, "priorityGroup"),
				parsed(annotation.priorityPolicy(), at, "priorityPolicy", "overflow, pinned-client or prioritized",
						NatsListenerEndpoints::priorityPolicy),
				parsed(annotation.priorityTimeout(), at, "priorityTimeout", "a duration such as 3s",
						DurationFormatterUtils::detectAndParse),
				parsed(annotation.priority(), at, "priority", "a number from 0 to " + PriorityGroup.LOWEST,
						(value) -> number(value, PriorityGroup.LOWEST).intValue()),
				parsed(annotation.minPending(), at, "minPending", "a number from 0",
						(value) -> number(value, Long.MAX_VALUE)),
				parsed(annotation.minAckPending(), at, "minAckPending", "a number from 0",
						(value) -> number(value, Long.MAX_VALUE)))
			.toGroup(at);
	}

	private List<SubjectPattern> subjects(NatsListener annotation, String at) {
		List<SubjectPattern> patterns = new ArrayList<>();
		for (String attribute : annotation.subjects()) {
			for (String subject : strings(this.expressions.evaluate(attribute, at, "subjects"))) {
				patterns.add(subject(subject, at));
			}
		}
		return patterns;
	}

	private SubjectPattern subject(String subject, String at) {
		try {
			SubjectPattern pattern = SubjectPattern.parse(subject);
			Subjects.checkSubscribe(pattern.subject());
			this.naming.forEach((policy) -> policy.check(pattern.subject()));
			return pattern;
		}
		catch (InvalidSubjectException ex) {
			throw new NatsConfigurationException(at, "Its subject \"" + subject + "\" is not one: " + ex.getMessage(),
					"Write tokens separated by dots; '*' stands for one token and '>' at the end for the rest.", ex);
		}
	}

	private List<String> sendTo(Method method, String at) {
		SendTo annotation = AnnotatedElementUtils.findMergedAnnotation(method, SendTo.class);
		if (annotation == null) {
			return List.of();
		}
		List<String> subjects = Arrays.stream(annotation.value())
			.flatMap((value) -> strings(this.expressions.evaluate(value, at, "@SendTo")).stream())
			.toList();
		try {
			subjects.forEach(Subjects::checkPublish);
		}
		catch (InvalidSubjectException ex) {
			throw new NatsConfigurationException(at, "The subject of its @SendTo is not one: " + ex.getMessage(),
					"Write a subject without wildcards.", ex);
		}
		if (subjects.isEmpty()) {
			throw new NatsConfigurationException(at, "Its @SendTo names no subject", "Name the subject.");
		}
		return subjects;
	}

	private NatsOperations operations(String connection) {
		if (NatsConnections.DEFAULT_NAME.equals(connection)) {
			return this.beanFactory.getBean(NatsOperations.class);
		}
		return BeanFactoryAnnotationUtils.qualifiedBeanOfType((BeanFactory) this.beanFactory, NatsOperations.class,
				connection);
	}

	private <T> T bean(Class<T> type, String name, String at, String attribute) {
		try {
			return this.beanFactory.getBean(name, type);
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw new NatsConfigurationException(at,
					"Its attribute '" + attribute + "' names the bean '" + name + "', which is not there",
					"Define a bean of type " + type.getSimpleName() + " with that name.");
		}
	}

	private String text(String attribute, String at, String name, String otherwise) {
		String value = optional(attribute, at, name);
		return (value != null) ? value : otherwise;
	}

	private @Nullable String optional(String attribute, String at, String name) {
		if (!StringUtils.hasText(attribute)) {
			return null;
		}
		Object value = this.expressions.evaluate(attribute, at, name);
		return (value != null && StringUtils.hasText(value.toString())) ? value.toString() : null;
	}

	private <T> @Nullable T parsed(String attribute, String at, String name, String expected,
			Function<String, T> parser) {
		String value = optional(attribute, at, name);
		if (value == null) {
			return null;
		}
		try {
			return parser.apply(value.trim());
		}
		catch (IllegalArgumentException ex) {
			throw new NatsConfigurationException(at, "Its attribute '" + name + "' is \"" + value + "\"",
					"Write " + expected + ".", ex);
		}
	}

	private static PriorityPolicy priorityPolicy(String value) {
		PriorityPolicy policy = PriorityPolicy.get(value.toLowerCase(Locale.ROOT).replace('-', '_'));
		if (policy == null || policy == PriorityPolicy.None) {
			throw new IllegalArgumentException(value);
		}
		return policy;
	}

	private static Long number(String value, long max) {
		long number = Long.parseLong(value);
		if (number < 0 || number > max) {
			throw new IllegalArgumentException(value);
		}
		return number;
	}

	private static Boolean bool(String value) {
		if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
			throw new IllegalArgumentException(value);
		}
		return Boolean.valueOf(value);
	}

	private static List<String> strings(@Nullable Object value) {
		if (value == null) {
			return List.of();
		}
		if (value instanceof Collection<?> collection) {
			return collection.stream().map(String::valueOf).toList();
		}
		if (value instanceof Object[] array) {
			return Arrays.stream(array).map(String::valueOf).toList();
		}
		return List.of(value.toString());
	}

}
