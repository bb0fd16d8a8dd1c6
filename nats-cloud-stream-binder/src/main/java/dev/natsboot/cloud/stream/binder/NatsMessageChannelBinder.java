package dev.natsboot.cloud.stream.binder;

import java.util.List;
import java.util.Map;

import dev.natsboot.cloud.stream.binder.ConsumerFactory.Handling;
import dev.natsboot.core.NatsOperations;
import dev.natsboot.core.connection.NatsConnectionPool;
import dev.natsboot.listener.ErrorHandler;
import dev.natsboot.listener.ListenerOptions;
import dev.natsboot.listener.NatsListenerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.stream.binder.AbstractMessageChannelBinder;
import org.springframework.cloud.stream.binder.BinderSpecificPropertiesProvider;
import org.springframework.cloud.stream.binder.ConsumerProperties;
import org.springframework.cloud.stream.binder.EmbeddedHeaderUtils;
import org.springframework.cloud.stream.binder.ExtendedConsumerProperties;
import org.springframework.cloud.stream.binder.ExtendedProducerProperties;
import org.springframework.cloud.stream.binder.ExtendedPropertiesBinder;
import org.springframework.cloud.stream.binder.HeaderMode;
import org.springframework.cloud.stream.provisioning.ConsumerDestination;
import org.springframework.cloud.stream.provisioning.ProducerDestination;
import org.springframework.core.log.LogAccessor;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.integration.core.MessageProducer;
import org.springframework.integration.expression.ExpressionUtils;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.util.StringUtils;
import org.springframework.util.backoff.BackOff;

/**
 * Binds channels to NATS: consumers on the library's listener containers, producers on
 * its template.
 *
 * @since 0.1.0
 */
