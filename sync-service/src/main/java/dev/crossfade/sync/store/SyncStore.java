package dev.crossfade.sync.store;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.exception.DataAccessException;

/**
 * The database, brought up to date by whoever needs it first: at a start PostgreSQL may be away,
 * and then nobody has to wait for it but those who need it. Readers and workers have connections of
 * their own, so that no flood of reads keeps events from being applied. Thread-safe.
 */
public final class SyncStore implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Database database;
  private final Database reads;
  private final Map<String, Short> migrationIds = new ConcurrentHashMap<>();
  private final ReentrantLock preparing = new ReentrantLock();
  private volatile boolean upToDate;

  /**
   * @param connections the most at once; a third of them, two at least, for reads
   */
  public SyncStore(DatabaseSettings settings, int connections) {
    int forReads = Math.max(2, connections / 3);
    this.database = new Database(settings, "crossfade-sync", Math.max(1, connections - forReads));
    this.reads = new Database(settings, "crossfade-sync-reads", forReads);
  }

  /** For those who apply. */
  public Database database() {
    return database;
  }

  /** For those who read, and for health. */
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
    short id = database.migrationId(migration);
    migrationIds.put(migration, id);
    return id;
  }

  private void prepare() {
    if (upToDate) {
      return;
    }
    // Whoever comes while another one tries waits no longer than for a connection: with PostgreSQL
    // away, all the others' attempts would come one after the other.
    boolean mine = false;
    try {
      mine = preparing.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (!mine) {
        throw new DataAccessException("the tables are not known to be there yet");
      }
      if (!upToDate) {
        database.migrate();
        upToDate = true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataAccessException("interrupted while waiting for the tables", e);
    } finally {
      if (mine) {
        preparing.unlock();
      }
    }
  }

  @Override
  public void close() {
    reads.close();
    database.close();
  }
}
