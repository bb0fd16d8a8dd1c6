package dev.natsboot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.natsboot.autoconfigure.NatsConnectionDetails;
import dev.natsboot.test.server.EmbeddedNatsCluster;
import dev.natsboot.test.server.EmbeddedNatsServer;

/**
 * Gives the application under test a real {@code nats-server}, or a cluster of them, on
 * the loopback interface. The server is started before the application context is
 * refreshed and closed with it. Test classes whose context is the same, this annotation
 * included, share the context and the server.
 * <p>
 * The application is given the server's address by a primary
 * {@link NatsConnectionDetails} bean, so what the properties say about the default
 * connection's servers and credentials does not matter. For other connections there is
 * the property {@value #SERVERS_PROPERTY}. An {@link EmbeddedNatsServer} bean, or an
 * {@link EmbeddedNatsCluster} bean if there are several nodes, can be injected into the
 * test to do harm to the server.
 * <p>
 * May be used on test classes, on classes and interfaces they extend or are nested in,
 * and on annotations.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface EmbeddedNats {

	/**
	 * Name of a property with the addresses of all servers, separated by commas. It can
	 * be used in other properties, such as
	 * <code>nats.connections.audit.servers=${nats.embedded.servers}</code>.
	 */
	String SERVERS_PROPERTY = "nats.embedded.servers";

	/**
	 * Number of servers. With 2 or more they are a cluster.
	 * @return 1 or more
	 */
	int nodes() default 1;

	/**
	 * Whether JetStream is on. A cluster always has it.
	 * @return whether JetStream is on
	 */
	boolean jetStream() default true;

	/**
	 * Port for clients; 0 lets the server choose a free one. The nodes of a cluster
	 * always choose their own.
	 * @return 0 to 65535
	 */
	int port() default 0;

	/**
	 * Lines of configuration in the server's own syntax, for each node.
	 * @return the lines
	 */
	String[] configuration() default {};

	/**
	 * File with configuration in the server's own syntax, for each node: a path, or one
	 * that begins with {@code classpath:}.
	 * @return the file, or an empty string
	 */
	String configurationFile() default "";

	/**
	 * User as whom the application connects, if the configuration has users.
	 * @return the user's name, or an empty string
	 */
	String username() default "";

	/**
	 * Password of the user.
	 * @return the password, or an empty string
	 */
	String password() default "";

}
