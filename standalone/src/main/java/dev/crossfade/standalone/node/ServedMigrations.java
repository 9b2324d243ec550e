package dev.crossfade.standalone.node;

import dev.crossfade.core.log.Topics;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.standalone.folder.MigrationFolder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * Which migrations a node serves: those that it is told to, and those whose control topics say that
 * they were served before. What was published before is not published again by itself.
 *
 * @param told to be made and published
 * @param names of all of them
 */
record ServedMigrations(List<MigrationFolder> told, Set<String> names) {
  private static final String CONTROL = new Topics("x").control().substring(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /**
   * Nothing is served twice under one name.
   *
   * @throws IllegalArgumentException when two have the same name
   */
  static void requireDistinct(List<MigrationFolder> told) {
    Map<String, MigrationFolder> byName = new LinkedHashMap<>();
    for (MigrationFolder folder : told) {
      if (byName.put(folder.name(), folder) != null) {
        throw new IllegalArgumentException(
            "Two of the blueprints have the name "
                + folder.name()
                + ". Leave one out, or give it another name in its blueprint.yaml.");
      }
    }
  }

  /** Looks up what was served before. */
  static ServedMigrations of(List<MigrationFolder> told, Map<String, String> client)
      throws InterruptedException, TimeoutException {
    Set<String> names = new TreeSet<>();
    Set<String> asked = told.stream().map(MigrationFolder::name).collect(Collectors.toSet());
    for (String name : withControlTopic(client)) {
      if (!asked.contains(name) && published(name, client)) {
        names.add(name);
      }
    }
    List<MigrationFolder> made =
        told.isEmpty() && names.isEmpty() ? List.of(MigrationFolder.school()) : told;
    made.forEach(folder -> names.add(folder.name()));
    return new ServedMigrations(made, names);
  }

  private static List<String> withControlTopic(Map<String, String> client)
      throws InterruptedException {
    try (Admin admin = Admin.create(new HashMap<String, Object>(client))) {
      return admin.listTopics().names().get().stream()
          .filter(topic -> topic.endsWith(CONTROL))
          .map(topic -> topic.substring(0, topic.length() - CONTROL.length()))
          .filter(Topics::isMigrationName)
          .toList();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not list its topics: " + e.getCause(), e);
    }
  }

  /** A start that came to a bad end leaves topics behind, and no blueprint. */
  private static boolean published(String name, Map<String, String> client)
      throws InterruptedException, TimeoutException {
    try (Migration migration =
        Migration.open(name, client, "/services/standalone", InstantSource.system())) {
      if (!migration.control().awaitEnd(TIMEOUT)) {
        throw new TimeoutException("The control topic of " + name + " cannot be read.");
      }
      return migration.known();
    }
  }
}
