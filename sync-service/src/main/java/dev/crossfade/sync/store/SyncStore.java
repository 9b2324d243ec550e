package dev.crossfade.sync.store;

import dev.crossfade.database.Database;
import dev.crossfade.database.DatabaseSettings;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * The database, brought up to date by whoever needs it first: at a start PostgreSQL may be away,
 * and then nobody has to wait for it but those who need it. Readers and workers have connections of
 * their own, so that no flood of reads keeps events from being applied. Thread-safe.
 */
public final class SyncStore implements AutoCloseable {
  private final Database database;
  private final Database reads;
  private final Map<String, Short> migrationIds = new ConcurrentHashMap<>();

  /** The attempt to bring the tables up to date that runs or has succeeded; null between two. */
  private final AtomicReference<@Nullable CompletableFuture<Void>> preparing =
      new AtomicReference<>();

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

  /**
   * One attempt at a time, whose end is the end of all who came meanwhile: with PostgreSQL away no
   * attempts queue up, and where it only takes its time, all wait in silence.
   */
  private void prepare() {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> running = preparing.compareAndExchange(null, mine);
    if (running != null) {
      await(running);
      return;
    }
    try {
      database.migrate();
      mine.complete(null);
    } catch (RuntimeException | Error e) {
      preparing.set(null);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private static void await(CompletableFuture<Void> running) {
    try {
      running.get();
    } catch (ExecutionException e) {
      throw new DataAccessException("the tables are not known to be there yet", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataAccessException("interrupted while waiting for the tables", e);
    }
  }

  @Override
  public void close() {
    reads.close();
    database.close();
  }
}
