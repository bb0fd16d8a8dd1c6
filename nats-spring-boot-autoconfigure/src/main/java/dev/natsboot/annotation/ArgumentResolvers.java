package dev.natsboot.annotation;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.natsboot.core.ListenerDescription;
import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.core.PayloadCodecs;
import dev.natsboot.core.PayloadConversionException;
import dev.natsboot.core.SubjectPattern;
import dev.natsboot.core.Subjects;
import dev.natsboot.listener.Acknowledgment;
import dev.natsboot.listener.ReplayControl;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.SynthesizingMethodParameter;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.ValueConstants;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.StringUtils;

/**
 * Decides, once for each parameter of a listener method, where its argument comes from.
 */
final class ArgumentResolvers {

	private static final ParameterNameDiscoverer PARAMETER_NAMES = new DefaultParameterNameDiscoverer();

	private final PayloadCodecs codecs;

	private final ConversionService conversion;

	private final PayloadValidation validation;

	ArgumentResolvers(PayloadCodecs codecs, ConversionService conversion, PayloadValidation validation) {
		this.codecs = codecs;
		this.conversion = conversion;
		this.validation = validation;
	}

	/**
	 * Plans all parameters of a method.
	 * @param method the method
	 * @param beanType the bean's class, which decides type variables
	 * @param listener the listener
	 * @param patterns the listener's subjects with their named tokens
	 * @param declaredAt where the listener was declared
	 * @return a resolver for each parameter
	 * @throws NatsConfigurationException if a parameter cannot be given an argument
	 */
	List<ArgumentResolver> plan(Method method, Class<?> beanType, ListenerDescription listener,
			List<SubjectPattern> patterns, String declaredAt) {
		List<ArgumentResolver> plan = new ArrayList<>();
		List<String> payloads = new ArrayList<>();
		for (int i = 0; i < method.getParameterCount(); i++) {
			MethodParameter parameter = new SynthesizingMethodParameter(method, i).withContainingClass(beanType);
			parameter.initParameterNameDiscovery(PARAMETER_NAMES);
			String name = "parameter '" + Optional.ofNullable(parameter.getParameterName()).orElse("#" + (i + 1)) + "'";
			ArgumentResolver resolver = special(parameter, listener, patterns, declaredAt, name);
			if (resolver == null) {
				payloads.add(name);
				resolver = payload(parameter, declaredAt, name);
			}
			plan.add(resolver);
		}
		if (payloads.size() > 1) {
			throw new NatsConfigurationException(declaredAt,
					"Several of its parameters would take the payload: " + String.join(", ", payloads),
					"Keep one, and mark the others with @Header or @SubjectToken.");
		}
		return plan;
	}

	private @Nullable ArgumentResolver special(MethodParameter parameter, ListenerDescription listener,
			List<SubjectPattern> patterns, String declaredAt, String name) {
		Class<?> type = parameter.getParameterType();
		Header header = parameter.getParameterAnnotation(Header.class);
		if (header != null) {
			return header(parameter, header, declaredAt, name);
		}
		SubjectToken token = parameter.getParameterAnnotation(SubjectToken.class);
		if (token != null) {
			return subjectToken(parameter, token, patterns, declaredAt, name);
		}
		if (type == Message.class) {
			return (message) -> message;
		}
		if (type == Headers.class) {
			return (message) -> (message.getHeaders() != null) ? message.getHeaders() : new Headers();
		}
		if (type == Connection.class) {
			return Message::getConnection;
		}
		if (type == NatsJetStreamMetaData.class || type == Acknowledgment.class) {
			if (!listener.isJetStream()) {
				throw new NatsConfigurationException(declaredAt,
						"Its " + name + " is a " + type.getSimpleName() + ", which a core message does not have",
						"Add 'durable' to make it a JetStream listener, or remove the parameter.");
			}
			return (type == Acknowledgment.class) ? (message) -> Acknowledgment.current() : Message::metaData;
		}
		if (type == ReplayControl.class) {
			if (!listener.replay()) {
				throw new NatsConfigurationException(declaredAt,
						"Its " + name + " is a ReplayControl, which only a replay listener has",
						"Use 'deliver' without 'durable', or remove the parameter.");
			}
			return (message) -> ReplayControl.current();
		}
		if (type == MessageHeaders.class) {
			return (message) -> new MessageHeaders(HeaderMap.of(message));
		}
		if (parameter.hasParameterAnnotation(org.springframework.messaging.handler.annotation.Headers.class)) {
			if (!type.isAssignableFrom(Map.class)) {
				throw new NatsConfigurationException(declaredAt,
						"Its " + name + " is marked @Headers but is a " + type.getName(),
						"Declare it as Map<String, Object>, MessageHeaders or jnats's Headers.");
			}
			return HeaderMap::of;
		}
		if (type == org.springframework.messaging.Message.class) {
			ResolvableType payloadType = ResolvableType.forMethodParameter(parameter).getGeneric(0);
			ArgumentResolver payload = decoder((payloadType.resolve() != null)
					? GenericTypeResolver.resolveType(payloadType.getType(), parameter.getContainingClass())
					: byte[].class, declaredAt, name);
			return (message) -> {
				Object decoded = payload.resolve(message);
				return new GenericMessage<>((decoded != null) ? decoded : Optional.empty(), HeaderMap.of(message));
			};
		}
		return null;
	}

