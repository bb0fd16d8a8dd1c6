package dev.natsboot.jetstream;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.NUID;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.PriorityGroupState;
import io.nats.client.api.ServerInfo;
import io.nats.client.api.StreamConfiguration;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogAccessor;

/**
 * Finds or creates the durable consumers that an application declares. What exists is
 * never changed: differences are reported, since an operator may have made them.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class Consumers {

	private static final LogAccessor logger = new LogAccessor(Consumers.class);

	private static final Duration REPLAY_INACTIVE = Duration.ofSeconds(30);

	/**
	 * No place in a stream to go on after, unlike 0, before the first message.
	 */
	private static final long NOWHERE = -1;

	private static final String PAUSE_SINCE = "2.11.0";

	private Consumers() {
	}

	/**
	 * Finds a consumer, or creates it.
	 * @param connection the connection
	 * @param declaration what is wanted
	 * @param startAfter after which message a consumer that has to be created begins, if
	 * the stream is still the same; {@code null} for where the declaration says
	 * @param pausedUntil until when a consumer that has to be created is paused;
	 * {@code null} for not at all
	 * @return the consumer as the server has it
	 * @throws ConsumerUnavailableException if it cannot be had just now
	 */
	public static ConsumerInfo obtain(Connection connection, ConsumerDeclaration declaration,
			@Nullable StreamPosition startAfter, @Nullable Instant pausedUntil) {
		if (declaration.priorityGroup() != null) {
			checkVersion(declaration.priorityGroup(), connection.getServerInfo());
		}
		try {
			JetStreamManagement management = connection.jetStreamManagement();
			String stream = stream(management, declaration);
			ConsumerInfo existing = find(management, stream, declaration.durable());
			if (existing == null) {
				checkFilter(management, stream, declaration);
				existing = create(management, stream, declaration, startAfter(management, stream, startAfter),
						pausedUntil);
			}
			report(existing, declaration);
			return existing;
		}
		catch (JetStreamApiException ex) {
			throw refused(declaration.stream(), "consumer '" + declaration.durable() + "'", ex);
		}
		catch (IOException | IllegalStateException ex) {
			throw new ConsumerUnavailableException("JetStream does not answer: it is not enabled, the user has no "
					+ "permission for its API ($JS.API.>), or it has no leader just now", ex);
		}
	}

	/**
	 * How far a consumer has come: the message up to which all are acknowledged.
	 * @param connection the connection
	 * @param consumer the consumer
	 * @return the position
	 * @throws ConsumerUnavailableException if the server does not say
	 */
	public static StreamPosition position(Connection connection, ConsumerInfo consumer) {
		return position(connection, consumer.getStreamName(), consumer.getAckFloor().getStreamSequence());
	}

	/**
	 * A place in a stream as it is now.
	 * @param connection the connection
	 * @param stream the stream
	 * @param sequence a message's sequence
	 * @return the position
	 * @throws ConsumerUnavailableException if the server does not say
	 */
	public static StreamPosition position(Connection connection, String stream, long sequence) {
		try {
			return new StreamPosition(stream, connection.jetStreamManagement().getStreamInfo(stream).getCreateTime(),
					sequence);
		}
		catch (JetStreamApiException | IOException | IllegalStateException ex) {
			throw new ConsumerUnavailableException("stream '" + stream + "' cannot be asked for", ex);
		}
	}

	private static long startAfter(JetStreamManagement management, String stream, @Nullable StreamPosition after)
			throws IOException, JetStreamApiException {
		if (after == null) {
			return NOWHERE;
		}
		StreamPosition now = new StreamPosition(stream, management.getStreamInfo(stream).getCreateTime(), 0);
		return after.isOfSameStream(now) ? after.sequence() : NOWHERE;
	}

	/**
	 * Makes a consumer for reading a stream once, in order: in memory, without
	 * acknowledgements, and gone by itself when nobody has asked it for a while.
	 * @param connection the connection
	 * @param stream the stream, or {@code null} to find it by the subjects
	 * @param subjects the filter; empty for all subjects of the stream
	 * @param from where it begins
	 * @param after the message after which it begins in place of that, if the stream is
	 * still the same
	 * @return the consumer
	 * @throws ConsumerUnavailableException if it cannot be had just now
	 */
	public static ConsumerInfo createReplay(Connection connection, @Nullable String stream, List<String> subjects,
			DeliverFrom from, @Nullable StreamPosition after) {
		try {
			JetStreamManagement management = connection.jetStreamManagement();
			String source = (stream != null) ? stream : findStream(management, subjects);
			long begin = startAfter(management, source, after);
			boolean isLater = begin > 0 || (begin == 0 && from.policy() != DeliverPolicy.LastPerSubject);
			ConsumerConfiguration.Builder builder = ConsumerConfiguration.builder()
				.name("replay-" + NUID.nextGlobal())
				.ackPolicy(AckPolicy.None)
				.memStorage(true)
				.numReplicas(1)
				.inactiveThreshold(REPLAY_INACTIVE);
			if (!subjects.isEmpty()) {
				builder.filterSubjects(subjects);
			}
			(isLater ? DeliverFrom.after(begin) : from).apply(builder);
			return management.createConsumer(source, builder.build());
		}
		catch (JetStreamApiException ex) {
			throw refused(stream, "to replay", ex);
		}
		catch (IOException | IllegalStateException ex) {
			throw new ConsumerUnavailableException("JetStream does not answer", ex);
		}
	}

	/**
	 * Gives up a pin, so that another client gets it at once.
	 * @param connection the connection
	 * @param stream the consumer's stream
	 * @param durable its name
	 * @param group the priority group
	 * @param pin the pin; nothing is done if the server has another one
	 */
	public static void unpin(Connection connection, String stream, String durable, PriorityGroup group, String pin) {
		if (connection.getStatus() != Connection.Status.CONNECTED) {
			return;
		}
		try {
			JetStreamManagement management = connection.jetStreamManagement();
			List<PriorityGroupState> states = management.getConsumerInfo(stream, durable).getPriorityGroupStates();
			if (states != null && states.stream().anyMatch((state) -> pin.equals(state.getPinnedClientId()))) {
				management.unpinConsumer(stream, durable, group.name());
			}
		}
		catch (JetStreamApiException | IOException | IllegalStateException ex) {
			logger.debug(ex, () -> "The pin of consumer '" + durable + "' is left to expire");
		}
	}

	private static ConsumerUnavailableException refused(@Nullable String stream, String what,
			JetStreamApiException refusal) {
		boolean missing = refusal.getApiErrorCode() == JetStreamErrors.STREAM_NOT_FOUND;
		return new ConsumerUnavailableException(missing ? "there is no stream '" + stream + "' yet"
				: "JetStream refuses " + what + ": " + refusal.getMessage(), refusal, missing);
	}

	/**
	 * Deletes a consumer, if that can be done now.
	 * @param connection the connection
	 * @param stream its stream
	 * @param consumer its name
	 */
	public static void delete(Connection connection, String stream, String consumer) {
		if (connection.getStatus() != Connection.Status.CONNECTED) {
			return;
		}
		try {
			connection.jetStreamManagement().deleteConsumer(stream, consumer);
		}
		catch (JetStreamApiException | IOException | IllegalStateException ex) {
			logger.debug(ex, () -> "Consumer '" + consumer + "' is left to end by itself");
		}
	}

	/**
	 * Deletes a consumer, if that can be done now.
	 * @param connection the connection
	 * @param stream its stream, or {@code null} to find it by the subject
	 * @param subject its filter
	 * @param consumer its name
	 */
	public static void delete(Connection connection, @Nullable String stream, String subject, String consumer) {
		if (stream != null) {
			delete(connection, stream, consumer);
			return;
		}
		try {
			delete(connection, findStream(connection.jetStreamManagement(), List.of(subject)), consumer);
		}
		catch (JetStreamApiException | IOException | IllegalStateException | ConsumerUnavailableException ex) {
			logger.debug(ex, () -> "Consumer '" + consumer + "' is left to end by itself");
		}
	}

	/**
	 * Asks the server how a consumer stands.
	 * @param connection the connection
	 * @param stream its stream
	 * @param durable its name
	 * @return the consumer, or {@code null} if the server says that it does not exist
	 * @throws ConsumerUnavailableException if the server does not say
	 */
	public static @Nullable ConsumerInfo find(Connection connection, String stream, String durable) {
		try {
			return find(connection.jetStreamManagement(), stream, durable);
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == JetStreamErrors.STREAM_NOT_FOUND) {
				return null;
			}
			throw new ConsumerUnavailableException(String.valueOf(ex.getMessage()), ex);
		}
		catch (IOException | IllegalStateException ex) {
			throw new ConsumerUnavailableException("JetStream does not answer", ex);
		}
	}

	/**
	 * Has the server deliver nothing from a consumer until a time.
	 * @param connection the connection
	 * @param declaration the consumer
	 * @param until the time; {@code null} to end a pause
	 * @throws UnsupportedOperationException if the server is older than 2.11
	 * @throws ConsumerUnavailableException if the server does not confirm it
	 */
	public static void pause(Connection connection, ConsumerDeclaration declaration, @Nullable Instant until) {
		if (!connection.getServerInfo().isSameOrNewerThanVersion(PAUSE_SINCE)) {
			throw new UnsupportedOperationException("nats-server " + connection.getServerInfo().getVersion()
					+ " cannot pause consumers; " + PAUSE_SINCE + " can");
		}
		try {
			JetStreamManagement management = connection.jetStreamManagement();
			String stream = stream(management, declaration);
			if (until != null) {
				management.pauseConsumer(stream, declaration.durable(), until.atZone(ZoneOffset.UTC));
			}
			else {
				management.resumeConsumer(stream, declaration.durable());
			}
		}
		catch (JetStreamApiException | IOException | IllegalStateException ex) {
			throw new ConsumerUnavailableException(
					"the pause of consumer '" + declaration.durable() + "' is not confirmed: " + ex.getMessage(), ex);
		}
	}

	private static String stream(JetStreamManagement management, ConsumerDeclaration declaration)
			throws IOException, JetStreamApiException {
		return (declaration.stream() != null) ? declaration.stream() : findStream(management, declaration.subjects());
	}

	private static String findStream(JetStreamManagement management, List<String> subjects)
			throws IOException, JetStreamApiException {
		Set<String> found = new LinkedHashSet<>();
		for (String subject : subjects) {
			List<String> streams = management.getStreamNames(subject);
			if (streams.isEmpty()) {
				throw new ConsumerUnavailableException("no stream takes the subject '" + subject
						+ "' yet; declare one under nats.jetstream.streams, or name an existing one in 'stream'", null,
						true);
			}
			found.addAll(streams);
		}
		if (found.size() > 1) {
			throw new ConsumerUnavailableException("the subjects " + subjects + " are in several streams (" + found
					+ "); name one of them by the listener's attribute 'stream'", null);
		}
		return found.iterator().next();
	}

	private static @Nullable ConsumerInfo find(JetStreamManagement management, String stream, String durable)
			throws IOException, JetStreamApiException {
		try {
			return management.getConsumerInfo(stream, durable);
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == JetStreamErrors.CONSUMER_NOT_FOUND) {
				return null;
			}
			throw ex;
		}
	}

	/**
	 * The server accepts a filter that nothing in the stream can pass, and then never
	 * delivers anything.
	 */
	private static void checkFilter(JetStreamManagement management, String stream, ConsumerDeclaration declaration)
			throws IOException, JetStreamApiException {
		if (declaration.stream() == null) {
			// found by its subjects
			return;
		}
		StreamConfiguration configuration = management.getStreamInfo(stream).getConfiguration();
		if (configuration.getMirror() != null || configuration.getSubjectTransform() != null
				|| !configuration.getSources().isEmpty()) {
			// what is stored does not show in its subjects
			return;
		}
		for (String subject : declaration.subjects()) {
			if (SubjectOverlap.withNone(subject, configuration.getSubjects())) {
				throw new ConsumerUnavailableException("the subject '" + subject + "' matches none of the subjects "
						+ configuration.getSubjects() + " of stream '" + stream
						+ "', so that it would never get a message; correct the listener's 'subjects' or 'stream', or "
						+ "the stream", null);
			}
		}
	}

	private static ConsumerInfo create(JetStreamManagement management, String stream, ConsumerDeclaration declaration,
			long startAfter, @Nullable Instant pausedUntil) throws IOException, JetStreamApiException {
		try {
			ConsumerInfo created = management.createConsumer(stream,
					declaration.toConfiguration(startAfter, pausedUntil));
			logger.info(() -> "Created durable consumer '" + declaration.durable() + "' on stream '" + stream + "'");
			return created;
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == JetStreamErrors.CONSUMER_EXISTS
					|| ex.getApiErrorCode() == JetStreamErrors.CONSUMER_NAME_EXISTS) {
				// another instance was faster
				return management.getConsumerInfo(stream, declaration.durable());
			}
			throw ex;
		}
	}

	static void checkVersion(PriorityGroup group, ServerInfo server) {
		if (!server.isSameOrNewerThanVersion(group.since())) {
			throw new ConsumerUnavailableException(
					"nats-server " + server.getVersion() + " does not know the 'priorityPolicy' " + group.policy()
							+ " of the listener; " + group.since() + " does",
					null);
		}
	}

	/**
	 * The server refuses each request that does not name a group where there are some,
	 * and the other way round.
	 */
	private static void checkGroup(String consumer, ConsumerConfiguration actual, @Nullable PriorityGroup group) {
		List<String> groups = Objects.requireNonNullElse(actual.getPriorityGroups(), List.of());
		if (group == null) {
			if (!groups.isEmpty()) {
				throw new ConsumerUnavailableException(consumer + " has the priority groups " + groups
						+ "; name one of them by the listener's 'priorityGroup', with the 'priorityPolicy' "
						+ actual.getPriorityPolicy(), null);
			}
		}
		else if (!groups.contains(group.name()) || group.policy() != actual.getPriorityPolicy()) {
			throw new ConsumerUnavailableException(consumer + " exists, but has "
					+ (groups.isEmpty() ? "no priority groups"
							: "the priority groups " + groups + " with the policy " + actual.getPriorityPolicy())
					+ ", not the listener's 'priorityGroup' \"" + group.name() + "\" with the 'priorityPolicy' "
					+ group.policy() + "; delete it or give the listener another 'durable'", null);
		}
	}

	private static void report(ConsumerInfo info, ConsumerDeclaration declaration) {
		ConsumerConfiguration actual = info.getConsumerConfiguration();
		if (actual.getDeliverSubject() != null || actual.getAckPolicy() != AckPolicy.Explicit) {
			throw new ConsumerUnavailableException("consumer '" + declaration.durable() + "' on stream '"
					+ info.getStreamName() + "' exists, but is not a pull consumer with explicit acks; delete it or "
					+ "give the listener another 'durable'", null);
		}
		checkGroup("consumer '" + declaration.durable() + "' on stream '" + info.getStreamName() + "'", actual,
				declaration.priorityGroup());
		List<String> differences = new ArrayList<>();
		compare(differences, "ack wait", actual.getAckWait(), declaration.ackWait());
		compare(differences, "maximum deliveries", actual.getMaxDeliver(),
				declaration.toConfiguration(NOWHERE, null).getMaxDeliver());
		if (declaration.maxAckPending() > 0) {
			compare(differences, "maximum of unsettled messages", actual.getMaxAckPending(),
					(long) declaration.maxAckPending());
		}
		compare(differences, "filter subjects", Set.copyOf(filter(actual)), Set.copyOf(declaration.subjects()));
		if (!differences.isEmpty()) {
			logger.warn(() -> "Durable consumer '" + declaration.durable() + "' on stream '" + info.getStreamName()
					+ "' differs from its declaration and is used as it is: " + String.join("; ", differences));
		}
	}

	private static List<String> filter(ConsumerConfiguration configuration) {
		List<String> filter = configuration.getFilterSubjects();
		return (filter != null) ? filter : List.of();
	}

	private static void compare(List<String> differences, String field, @Nullable Object actual, Object declared) {
		if (!Objects.equals(actual, declared)) {
			differences.add(field + " is " + actual + ", declared " + declared);
		}
	}

}
