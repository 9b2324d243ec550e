package dev.crossfade.sync.conflict;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.problem.ProblemException;
import dev.crossfade.sync.conflict.ConflictList.Filter;
import dev.crossfade.sync.read.PublishedBlueprints;
import dev.crossfade.sync.resolve.DecidedRecord;
import dev.crossfade.sync.resolve.LoggedEvents;
import dev.crossfade.sync.store.SyncStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Conflicts with both sides: the record's from the tables, the other's from there or from the log.
 * Thread-safe.
 */
final class ConflictReader {
  private final SyncStore store;
  private final LoggedEvents events;

  ConflictReader(SyncStore store, LoggedEvents events) {
    this.store = store;
    this.events = events;
  }

  List<Conflict> some(Migration migration, Filter filter, @Nullable Position after, int atMost)
      throws InterruptedException {
    short id = store.migrationId(migration.name());
    return read(migration, db -> ConflictList.some(db, id, filter, after, atMost));
  }

  @Nullable Conflict at(Migration migration, Position position) throws InterruptedException {
    short id = store.migrationId(migration.name());
    List<Conflict> found =
        read(
            migration,
            db -> {
              ConflictEntry entry = ConflictList.at(db, id, position);
              return entry == null ? List.of() : List.of(entry);
            });
    return found.isEmpty() ? null : found.getFirst();
  }

  private record Found(ConflictEntry entry, DecidedRecord record) {}

  private List<Conflict> read(Migration migration, Function<DSLContext, List<ConflictEntry>> query)
      throws InterruptedException {
    short id = store.migrationId(migration.name());
    var blueprints = new PublishedBlueprints(migration);
    Blueprint blueprint = migration.blueprint().orElseThrow();
    List<Found> found =
        store
            .reads()
            .snapshot(
                db -> {
                  List<Found> all = new ArrayList<>();
                  for (ConflictEntry entry : query.apply(db)) {
                    DecidedRecord record = DecidedRecord.of(db, id, entry.key(), blueprints);
                    if (record != null) {
                      all.add(new Found(entry, record));
                    }
                  }
                  return all;
                });
    Map<Position, Decoded> logged = logged(migration, found);
    List<Conflict> conflicts = new ArrayList<>();
    for (Found one : found) {
      ConflictEntry entry = one.entry();
      Decoded.Event event =
          logged.get(entry.position()) instanceof Decoded.Event known ? known : null;
      Side side = Side.of(entry, Side.document(entry.document()), event, blueprint);
      conflicts.add(Conflict.of(entry, one.record(), side, blueprint));
    }
    return conflicts;
  }

  /** A log that does not answer leaves out what only it has: the rest can be seen all the same. */
  private Map<Position, Decoded> logged(Migration migration, List<Found> found)
      throws InterruptedException {
    try {
      return events.read(
          migration,
          found.stream()
              .map(Found::entry)
              .filter(entry -> !entry.deleted() && entry.document() == null)
              .map(ConflictEntry::position)
              .toList());
    } catch (ProblemException e) {
      return Map.of();
    }
  }
}
