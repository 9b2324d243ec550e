package dev.crossfade.reconcile.store;

import dev.crossfade.database.Database;
import dev.crossfade.database.DatabaseSettings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The database, its tables brought up to date by whoever needs them first. Who compares and who
 * answers have connections of their own, so that a long comparison keeps nobody from a report.
 * Thread-safe.
 */
public final class ReconcilerStore implements AutoCloseable {
  private final Database comparisons;
  private final Database reads;
  private final Map<String, Short> migrationIds = new ConcurrentHashMap<>();
  private boolean prepared;

  /**
   * Needs no server to be there.
   *
   * @param connections the most at once; a third of them, two at least, for those who answer
   */
  public ReconcilerStore(DatabaseSettings settings, int connections) {
    int forReads = Math.max(2, connections / 3);
    this.comparisons =
        new Database(settings, "crossfade-reconciler", Math.max(1, connections - forReads));
    this.reads = new Database(settings, "crossfade-reconciler-reads", forReads);
  }

  /** For comparisons. */
  public Database comparisons() {
    return comparisons;
  }

  /** For those who answer, and for all that is short. */
  public Database reads() {
    return reads;
  }

  /**
   * The number that stands for the migration in the tables; the tables are there afterwards.
   *
   * @throws RuntimeException when PostgreSQL is away
   */
  public short migrationId(String migration) {
    Short known = migrationIds.get(migration);
    if (known != null) {
      return known;
    }
    prepare();
    return migrationIds.computeIfAbsent(migration, reads::migrationId);
  }

  private synchronized void prepare() {
    if (!prepared) {
      reads.migrate();
      prepared = true;
    }
  }

  @Override
  public void close() {
    reads.close();
    comparisons.close();
  }
}
