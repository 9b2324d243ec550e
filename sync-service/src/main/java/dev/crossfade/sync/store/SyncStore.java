package dev.crossfade.sync.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The database, brought up to date by whoever needs it first: at a start PostgreSQL may be away,
 * and then nobody has to wait for it but those who need it. Thread-safe.
 */
public final class SyncStore implements AutoCloseable {
  private final Database database;
  private final Map<String, Short> migrationIds = new ConcurrentHashMap<>();
  private boolean upToDate;

  public SyncStore(Database database) {
    this.database = database;
  }

  public Database database() {
    return database;
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
    return migrationIds.computeIfAbsent(migration, database::migrationId);
  }

  private synchronized void prepare() {
    if (!upToDate) {
      database.migrate();
      upToDate = true;
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
