package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.database.Database;
import dev.crossfade.database.rows.RowReader;
import dev.crossfade.database.rows.WrittenRows;
import dev.crossfade.sync.store.Blueprints;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.OutdatedRecords;
import dev.crossfade.sync.store.OutdatedRecords.Outdated;
import dev.crossfade.sync.store.ParkedWrites.Origin;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.RecordStates.Written;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Brings records that were written before a publish to the current mapping, some at a time, so that
 * live writes go on in between; and writes anew what was written before hashes were noted. Decided
 * states stay as they are: only rows change, and what is noted of them. Each chunk holds the
 * partition's position row without moving it, so a worker that lost its partition rewrites nothing
 * (invariant 7), and no batch can come between. Thread-safe; one partition is rewritten by one
 * thread at a time.
 */
public final class Rewriting {
  private static final int CHUNK = 200;

  private final Database database;
  private final Function<Digest, Optional<Blueprint>> blueprints;
  private final Supplier<Optional<Blueprint>> current;
  private final InstantSource clock;

  /**
   * @param blueprints those that this process knows
   * @param current the one that records are brought to
   */
  public Rewriting(
      Database database,
      Function<Digest, Optional<Blueprint>> blueprints,
      Supplier<Optional<Blueprint>> current,
      InstantSource clock) {
    this.database = database;
    this.blueprints = blueprints;
    this.current = current;
    this.clock = clock;
  }

  /** What became of a chunk. */
  public sealed interface Result {
    /** It is committed; how many records were looked at, and whether there may be more. */
    record Rewritten(int records, boolean more) implements Result {}

    /** The position row stands elsewhere. Nothing was changed. */
    record Fenced() implements Result {}
  }

  /**
   * Rewrites the next chunk.
   *
   * @param next the next offset that the partition is expected to have
   * @throws org.jooq.exception.DataAccessException when PostgreSQL fails
   */
  public Result rewrite(LogPartition partition, long next) {
    Blueprint target = current.get().orElse(null);
    var all = database.transaction(tx -> Blueprints.all(tx.dsl(), partition.migration()));
    if (target == null || !isNewest(target, all)) {
      return new Result.Rewritten(0, false);
    }
    var old = OutdatedRecords.notCurrent(all, target.digest());
    var first = database.transaction(tx -> some(tx.dsl(), partition, all, old, 1));
    if (first.isEmpty()) {
      return new Result.Rewritten(0, false);
    }
    return database.transaction(
        transaction -> {
          DSLContext dsl = transaction.dsl();
          Function<Digest, Blueprint> known = digest -> blueprints.apply(digest).orElseThrow();
          PostgresTransaction tx = new PostgresTransaction(dsl, partition, known);
          if (!tx.hold(next)) {
            return new Result.Fenced();
          }
          List<Outdated> chunk = some(dsl, partition, all, old, CHUNK);
          rewrite(tx, new WritePlanner(known), target, chunk, restored(dsl, partition, chunk));
          return new Result.Rewritten(chunk.size(), chunk.size() == CHUNK);
        });
  }

  private static List<Outdated> some(
      DSLContext tx,
      LogPartition partition,
      Map<Short, SchemaReference> all,
      Map<Short, SchemaReference> old,
      int atMost) {
    List<Outdated> found = OutdatedRecords.some(tx, partition, old, atMost);
    return found.isEmpty() ? OutdatedRecords.withoutHashes(tx, partition, all, atMost) : found;
  }

  /**
   * Whether nothing was written under a blueprint that this process has not heard of, or under a
   * later one: then another process knows better, and records must not go back.
   */
  private boolean isNewest(Blueprint target, Map<Short, SchemaReference> all) {
    return all.values().stream()
        .allMatch(
            schema ->
                schema.version() <= target.schemaVersion()
                    && blueprints.apply(schema.blueprint()).isPresent());
  }

  private void rewrite(
      ApplyTransaction tx,
      WritePlanner planner,
      Blueprint target,
      List<Outdated> chunk,
      Map<RecordKey, Document> restored) {
    SchemaReference now = new SchemaReference(target.digest(), target.schemaVersion());
    Map<RecordKey, Written> written = new HashMap<>();
    List<RecordWrite> ready = new ArrayList<>();
    List<Parked> parked = new ArrayList<>();
    for (Outdated one : chunk) {
      Document document = document(one, restored);
      if (document == null) {
        // Somebody took its rows away. They are as gone under any blueprint.
        written.put(
            one.key(),
            new Written(
                one.offset(),
                rowId(one),
                null,
                one.legacyId(),
                now,
                one.version(),
                one.time(),
                unknownRows(one, target)));
        continue;
      }
      Origin origin = new Origin(target.digest(), one.version(), one.source(), one.time());
      switch (planner.plan(one.key(), one.offset(), origin, document)) {
        case Planned.Ready(RecordWrite write) -> ready.add(write);
        case Planned.Waiting(Parked waiting) -> parked.add(waiting);
      }
    }
    TargetRows.Result result = tx.rows().write(ready);
    result.written().forEach(write -> written.put(write.key(), write.written()));
    parked.addAll(result.refused());
    tx.decided().written(written);
    Instant at = clock.instant();
    tx.waiting().park(parked, at);
    tx.decided().changedLater(parked.stream().map(Parked::key).toList());
    if (tx.waiting().any()) {
      // What waited for one of these rows must not wait for the tenant's next write.
      ParkedRetry retry = new ParkedRetry(tx, planner, at);
      retry.wake(result.written());
      retry.tryDue();
    }
  }

  private java.util.@Nullable UUID rowId(Outdated one) {
    return domain(one).map(domain -> domain.rowId(one.key())).orElse(null);
  }

  /** Its rows should be there, and what was in them nobody can tell: they are missed, not known. */
  private WrittenRows unknownRows(Outdated one, Blueprint target) {
    return target
        .domain(one.key().domain())
        .or(() -> domain(one))
        .map(d -> WrittenRows.unknown(d.mapping(), one.key(), d.rowId(one.key())))
        .orElse(WrittenRows.NONE);
  }

  private Optional<Domain> domain(Outdated one) {
    return blueprints.apply(one.written().blueprint()).flatMap(b -> b.domain(one.key().domain()));
  }

  private static @Nullable Document document(Outdated one, Map<RecordKey, Document> restored) {
    String kept = one.document();
    return kept == null
        ? restored.get(one.key())
        : Document.stored(kept.getBytes(StandardCharsets.UTF_8));
  }

  /** The documents that are not kept, by the way back through the rows as they were written. */
  private Map<RecordKey, Document> restored(
      DSLContext tx, LogPartition partition, List<Outdated> chunk) {
    record Group(String tenant, String domain, SchemaReference written) {}
    Map<Group, List<Outdated>> groups = new HashMap<>();
    for (Outdated one : chunk) {
      if (one.document() == null) {
        Group group = new Group(one.key().tenant(), one.key().domain(), one.written());
        groups.computeIfAbsent(group, g -> new ArrayList<>()).add(one);
      }
    }
    Map<RecordKey, Document> documents = new HashMap<>();
    groups.forEach(
        (group, ofGroup) -> {
          Domain domain = domain(ofGroup.getFirst()).orElse(null);
          if (domain != null) {
            List<RecordKey> wanted = ofGroup.stream().map(Outdated::key).toList();
            new RowReader(tx, partition.migration(), group.tenant())
                .read(domain, wanted)
                .forEach((key, tree) -> documents.put(key, Document.of(tree)));
          }
        });
    return documents;
  }
}
