package dev.natsboot.autoconfigure;

import java.util.Map;

import dev.natsboot.core.NatsTemplate;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a template for each of {@code nats.connections}, to be injected by the
 * connection's name as the qualifier. Without a qualifier the default template is meant.
 */
class NamedNatsTemplatesRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	NamedNatsTemplatesRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importingClassMetadata, BeanDefinitionRegistry registry) {
		Binder.get(this.environment)
			.bind("nats.connections", Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of())
			.keySet()
			.forEach((name) -> register(registry, name));
	}

	private static void register(BeanDefinitionRegistry registry, String name) {
		String beanName = name + "NatsTemplate";
		if (!registry.containsBeanDefinition(beanName)) {
			registry.registerBeanDefinition(beanName, definition(name));
		}
	}

	private static BeanDefinition definition(String name) {
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setTargetType(NatsTemplate.class);
		definition.setFactoryBeanName(NatsTemplateAutoConfiguration.FACTORY_BEAN_NAME);
		definition.setFactoryMethodName("create");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
		definition.setDefaultCandidate(false);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		return definition;
	}

}