public class NatsMessageChannelBinder extends
		AbstractMessageChannelBinder<ExtendedConsumerProperties<NatsConsumerProperties>, ExtendedProducerProperties<NatsProducerProperties>, NatsProvisioningProvider>
		implements ExtendedPropertiesBinder<MessageChannel, NatsConsumerProperties, NatsProducerProperties> {

	private static final LogAccessor logger = new LogAccessor(NatsMessageChannelBinder.class);

	private static final SpelExpressionParser PARSER = new SpelExpressionParser();

	private final BinderServices services;

	private final NatsExtendedBindingProperties extendedProperties;

	private final Preflight preflight;

	/**
	 * Creates a binder.
	 * @param services what it works with
	 * @param provisioning has streams and consumers ready
	 * @param properties the binder's properties
	 * @param extendedProperties the bindings' properties
	 */
	NatsMessageChannelBinder(BinderServices services, NatsProvisioningProvider provisioning,
			NatsBinderProperties properties, NatsExtendedBindingProperties extendedProperties) {
		super(EmbeddedHeaderUtils.headersToEmbed(properties.getHeaders().toArray(String[]::new)), provisioning);
		this.services = services;
		this.extendedProperties = extendedProperties;
		this.preflight = new Preflight(provisioning, services.consumers());
		provisioning.setDestinations((binding) -> Preflight.destination(getBindingServiceProperties(), binding));
	}

	@Override
	public String getBinderIdentity() {
		return "nats-" + super.getBinderIdentity();
	}

	@Override
	protected MessageProducer createConsumerEndpoint(ConsumerDestination destination, String group,
			ExtendedConsumerProperties<NatsConsumerProperties> properties) {
		warnIfBothRetry(properties);
		InboundMessages messages = messages(properties);
		NatsInboundEndpoint endpoint = new NatsInboundEndpoint();
		endpoint.setBeanFactory(getBeanFactory());
		endpoint.setBeanName("inbound." + properties.getBindingName());
		FunctionHandler.Settling settling = settling(properties);
		boolean retries = properties.getMaxAttempts() > 1 && !properties.isBatchMode();
		FunctionHandler handler = new FunctionHandler(messages, endpoint::handle,
				retries ? buildRetryTemplate(properties) : null, settling);
		Handling handling = new Handling(handler, properties.isBatchMode() ? handler : null,
				settling != FunctionHandler.Settling.AUTOMATIC, false,
				errorHandler(destination, group, properties, messages));
		BindingContainers containers = containers((NatsConsumerDestination) destination, group, properties, handling);
		endpoint.setContainers(containers);
		this.services.listeners().add(destination, endpoint, containers);
		return endpoint;
	}

	/**
	 * A reactive function has only been handed a message when the channel returns.
	 */
	private FunctionHandler.Settling settling(ExtendedConsumerProperties<NatsConsumerProperties> properties) {
		NatsConsumerProperties own = properties.getExtension();
		ReactiveFunctions.Input reactive = (own.getMode() == BindingMode.JETSTREAM && !properties.isBatchMode())
				? ReactiveFunctions.of(getApplicationContext(), properties.getBindingName()) : null;
		if (reactive == ReactiveFunctions.Input.MESSAGES && own.getAckMode() != AckMode.AUTO) {
			logger.info(() -> "The reactive function of binding '" + properties.getBindingName()
					+ "' settles its messages itself, by the header '" + NatsHeaders.ACKNOWLEDGMENT + "'");
			return FunctionHandler.Settling.FORWARDED;
		}
		if (reactive != null && own.getAckMode() != AckMode.MANUAL) {
			logger.warn(() -> "Messages of binding '" + properties.getBindingName() + "' are acknowledged when its "
					+ "reactive function has taken them. To have them acknowledged when it is done with them, let it "
					+ "take a Flux of Message");
		}
		return (own.getAckMode() == AckMode.MANUAL) ? FunctionHandler.Settling.MANUAL
				: FunctionHandler.Settling.AUTOMATIC;
	}

	@Override
	protected PolledConsumerResources createPolledConsumerResources(String name, String group,
			ConsumerDestination destination, ExtendedConsumerProperties<NatsConsumerProperties> properties) {
		NatsConsumerProperties own = properties.getExtension();
		if (own.getMode() == BindingMode.CORE) {
			throw new IllegalStateException("Binding '" + properties.getBindingName()
					+ "' is polled, which needs a stream, but its mode is 'core'");
		}
		InboundMessages messages = messages(properties);
		ErrorInfrastructure errors = registerErrorInfrastructure(destination, group, properties, true);
		ErrorHandler errorHandler = new BindingErrorHandler(properties, ConsumerFactory.backoff(properties),
				new ErrorChannelSender(errors.getErrorChannel(), getErrorMessageStrategy(), messages));
		BindingContainers[] built = new BindingContainers[1];
		NatsMessageSource source = new NatsMessageSource(messages, ConsumerFactory.backoff(properties).initial(),
				(own.getMaxLease() != null) ? own.getMaxLease() : ListenerOptions.DEFAULTS.maxLease(), (handler) -> {
					built[0] = containers((NatsConsumerDestination) destination, group, properties,
							new Handling(handler, null, true, true, errorHandler));
					return built[0];
				});
		this.services.listeners().add(destination, source, built[0]);
		return new PolledConsumerResources(source, errors);
	}

	private BindingContainers containers(NatsConsumerDestination destination, @Nullable String group,
			ExtendedConsumerProperties<NatsConsumerProperties> properties, Handling handling) {
		String connection = this.provisioningProvider.connection(properties.getExtension().getConnection());
		NatsConnectionPool pool = this.services.connections().pool(connection);
		return new BindingContainers(() -> {
			List<NatsListenerContainer> created = this.services.consumers()
				.create(destination, connection, properties, handling);
			created.forEach((container) -> this.<NatsListenerContainer>getContainerCustomizer()
				.configure(container, destination.getName(), group));
			return created;
		}, pool, destination.sources(), this.services.executor());
	}

	private InboundMessages messages(ExtendedConsumerProperties<NatsConsumerProperties> properties) {
		return new InboundMessages(this.services.headerMapper(), headerMode(properties.getHeaderMode()),
				properties.getExtension().getMode() == BindingMode.CORE);
	}

	private ErrorHandler errorHandler(ConsumerDestination destination, String group,
			ExtendedConsumerProperties<NatsConsumerProperties> properties, InboundMessages messages) {
		ErrorInfrastructure errors = registerErrorInfrastructure(destination, group, properties);
		return new BindingErrorHandler(properties, ConsumerFactory.backoff(properties),
				new ErrorChannelSender(errors.getErrorChannel(), getErrorMessageStrategy(), messages));
	}

	/**
	 * The framework leaves {@code default-retryable} out of account.
	 */
	@Override
	protected RetryTemplate buildRetryTemplate(ConsumerProperties properties) {
		RetryTemplate template = super.buildRetryTemplate(properties);
		if (!properties.isDefaultRetryable() && !StringUtils.hasText(properties.getRetryTemplateName())) {
			RetryPolicy given = template.getRetryPolicy();
			template.setRetryPolicy(new RetryPolicy() {
				@Override
				public boolean shouldRetry(Throwable failure) {
					return Failures.isRetryable(failure, properties);
				}

				@Override
				public BackOff getBackOff() {
					return given.getBackOff();
				}
			});
		}
		return template;
	}

	private static void warnIfBothRetry(ExtendedConsumerProperties<NatsConsumerProperties> properties) {
		if (properties.getMaxAttempts() > 1 && properties.getExtension().getMaxDeliveries() != null
				&& !properties.isBatchMode()) {
			logger.warn(() -> "Binding '" + properties.getBindingName() + "' has max-attempts of "
					+ properties.getMaxAttempts() + " and max-deliveries of "
					+ properties.getExtension().getMaxDeliveries()
					+ ": the framework retries, and the server delivers again only what nobody has settled. Set "
					+ "max-attempts to 1 to have the server retry");
		}
	}

	@Override
	protected void afterUnbindConsumer(ConsumerDestination destination, String group,
			ExtendedConsumerProperties<NatsConsumerProperties> properties) {
		this.services.listeners().remove(destination);
	}

	@Override
	protected MessageHandler createProducerMessageHandler(ProducerDestination destination,
			ExtendedProducerProperties<NatsProducerProperties> properties, @Nullable MessageChannel errorChannel) {
		NatsProducerProperties own = properties.getExtension();
		NatsOperations operations = this.services.operations()
			.apply(this.provisioningProvider.connection(own.getConnection()));
		Expression messageId = (own.getMessageIdExpression() != null)
				? PARSER.parseExpression(own.getMessageIdExpression()) : null;
		NatsOutboundHandler handler = new NatsOutboundHandler(new NatsOutboundHandler.Settings(destination.getName(),
				properties.isPartitioned() ? properties.getPartitionCount() : 0, own.getMode() == BindingMode.CORE,
				own.getSync(), headerMode(properties.getHeaderMode()), messageId,
				ExpressionUtils.createStandardEvaluationContext(getBeanFactory()), own.getTtl(), errorChannel,
				getErrorMessageStrategy()), operations::to, this.services.headerMapper());
		handler.setBeanFactory(getBeanFactory());
		handler.setBeanName("outbound." + properties.getBindingName());
		return handler;
	}

	private static HeaderMode headerMode(@Nullable HeaderMode configured) {
		return (configured != null) ? configured : HeaderMode.headers;
	}

	@Override
	protected Map<String, Object> doGetAdditionalConfigurationProperties(String name) {
		return Map.of();
	}

	/**
	 * The framework tries a binding that failed again for ever, whatever the reason. What
	 * can never work is found here, where it ends the start.
	 */
	@Override
	public NatsConsumerProperties getExtendedConsumerProperties(String channelName) {
		NatsConsumerProperties own = this.extendedProperties.getExtendedConsumerProperties(channelName);
		this.preflight.consumer(getBindingServiceProperties(), channelName, own);
		return own;
	}

	@Override
	public NatsProducerProperties getExtendedProducerProperties(String channelName) {
		NatsProducerProperties own = this.extendedProperties.getExtendedProducerProperties(channelName);
		this.preflight.producer(getBindingServiceProperties(), channelName, own);
		return own;
	}

	@Override
	public String getDefaultsPrefix() {
		return this.extendedProperties.getDefaultsPrefix();
	}

	@Override
	public Class<? extends BinderSpecificPropertiesProvider> getExtendedPropertiesEntryClass() {
		return this.extendedProperties.getExtendedPropertiesEntryClass();
	}

}
