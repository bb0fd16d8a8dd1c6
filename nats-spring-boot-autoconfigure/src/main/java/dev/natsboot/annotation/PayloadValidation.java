package dev.natsboot.annotation;

import java.lang.annotation.Annotation;
import java.util.stream.Collectors;

import dev.natsboot.core.InvalidPayloadException;
import dev.natsboot.core.NatsConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.ValidationAnnotationUtils;

/**
 * Validates the payload parameters that ask for it.
 */
final class PayloadValidation {

	private final @Nullable Validator validator;

	PayloadValidation(@Nullable Validator validator) {
		this.validator = validator;
	}

	ArgumentResolver validated(MethodParameter parameter, ArgumentResolver resolver, String declaredAt, String name) {
		if (!isWanted(parameter)) {
			return resolver;
		}
		Validator chosen = this.validator;
		if (chosen == null) {
			throw new NatsConfigurationException(declaredAt,
					"Its " + name + " is to be validated, but there is no Validator",
					"Add spring-boot-starter-validation, or define a Validator bean.");
		}
		return (message) -> {
			Object payload = resolver.resolve(message);
			if (payload != null) {
				Errors errors = chosen.validateObject(payload);
				if (errors.hasErrors()) {
					throw new InvalidPayloadException("The payload is not valid: " + describe(errors));
				}
			}
			return payload;
		};
	}

	private static boolean isWanted(MethodParameter parameter) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			if (ValidationAnnotationUtils.determineValidationHints(annotation) != null) {
				return true;
			}
		}
		return false;
	}

	private static String describe(Errors errors) {
		return errors.getAllErrors()
			.stream()
			.map((error) -> ((error instanceof FieldError field) ? field.getField() : "payload") + " "
					+ error.getDefaultMessage())
			.sorted()
			.collect(Collectors.joining("; "));
	}

}
