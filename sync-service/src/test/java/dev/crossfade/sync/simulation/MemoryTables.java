package dev.crossfade.sync.simulation;

import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.decide.Holes;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.decide.SourceProgress.Used;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.sync.store.BucketSums.Bucket;
import dev.crossfade.sync.store.Conflicts;
import dev.crossfade.sync.store.HeldEvents.Held;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.Positions.Applied;
import dev.crossfade.sync.store.RecordStates.Written;
import dev.crossfade.sync.store.SeenEvents.EventKey;
import dev.crossfade.sync.store.Snapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All tables of a database in memory. */
final class MemoryTables {
  final MemoryTable<Integer, Applied> positions = new MemoryTable<>();
  final MemoryTable<RecordKey, StateRow> states = new MemoryTable<>();
  final MemoryTable<SumAt, BucketSum> sums = new MemoryTable<>();
  final MemoryTable<SourceKey, SourceRow> sources = new MemoryTable<>();
  final MemoryTable<EventKey, Instant> seen = new MemoryTable<>();
  final MemoryTable<Position, Held> held = new MemoryTable<>();
  final MemoryTable<Snapshots.Key, SnapshotRow> snapshots = new MemoryTable<>();
  final MemoryTable<Conflicts.Key, List<Conflicts.Kept>> conflicts = new MemoryTable<>();
  final MemoryTable<RecordKey, ParkedRow> parked = new MemoryTable<>();
  final MemoryTable<RowAt, Row> rows = new MemoryTable<>();
  private final List<MemoryTable<?, ?>> all =
      List.of(positions, states, sums, sources, seen, held, snapshots, conflicts, parked, rows);

  /** A decided state, and what of it stands in the tables. */
  record StateRow(RecordState state, @Nullable Written written, int partition) {}

  /** The bucket of a partition. */
  record SumAt(int partition, Bucket bucket) {}

  record SourceRow(long last, long count, List<Holes.Range> holes, List<Used> ids) {}

  record SnapshotRow(SnapshotState state, Snapshots.Counts counts) {}

  record ParkedRow(Parked write, int partition, int tries, Instant retryAt) {}

  /** Where a row stands. */
  record RowAt(String table, String tenant, UUID id) {}

  boolean changed() {
    return all.stream().anyMatch(MemoryTable::changed);
  }

  void commit() {
    all.forEach(MemoryTable::commit);
  }

  void rollback() {
    all.forEach(MemoryTable::rollback);
  }

  /** A backup: what puts the tables back to what they are now. */
  Runnable backup() {
    List<Runnable> backups = new ArrayList<>();
    all.forEach(table -> backups.add(backup(table)));
    return () -> backups.forEach(Runnable::run);
  }

  private static <K, V> Runnable backup(MemoryTable<K, V> table) {
    var copy = table.copy();
    return () -> table.restore(copy);
  }

  /** The sides that are not in their records. */
  List<dev.crossfade.testsupport.history.Tables.Conflict> sides() {
    List<dev.crossfade.testsupport.history.Tables.Conflict> sides = new ArrayList<>();
    conflicts
        .all()
        .forEach(
            (key, all) ->
                all.forEach(
                    kept ->
                        sides.add(
                            new dev.crossfade.testsupport.history.Tables.Conflict(
                                new dev.crossfade.testsupport.history.RecordName(
                                    key.record().tenant(),
                                    key.record().domain(),
                                    key.record().id()),
                                key.source(),
                                kept.side().position().offset(),
                                kept.waits()))));
    return sides;
  }
}
