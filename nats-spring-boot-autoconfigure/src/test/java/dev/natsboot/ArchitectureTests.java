package dev.natsboot;

import java.util.concurrent.locks.ReentrantLock;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The arrows between the library's packages run downwards only.
 */
class ArchitectureTests {

	private static final JavaClasses LIBRARY = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.natsboot");

	@Test
	void arrowsRunDownwards() {
		layeredArchitecture().consideringOnlyDependenciesInLayers()
			.layer("core")
			.definedBy("dev.natsboot.core..")
			.layer("codec")
			.definedBy("dev.natsboot.codec..")
			.layer("jetstream")
			.definedBy("dev.natsboot.jetstream..")
			.layer("deadletter")
			.definedBy("dev.natsboot.deadletter..")
			.layer("listener")
			.definedBy("dev.natsboot.listener..")
			.layer("annotation")
			.definedBy("dev.natsboot.annotation..")
			.layer("once")
			.definedBy("dev.natsboot.once..")
			.layer("observation")
			.definedBy("dev.natsboot.observation..")
			.layer("security")
			.definedBy("dev.natsboot.security..")
			.layer("actuate")
			.definedBy("dev.natsboot.actuate..")
			.layer("autoconfigure")
			.definedBy("dev.natsboot.autoconfigure..")
			.whereLayer("core")
			.mayNotAccessAnyLayer()
			.whereLayer("codec")
			.mayOnlyAccessLayers("core")
			.whereLayer("jetstream")
			.mayOnlyAccessLayers("core", "codec")
			.whereLayer("deadletter")
			.mayOnlyAccessLayers("core")
			.whereLayer("listener")
			.mayOnlyAccessLayers("core", "codec", "jetstream", "deadletter")
			.whereLayer("annotation")
			.mayOnlyAccessLayers("core", "codec", "jetstream", "listener")
			.whereLayer("once")
			.mayOnlyAccessLayers("core", "deadletter", "listener")
			.whereLayer("observation")
			.mayOnlyAccessLayers("core", "jetstream", "listener")
			.whereLayer("security")
			.mayOnlyAccessLayers("core")
			.whereLayer("actuate")
			.mayOnlyAccessLayers("core", "jetstream", "deadletter", "listener")
			.whereLayer("autoconfigure")
			.mayNotBeAccessedByAnyLayer()
			.check(LIBRARY);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("dev.natsboot.(*)..").should().beFreeOfCycles().check(LIBRARY);
	}

	@Test
	void everyPackageIsNullMarked() {
		LIBRARY.stream()
			.map(JavaClass::getPackage)
			.distinct()
			.filter((candidate) -> candidate.getClasses().stream().anyMatch((type) -> !type.isAnonymousClass()))
			.forEach((candidate) -> assertThat(candidate.tryGetPackageInfo())
				.as("package-info of %s", candidate.getName())
				.hasValueSatisfying((
						info) -> assertThat(info.isAnnotatedWith(org.jspecify.annotations.NullMarked.class)).isTrue()));
	}

	@Test
	void autoConfigurationsAreFinalWithPackagePrivateBeanMethods() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.bePublic()
			.check(LIBRARY);
		methods().that()
			.areAnnotatedWith(Bean.class)
			.and()
			.areDeclaredInClassesThat()
			.resideInAPackage("dev.natsboot.autoconfigure..")
			.should()
			.bePackagePrivate()
			.check(LIBRARY);
	}

	@Test
	void beanPostProcessorsAreStatic() {
		ArchRule rule = methods().that()
			.areAnnotatedWith(Bean.class)
			.and()
			.haveRawReturnType(JavaClass.Predicates.assignableTo(BeanPostProcessor.class))
			.should(new ArchCondition<>("be static") {
				@Override
				public void check(JavaMethod method, ConditionEvents events) {
					if (!method.getModifiers().contains(JavaModifier.STATIC)) {
						events.add(SimpleConditionEvent.violated(method, method.getDescription() + " is not static"));
					}
				}
			});
		rule.check(LIBRARY);
	}

	@Test
	void locksAreReentrantLocks() {
		noMethods().should()
			.haveModifier(JavaModifier.SYNCHRONIZED)
			.because("virtual threads are pinned by it on JDK 21; use " + ReentrantLock.class.getSimpleName())
			.check(LIBRARY);
	}

}
