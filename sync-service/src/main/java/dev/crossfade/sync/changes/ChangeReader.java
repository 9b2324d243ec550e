package dev.crossfade.sync.changes;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.sync.read.RecordReader;
import dev.crossfade.sync.read.StoredRecord;
import dev.crossfade.sync.read.TenantScope;
import dev.crossfade.sync.store.ChangedRecords;
import dev.crossfade.sync.store.ChangedRecords.Moved;
import dev.crossfade.sync.store.Positions;
import dev.crossfade.sync.store.SyncStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads what changed of a tenant. A tenant's events are decided by one worker at a time, in their
 * order, and the position moves in the same transaction: so whoever sees a position sees all that
 * lies before it, and nothing can appear there later. Journal, records and position come from one
 * snapshot of the database. Thread-safe.
 */
final class ChangeReader {
  /** Events looked at for one page: however often a few records change, no page is dear. */
  private static final int WINDOW = 5_000;

  private final SyncStore store;
  private final int window;

  ChangeReader(SyncStore store) {
    this(store, WINDOW);
  }

  ChangeReader(SyncStore store, int window) {
    this.store = store;
    this.window = window;
  }

  /**
   * The next changes behind a position.
   *
   * @param after null: from the beginning
   * @param limit of records; a few more where the last of them changed at one position
   */
  ChangePage page(TenantScope of, @Nullable Position after, int limit) {
    return store.reads().snapshot(db -> page(db, of, after, limit));
  }

  private ChangePage page(DSLContext db, TenantScope of, @Nullable Position after, int limit) {
    Positions.Applied row = Positions.read(db, of.partition());
    long next = row == null ? 0 : row.nextOffset();
    long from = after == null ? -1 : after.offset();
    List<Moved> moved = ChangedRecords.behind(db, of.partition(), of.tenant(), from, window + 1);
    boolean full = moved.size() > window;
    long end = Math.max(from, next - 1);
    if (full) {
      end = moved.getLast().offset() - 1;
      moved = upTo(moved, end);
      if (moved.isEmpty()) {
        end = from(db, of, from);
        moved = ChangedRecords.at(db, of.partition(), of.tenant(), end);
      }
    }
    List<Moved> last = lastOfEach(moved);
    if (full) {
      last.removeAll(ChangedRecords.again(db, of.partition(), of.tenant(), last, end));
    }
    int count = wholePositions(last, limit);
    boolean cut = count < last.size();
    List<Moved> told = last.subList(0, count);
    long goOn = cut ? told.getLast().offset() : end;
    return new ChangePage(
        changes(db, of, told, next),
        after,
        goOn < 0 ? null : new Position(of.partition().partition(), goOn),
        full || cut,
        next);
  }

  /** Where all of the window lies at one position: that one. */
  private static long from(DSLContext db, TenantScope of, long after) {
    return ChangedRecords.behind(db, of.partition(), of.tenant(), after, 1).getFirst().offset();
  }

  private static List<Moved> upTo(List<Moved> moved, long end) {
    return moved.stream().filter(one -> one.offset() <= end).toList();
  }

  /** Each record once, at its last position; in the order of these. */
  private static List<Moved> lastOfEach(Collection<Moved> moved) {
    Map<RecordKey, Moved> last = new LinkedHashMap<>();
    for (Moved one : moved) {
      last.remove(one.key());
      last.put(one.key(), one);
    }
    return new ArrayList<>(last.values());
  }

  /** How many to tell, so that what changed at one position is told together. */
  private static int wholePositions(List<Moved> last, int limit) {
    int count = Math.min(limit, last.size());
    while (count > 0
        && count < last.size()
        && last.get(count).offset() == last.get(count - 1).offset()) {
      count++;
    }
    return count;
  }

  private static List<Change> changes(DSLContext db, TenantScope of, List<Moved> told, long next) {
    Map<String, List<String>> ids = new HashMap<>();
    for (Moved one : told) {
      ids.computeIfAbsent(one.key().domain(), d -> new ArrayList<>()).add(one.key().id());
    }
    Map<RecordKey, StoredRecord> records = new HashMap<>();
    ids.forEach(
        (domain, ofDomain) -> {
          // What a domain held that the present blueprint does not have cannot be read either.
          Optional<RecordReader.Scope> scope = of.records(domain);
          scope.ifPresent(
              s ->
                  RecordReader.among(db, s, ofDomain)
                      .forEach(
                          (id, record) ->
                              records.put(new RecordKey(of.tenant(), domain, id), record)));
        });
    List<Change> changes = new ArrayList<>();
    for (Moved one : told) {
      StoredRecord record = records.get(one.key());
      if (record != null) {
        // What changed between two events is told at once, and once more with the next one.
        long offset = Math.min(one.offset(), next - 1);
        Position position = new Position(of.partition().partition(), offset);
        changes.add(new Change(position, one.key().domain(), record, true));
      }
    }
    return marked(changes);
  }

  private static List<Change> marked(List<Change> changes) {
    List<Change> marked = new ArrayList<>(changes.size());
    for (int i = 0; i < changes.size(); i++) {
      Change one = changes.get(i);
      boolean whole =
          i + 1 == changes.size() || !changes.get(i + 1).position().equals(one.position());
      marked.add(new Change(one.position(), one.domain(), one.record(), whole));
    }
    return marked;
  }
}