	private ArgumentResolver payload(MethodParameter parameter, String declaredAt, String name) {
		Payload annotation = parameter.getParameterAnnotation(Payload.class);
		if (annotation != null && StringUtils.hasText(annotation.expression())) {
			throw new NatsConfigurationException(declaredAt, "Its " + name + " has a @Payload with an expression",
					"Take the whole payload and read from it what you need.");
		}
		boolean optional = parameter.getParameterType() == Optional.class;
		MethodParameter target = parameter.nestedIfOptional();
		Class<?> type = target.getNestedParameterType();
		Type generic = GenericTypeResolver.resolveType(target.getNestedGenericParameterType(),
				target.getContainingClass());
		if (type == byte[].class && !optional) {
			return Message::getData;
		}
		ArgumentResolver decoder = this.validation.validated(parameter, decoder(generic, declaredAt, name), declaredAt,
				name);
		if (optional) {
			return (message) -> isEmpty(message) ? Optional.empty() : Optional.ofNullable(decoder.resolve(message));
		}
		boolean required = (annotation == null || annotation.required()) && !parameter.isOptional();
		if (!required) {
			return (message) -> isEmpty(message) ? null : decoder.resolve(message);
		}
		if (type.isPrimitive()) {
			return (message) -> notNull(decoder.resolve(message), name);
		}
		return decoder;
	}

	private ArgumentResolver decoder(Type type, String declaredAt, String name) {
		try {
			return this.codecs.decoder(type)::decode;
		}
		catch (PayloadConversionException ex) {
			throw new NatsConfigurationException(declaredAt,
					"Its " + name + " cannot be converted from a payload: " + ex.getMessage(),
					"Take byte[], String or a type that a codec on the class path handles.", ex);
		}
	}

	private ArgumentResolver header(MethodParameter parameter, Header annotation, String declaredAt, String name) {
		String key = StringUtils.hasText(annotation.name()) ? annotation.name() : parameter.getParameterName();
		if (key == null) {
			throw new NatsConfigurationException(declaredAt, "The header of its " + name + " has no name",
					"Write @Header(\"name\"), or compile with -parameters.");
		}
		boolean optional = parameter.getParameterType() == Optional.class;
		TypeDescriptor target = new TypeDescriptor(parameter.nestedIfOptional());
		boolean several = target.isCollection() || target.isArray();
		boolean hasDefault = !ValueConstants.DEFAULT_NONE.equals(annotation.defaultValue());
		boolean required = annotation.required() && !parameter.isOptional() && !hasDefault;
		return (message) -> {
			Headers headers = message.getHeaders();
			List<String> values = (headers != null) ? headers.get(key) : null;
			Object value = (values == null || values.isEmpty()) ? (hasDefault ? annotation.defaultValue() : null)
					: (several ? values : values.get(0));
			if (value == null) {
				if (required) {
					throw new PayloadConversionException("The message has no header '" + key + "'");
				}
				return optional ? Optional.empty() : null;
			}
			Object converted = convert(value, target, "header '" + key + "'");
			return optional ? Optional.ofNullable(converted) : converted;
		};
	}

	private ArgumentResolver subjectToken(MethodParameter parameter, SubjectToken annotation,
			List<SubjectPattern> patterns, String declaredAt, String name) {
		int index = annotation.value();
		if (index <= 0) {
			String token = StringUtils.hasText(annotation.name()) ? annotation.name() : parameter.getParameterName();
			int[] indexes = patterns.stream()
				.mapToInt((pattern) -> (token != null) ? pattern.tokenIndex(token) : -1)
				.distinct()
				.toArray();
			if (indexes.length != 1 || indexes[0] < 1) {
				throw new NatsConfigurationException(declaredAt,
						"Its " + name + " wants the subject token '" + token
								+ "', which is not at one place in all of its subjects",
						"Name the token in each subject, such as \"orders.{" + token
								+ "}.created\", or give its position: @SubjectToken(2).");
			}
			index = indexes[0];
		}
		int position = index;
		TypeDescriptor target = new TypeDescriptor(parameter);
		return (message) -> {
			String token = Subjects.token(message.getSubject(), position);
			if (token == null) {
				throw new PayloadConversionException("The message's subject has no token " + position);
			}
			return convert(token, target, "subject token " + position);
		};
	}

	private @Nullable Object convert(Object value, TypeDescriptor target, String what) {
		if (target.getType() == String.class && value instanceof String) {
			return value;
		}
		try {
			return this.conversion.convert(value, TypeDescriptor.forObject(value), target);
		}
		catch (ConversionException ex) {
			// the cause would quote the value
			throw new PayloadConversionException("The " + what + " is not a " + target.getType().getSimpleName());
		}
	}

	private static boolean isEmpty(Message message) {
		byte[] data = message.getData();
		return data == null || data.length == 0;
	}

	private static Object notNull(@Nullable Object value, String name) {
		if (value == null) {
			throw new PayloadConversionException("The payload is null, but " + name + " cannot be");
		}
		return value;
	}

}
