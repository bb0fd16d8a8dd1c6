package dev.natsboot.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Finds {@link EmbeddedNats @EmbeddedNats} on a test class.
 */
class EmbeddedNatsContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		EmbeddedNats annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass, EmbeddedNats.class);
		return (annotation != null) ? new EmbeddedNatsContextCustomizer(EmbeddedNatsSettings.of(annotation)) : null;
	}

}
