package dev.natsboot.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has the server confirm the acknowledgements of a JetStream listener method. They are
 * sent without waiting for one another, and those that are not confirmed within a third
 * of the ack wait are sent again; stopping waits for the last confirmations. Without it
 * an acknowledgement that is lost is sent again only when the connection is lost with it.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ConfirmedAcks {

}
