package dev.natsboot.annotation;

import dev.natsboot.core.NatsConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Resolves {@code ${...}} placeholders and {@code #{...}} expressions of annotation
 * attributes.
 */
final class Expressions {

	private final ConfigurableListableBeanFactory beanFactory;

	private final BeanExpressionContext context;

	Expressions(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.context = new BeanExpressionContext(beanFactory, null);
	}

	@Nullable Object evaluate(String text, String at, String attribute) {
		try {
			String resolved = this.beanFactory.resolveEmbeddedValue(text);
			BeanExpressionResolver resolver = this.beanFactory.getBeanExpressionResolver();
			return (resolver != null) ? resolver.evaluate(resolved, this.context) : resolved;
		}
		catch (BeansException | IllegalArgumentException ex) {
			throw new NatsConfigurationException(at,
					"Its attribute '" + attribute + "' cannot be resolved: " + ex.getMessage(),
					"Define the property that the placeholder names, or mend the expression.", ex);
		}
	}

}
