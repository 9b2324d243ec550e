package dev.crossfade.kit.migration;

import dev.crossfade.kit.problem.Problem;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The migrations that this process serves, by name. Immutable; closes them all. */
public final class Migrations implements AutoCloseable {
  private static final int RETRY_AFTER_SECONDS = 1;

  private final Map<String, Migration> byName = new LinkedHashMap<>();

  public Migrations(Collection<Migration> all) {
    all.forEach(migration -> byName.put(migration.name(), migration));
  }

  /**
   * Follows the migrations of these names from now on; returns at once.
   *
   * @param client what reaches and authenticates with the broker
   * @param writer who this process is where it writes to a control log, such as {@code
   *     /services/ingest}
   */
  public static Migrations open(
      Collection<String> names, Map<String, String> client, String writer) {
    InstantSource clock = InstantSource.system();
    return new Migrations(
        names.stream().map(name -> Migration.open(name, client, writer, clock)).toList());
  }

  public Collection<Migration> all() {
    return byName.values();
  }

  /**
   * The migration of this name, ready to be used.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 404 {@code unknown-migration}; 503 {@code
   *     not-ready} while its control log is not read
   */
  public Migration require(String name) {
    Migration migration = byName.get(name);
    if (migration == null) {
      throw Problem.of(
              404,
              "unknown-migration",
              "No such migration",
              "This service serves no such migration.")
          .exception();
    }
    if (!migration.known()) {
      throw Problem.of(
              503,
              "not-ready",
              "The service is not ready",
              "What the migration is has not been read from its control topic yet.")
          .withRetryAfter(RETRY_AFTER_SECONDS)
          .exception();
    }
    return migration;
  }

  @Override
  public void close() {
    byName.values().forEach(Migration::close);
  }
}
