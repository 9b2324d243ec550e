package dev.crossfade.sync.parked;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.ChangeEvent.Take;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.sync.apply.RetryNow;
import dev.crossfade.sync.read.PublishedBlueprints;
import dev.crossfade.sync.resolve.Bulk;
import dev.crossfade.sync.resolve.Decree;
import dev.crossfade.sync.resolve.LastWritten;
import dev.crossfade.sync.resolve.RecordData;
import dev.crossfade.sync.resolve.Resolutions;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.ParkedList;
import dev.crossfade.sync.store.ParkedList.Entry;
import dev.crossfade.sync.store.ParkedList.Filter;
import dev.crossfade.sync.store.SyncStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What can be done about parked writes. Thread-safe. */
final class ParkedDesk {
  private final SyncStore store;
  private final Resolutions resolutions;
  private final InstantSource clock;

  ParkedDesk(SyncStore store, Resolutions resolutions, InstantSource clock) {
    this.store = store;
    this.resolutions = resolutions;
    this.clock = clock;
  }

  /** What became of a request about one write. */
  sealed interface Outcome {
    /**
     * The record is written.
     *
     * @param position of the event that was appended for it; null where none was
     */
    record Written(@Nullable Position position) implements Outcome {}

    /** It waits: as before, or the event's write does now. */
    record Parked(@Nullable Position position, Entry entry) implements Outcome {}

    /**
     * The record went on meanwhile.
     *
     * @param present what waits in its place; null where nothing does
     */
    record Moved(@Nullable Entry present) implements Outcome {}
  }

  /** Tries a write now. */
  Outcome retry(Migration migration, Entry entry) {
    short id = store.migrationId(migration.name());
    var result = tryAll(migration, List.of(entry)).get(entry.position());
    Entry now = present(id, entry.key());
    return switch (result) {
      case RetryNow.Result.Written written -> new Outcome.Written(null);
      case RetryNow.Result.StillParked still when now != null -> new Outcome.Parked(null, now);
      case RetryNow.Result.StillParked still -> new Outcome.Moved(null);
      case RetryNow.Result.Moved moved -> new Outcome.Moved(now);
      case null -> throw new IllegalStateException("each that is tried has a result");
    };
  }

  /** Gives a write other data. */
  Outcome correct(Migration migration, Entry entry, ObjectNode data, Decree decree)
      throws InterruptedException {
    Blueprint blueprint = migration.blueprint().orElseThrow();
    Document document =
        RecordData.sound(blueprint, entry.key(), entry.parked().origin().source(), data);
    RecordResolved event =
        decree.event(
            entry.key(),
            entry.position(),
            Take.CORRECTED,
            document,
            new SchemaReference(blueprint.digest(), blueprint.schemaVersion()));
    return settle(migration, entry, event);
  }

  /** Takes a write back: the record is what was written last. */
  Outcome discard(Migration migration, Entry entry, Decree decree) throws InterruptedException {
    return settle(migration, entry, discarding(migration, List.of(entry), decree).getFirst());
  }

  private Outcome settle(Migration migration, Entry entry, RecordResolved event)
      throws InterruptedException {
    Position position = resolutions.append(migration, List.of(event)).getFirst();
    short id = store.migrationId(migration.name());
    Entry present = present(id, entry.key());
    if (!resolutions.tookEffect(migration, List.of(event), List.of(position)).getFirst()) {
      return new Outcome.Moved(present);
    }
    return present == null ? new Outcome.Written(position) : new Outcome.Parked(position, present);
  }

  /** Tries all that match, some at a time. */
  Bulk retryAll(Migration migration, Filter filter) throws InterruptedException {
    return each(
        migration,
        filter,
        (chunk, bulk) ->
            tryAll(migration, chunk)
                .values()
                .forEach(
                    result -> {
                      switch (result) {
                        case RetryNow.Result.Written written -> bulk.done();
                        case RetryNow.Result.StillParked still -> bulk.left();
                        case RetryNow.Result.Moved moved -> bulk.moved();
                      }
                    }));
  }

  /** Takes back all that match. */
  Bulk discardAll(Migration migration, Filter filter, Decree decree) throws InterruptedException {
    return each(
        migration,
        filter,
        (chunk, bulk) -> {
          List<RecordResolved> events = discarding(migration, chunk, decree);
          List<Position> positions = resolutions.append(migration, events);
          for (boolean done : resolutions.tookEffect(migration, events, positions)) {
            if (done) {
              bulk.done();
            } else {
              bulk.moved();
            }
          }
        });
  }

  private interface Step {
    void take(List<Entry> chunk, Bulk bulk) throws InterruptedException;
  }

  private Bulk each(Migration migration, Filter filter, Step step) throws InterruptedException {
    short id = store.migrationId(migration.name());
    Bulk bulk = new Bulk();
    Position after = null;
    while (true) {
      int room = Math.min(Bulk.CHUNK, bulk.room());
      List<Entry> found =
          ParkedList.some(store.reads().dsl(), id, filter, after, Math.max(1, room));
      if (found.isEmpty()) {
        return bulk;
      }
      if (room == 0) {
        bulk.more();
        return bulk;
      }
      found.forEach(entry -> bulk.matched());
      step.take(found, bulk);
      after = found.getLast().position();
    }
  }

  private Map<Position, RetryNow.Result> tryAll(Migration migration, List<Entry> entries) {
    short id = store.migrationId(migration.name());
    var now = new RetryNow(store.database(), new PublishedBlueprints(migration), clock);
    Map<Integer, List<Entry>> byPartition = new LinkedHashMap<>();
    for (Entry entry : entries) {
      byPartition.computeIfAbsent(entry.position().partition(), p -> new ArrayList<>()).add(entry);
    }
    Map<Position, RetryNow.Result> results = new LinkedHashMap<>();
    byPartition.forEach(
        (partition, all) -> results.putAll(now.retry(new LogPartition(id, partition), all)));
    return results;
  }

  private List<RecordResolved> discarding(Migration migration, List<Entry> entries, Decree decree) {
    short id = store.migrationId(migration.name());
    var blueprints = new PublishedBlueprints(migration);
    Blueprint blueprint = migration.blueprint().orElseThrow();
    return store
        .reads()
        .snapshot(
            db -> {
              List<RecordResolved> events = new ArrayList<>();
              for (Entry entry : entries) {
                LastWritten last = LastWritten.of(db, id, entry.key(), blueprints);
                int version = last.document() == null ? blueprint.schemaVersion() : last.version();
                events.add(
                    decree.event(
                        entry.key(),
                        entry.position(),
                        Take.DISCARDED,
                        last.document(),
                        new SchemaReference(blueprint.digest(), version)));
              }
              return events;
            });
  }

  @Nullable Entry present(short migration, RecordKey key) {
    return ParkedList.of(store.reads().dsl(), migration, key);
  }
}
