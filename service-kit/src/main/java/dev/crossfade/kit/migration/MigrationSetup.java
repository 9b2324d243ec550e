package dev.crossfade.kit.migration;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.control.ControlState;
import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.log.Topics;
import dev.crossfade.kit.log.ControlLog;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a migration what its blueprint says: its topics, the record of its log of changes, its
 * current blueprint. What is there already stays; two that do it at once do no harm.
 */
public final class MigrationSetup {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int SALT_BYTES = 8;
  private static final int MAX_TRIES = 10;
  private static final int DESCRIBE_PAUSE_MILLIS = 200;

  /** A broker on a busy machine takes seconds to hear of a topic of many partitions. */
  private static final int DESCRIBE_TRIES = (int) TIMEOUT.toMillis() / DESCRIBE_PAUSE_MILLIS;

  private static final String FOR_EVER = "-1";
  private static final String LETTER_BYTES = "4194304";

  private final Map<String, String> client;
  private final int partitions;

  /**
   * @param clientProperties for the admin client
   * @param partitions of a log of changes that is made now
   */
  public MigrationSetup(Map<String, String> clientProperties, int partitions) {
    this.client = Map.copyOf(clientProperties);
    this.partitions = partitions;
  }

  /**
   * Makes the five topics where they are missing, with the broker's default replication. Those that
   * are laid out as the log of changes get its number of partitions, also where that one was made
   * earlier and with another.
   */
  public void createTopics(Topics topics) throws InterruptedException {
    Map<String, String> kept =
        Map.of("retention.ms", FOR_EVER, "retention.bytes", FOR_EVER, "cleanup.policy", "delete");
    try (Admin admin = admin()) {
      create(admin, topic(topics.control(), 1).configs(kept));
      // Append time is the broker's clock: one clock a partition, whatever clients believe.
      Map<String, String> changes = new HashMap<>(kept);
      changes.put("message.timestamp.type", "LogAppendTime");
      create(admin, topic(topics.changes(), partitions).configs(changes));
      // A letter holds a whole event and more. How long it is kept is for those who read it.
      create(
          admin,
          topic(topics.deadLetter(), partitions)
              .configs(Map.of("max.message.bytes", LETTER_BYTES)));
      int asTheLog = changes(admin, topics).partitions().size();
      Map<String, String> latest = Map.of("cleanup.policy", "compact");
      create(admin, topic(topics.tenants(), asTheLog).configs(latest));
      create(admin, topic(topics.observations(), asTheLog).configs(latest));
    }
  }

  /**
   * Records the log of changes and publishes the blueprint, unless both are so already.
   *
   * @throws TimeoutException when the broker does not answer
   */
  public void publish(Migration migration, Blueprint blueprint)
      throws InterruptedException, TimeoutException {
    ControlLog control = migration.control();
    if (!control.awaitEnd(TIMEOUT)) {
      throw new TimeoutException("The control topic of " + migration.name() + " cannot be read.");
    }
    for (int i = 0; i < MAX_TRIES; i++) {
      ControlState state = control.state();
      if (state.log() == null) {
        ChangesLog log = describe(migration.topics());
        ObjectNode data = ControlState.migrationCreated(log);
        control.append(state, ControlState.MIGRATION_CREATED, data, TIMEOUT);
      } else if (!blueprint.digest().equals(state.blueprint())) {
        ObjectNode data = ControlState.blueprintPublished(blueprint.json());
        control.append(state, ControlState.BLUEPRINT_PUBLISHED, data, TIMEOUT);
      } else {
        return;
      }
    }
    throw new IllegalStateException("The control log of " + migration.name() + " never settles.");
  }

  private ChangesLog describe(Topics topics) throws InterruptedException {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    try (Admin admin = admin()) {
      TopicDescription found = changes(admin, topics);
      return new ChangesLog(
          found.partitions().size(), found.topicId().toString(), HexFormat.of().formatHex(salt));
    }
  }

  private static TopicDescription changes(Admin admin, Topics topics) throws InterruptedException {
    for (int i = 1; i < DESCRIBE_TRIES; i++) {
      try {
        return describe(admin, topics.changes());
      } catch (IllegalStateException e) {
        // Made a moment ago: the broker that is asked may not have heard of it.
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(DESCRIBE_PAUSE_MILLIS);
      }
    }
    return describe(admin, topics.changes());
  }

  private static TopicDescription describe(Admin admin, String topic) throws InterruptedException {
    var found = await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    if (found == null) {
      throw new IllegalStateException("Kafka does not describe " + topic);
    }
    return found;
  }

  private static NewTopic topic(String name, int partitions) {
    return new NewTopic(name, Optional.of(partitions), Optional.empty());
  }

  private static void create(Admin admin, NewTopic topic) throws InterruptedException {
    try {
      await(admin.createTopics(List.of(topic)).all());
    } catch (IllegalStateException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private static <T> T await(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka refused: " + e.getCause(), e.getCause());
    }
  }

  private Admin admin() {
    return Admin.create(new HashMap<String, Object>(client));
  }
}
