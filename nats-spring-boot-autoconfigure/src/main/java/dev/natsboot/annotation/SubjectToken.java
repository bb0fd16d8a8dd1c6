package dev.natsboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A listener parameter that takes one token of the message's subject, converted to the
 * parameter's type. Give a position ({@code @SubjectToken(2)}: the second token, as
 * {@code created} in {@code orders.created}) or the name of a token in the listener's
 * subject ({@code @SubjectToken(name = "region")} for {@code orders.{region}.created}).
 * With neither, the parameter's own name is the token's name.
 *
 * @since 0.1.0
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SubjectToken {

	/**
	 * The token's position, from 1.
	 * @return the position; 0 when the token is named
	 */
	int value() default 0;

	/**
	 * The token's name in the listener's subject.
	 * @return the name
	 */
	String name() default "";

}
