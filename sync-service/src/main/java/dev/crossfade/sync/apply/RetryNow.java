package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.Database;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.ParkedList;
import dev.crossfade.sync.store.ParkedList.Entry;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Tries parked writes because someone asks for it. It holds the partition's position row without
 * moving it, so no batch is applied meanwhile, by whichever process, and nothing is written that
 * was decided before what the row says. Thread-safe.
 */
public final class RetryNow {
  private final Database database;
  private final Function<Digest, Blueprint> blueprints;
  private final InstantSource clock;

  /**
   * @param blueprints those that rows were ever mapped by
   */
  public RetryNow(Database database, Function<Digest, Blueprint> blueprints, InstantSource clock) {
    this.database = database;
    this.blueprints = blueprints;
    this.clock = clock;
  }

  /** What became of one. */
  public sealed interface Result {
    /** It stands in the tables. */
    record Written() implements Result {}

    /** It was refused again, or waits for what it waited for. */
    record StillParked(Parked parked) implements Result {}

    /** It does not wait any more: a later event has taken its place. */
    record Moved() implements Result {}
  }

  /**
   * Tries these, and what waited for them.
   *
   * @param entries of this partition, as they were listed
   * @return what became of each, by its position
   */
  public Map<Position, Result> retry(LogPartition partition, List<Entry> entries) {
    return database.transaction(
        transaction -> {
          DSLContext tx = transaction.dsl();
          PostgresTransaction locked = new PostgresTransaction(tx, partition, blueprints);
          if (!locked.lock()) {
            throw new IllegalStateException("what is parked was applied");
          }
          ParkedRetry retry =
              new ParkedRetry(locked, new WritePlanner(blueprints), clock.instant());
          retry.wake(retry.retry(present(tx, partition, entries)));
          return results(tx, partition, entries);
        });
  }

  private static List<Parked> present(DSLContext tx, LogPartition partition, List<Entry> entries) {
    List<Parked> present = new ArrayList<>();
    for (Entry entry : entries) {
      Entry now = ParkedList.at(tx, partition.migration(), entry.position());
      if (now != null) {
        present.add(now.parked());
      }
    }
    return present;
  }

  private static Map<Position, Result> results(
      DSLContext tx, LogPartition partition, List<Entry> entries) {
    short migration = partition.migration();
    var written =
        ParkedList.written(tx, migration, entries.stream().map(Entry::key).distinct().toList());
    Map<Position, Result> results = new HashMap<>();
    for (Entry entry : entries) {
      @Nullable Entry now = ParkedList.at(tx, migration, entry.position());
      boolean stands = Objects.equals(written.get(entry.key()), entry.position().offset());
      results.put(
          entry.position(),
          now != null
              ? new Result.StillParked(now.parked())
              : stands ? new Result.Written() : new Result.Moved());
    }
    return results;
  }
}
