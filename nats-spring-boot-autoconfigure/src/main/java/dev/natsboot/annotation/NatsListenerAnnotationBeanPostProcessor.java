package dev.natsboot.annotation;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.natsboot.core.NatsConfigurationException;
import dev.natsboot.listener.NatsListenerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Finds the methods with {@link NatsListener} and has a container built and registered as
 * a bean for each, whose lifecycle is the context's own.
 *
 * @since 0.1.0
 */
public final class NatsListenerAnnotationBeanPostProcessor
		implements BeanPostProcessor, Ordered, BeanFactoryAware, SmartInitializingSingleton {

	private static final String CONTAINER_BEAN_PREFIX = "natsListenerContainer.";

	private final Set<Class<?>> withoutListeners = ConcurrentHashMap.newKeySet();

	private final Queue<Found> found = new ConcurrentLinkedQueue<>();

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	private volatile @Nullable NatsListenerEndpoints endpoints;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	public int getOrder() {
		// after the proxies are made, so that listeners are called through them
		return LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof AopInfrastructureBean || ScopedProxyUtils.isScopedTarget(beanName)) {
			return bean;
		}
		Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
		if (this.withoutListeners.contains(type) || !AnnotationUtils.isCandidateClass(type, NatsListener.class)) {
			return bean;
		}
		Map<Method, Set<NatsListener>> methods = MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<@Nullable Set<NatsListener>>) (method) -> {
					Set<NatsListener> annotations = AnnotatedElementUtils.findMergedRepeatableAnnotations(method,
							NatsListener.class, NatsListeners.class);
					return annotations.isEmpty() ? null : annotations;
				});
		if (methods.isEmpty()) {
			this.withoutListeners.add(type);
			return bean;
		}
		methods.forEach((method, annotations) -> {
			int index = 0;
			for (NatsListener annotation : annotations) {
				add(new Found(bean, beanName, type, method, annotation, (annotations.size() > 1) ? ++index : 0));
			}
		});
		return bean;
	}

	@Override
	public void afterSingletonsInstantiated() {
		ConfigurableListableBeanFactory factory = this.beanFactory;
		if (factory == null) {
			throw new IllegalStateException("No bean factory");
		}
		this.endpoints = new NatsListenerEndpoints(factory);
		this.found.forEach((listener) -> register(factory, listener));
		this.found.clear();
	}

	private void add(Found listener) {
		ConfigurableListableBeanFactory factory = this.beanFactory;
		if (this.endpoints == null || factory == null) {
			this.found.add(listener);
			return;
		}
		// a lazy bean, made while the application runs
		NatsListenerContainer container = register(factory, listener);
		if (container.isAutoStartup()) {
			container.start();
		}
	}

	private NatsListenerContainer register(ConfigurableListableBeanFactory factory, Found found) {
		Found listener = found.asBean(factory);
		NatsListenerEndpoints builder = this.endpoints;
		if (builder == null) {
			throw new IllegalStateException("Not initialized");
		}
		NatsListenerContainer container = builder.create(listener);
		factory.registerSingleton(CONTAINER_BEAN_PREFIX + container.description().id(), container);
		return container;
	}

	/**
	 * A method with one of its annotations.
	 *
	 * @param bean the bean
	 * @param beanName its name
	 * @param type its class, without proxy
	 * @param method the method
	 * @param annotation the annotation
	 * @param index its number from 1 among several of the method, or 0 if it is the only
	 * one
	 */
	record Found(Object bean, String beanName, Class<?> type, Method method, NatsListener annotation, int index) {

		/**
		 * The bean as others get it: with proxies that were put around it later.
		 */
		Found asBean(ConfigurableListableBeanFactory factory) {
			Object current = this.bean;
			if (factory.containsBeanDefinition(this.beanName)) {
				if (!factory.isSingleton(this.beanName) && !(this.bean instanceof ScopedObject)) {
					throw new NatsConfigurationException(declaredAt(), "Its bean '" + this.beanName
							+ "' is not a singleton, so there is no telling which of its instances is to listen",
							"Make it a singleton, or move the listener method to one.");
				}
				Object known = factory.isSingleton(this.beanName) ? factory.getSingleton(this.beanName) : null;
				if (known != null && AopProxyUtils.ultimateTargetClass(known) == this.type) {
					current = known;
				}
			}
			return new Found(current, this.beanName, this.type,
					AopUtils.selectInvocableMethod(this.method, current.getClass()), this.annotation, this.index);
		}

		String declaredAt() {
			return "@NatsListener on " + this.type.getSimpleName() + "." + this.method.getName();
		}

		String defaultId() {
			return this.beanName + "." + this.method.getName() + ((this.index > 0) ? "-" + this.index : "");
		}

	}

}
