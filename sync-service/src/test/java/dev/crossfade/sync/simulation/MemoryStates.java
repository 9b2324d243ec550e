package dev.crossfade.sync.simulation;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.ReferenceNames;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.RowKey;
import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.decide.SourceProgress;
import dev.crossfade.core.decide.SourceProgress.Used;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import dev.crossfade.sync.apply.DecidedStates;
import dev.crossfade.sync.simulation.MemoryTables.ParkedRow;
import dev.crossfade.sync.simulation.MemoryTables.RowAt;
import dev.crossfade.sync.simulation.MemoryTables.SnapshotRow;
import dev.crossfade.sync.simulation.MemoryTables.SourceRow;
import dev.crossfade.sync.simulation.MemoryTables.StateRow;
import dev.crossfade.sync.simulation.MemoryTables.SumAt;
import dev.crossfade.sync.store.Conflicts;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.RecordStates.Stored;
import dev.crossfade.sync.store.RecordStates.Written;
import dev.crossfade.sync.store.SeenEvents.EventKey;
import dev.crossfade.sync.store.Snapshots;
import dev.crossfade.sync.store.Snapshots.Counts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The decided states in memory. */
final class MemoryStates implements DecidedStates {
  private final MemoryTables tables;
  private final LogPartition partition;
  private final Blueprint blueprint;

  MemoryStates(MemoryTables tables, LogPartition partition, Blueprint blueprint) {
    this.tables = tables;
    this.partition = partition;
    this.blueprint = blueprint;
  }

  @Override
  public Map<RecordKey, RecordState> records(Collection<RecordKey> keys) {
    Map<RecordKey, RecordState> found = new LinkedHashMap<>();
    for (RecordKey key : keys) {
      StateRow row = tables.states.get(key);
      if (row != null) {
        found.put(key, row.state());
      }
    }
    return found;
  }

  @Override
  public Map<RecordKey, Document> documents(Collection<RecordKey> keys) {
    Map<RecordKey, Document> found = new LinkedHashMap<>();
    for (RecordKey key : keys) {
      StateRow row = tables.states.get(key);
      Document document = row == null ? null : document(key, row);
      if (document != null) {
        found.put(key, document);
      }
    }
    return found;
  }

  /** As it was decided: written, waiting, or what the rows give back. */
  private @Nullable Document document(RecordKey key, StateRow row) {
    Position decided = row.state().position();
    Written written = row.written();
    ParkedRow waits = tables.parked.get(key);
    String text = null;
    if (written != null && decided != null && written.offset() == decided.offset()) {
      text = written.document();
    } else if (waits != null && decided != null && waits.write().offset() == decided.offset()) {
      text = waits.write().document();
    }
    if (text != null) {
      return Document.stored(text.getBytes(StandardCharsets.UTF_8));
    }
    return written == null || written.rowId() == null ? null : restored(key);
  }

  /** What a reader is answered; null where no row stands for the record. */
  @Nullable Document read(RecordKey key) {
    StateRow row = tables.states.get(key);
    Written written = row == null ? null : row.written();
    if (written == null || written.rowId() == null) {
      return null;
    }
    String kept = written.document();
    return kept == null ? restored(key) : Document.stored(kept.getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable Document restored(RecordKey key) {
    Domain domain = blueprint.domain(key.domain()).orElseThrow();
    List<Row> rows = new ArrayList<>();
    for (RowKey rowKey : domain.mapping().keys(key)) {
      Row row = tables.rows.get(new RowAt(rowKey.table().name(), key.tenant(), rowKey.id()));
      if (row == null) {
        return null;
      }
      rows.add(row);
    }
    return Document.of(domain.mapping().backward(rows, names(key.tenant())));
  }

  private ReferenceNames names(String tenant) {
    Map<UUID, String> ids = new HashMap<>();
    tables
        .states
        .all()
        .forEach(
            (key, row) -> {
              UUID rowId = row.written() == null ? null : row.written().rowId();
              if (rowId != null && key.tenant().equals(tenant)) {
                ids.put(rowId, key.id());
              }
            });
    return (domain, rowId) -> ids.getOrDefault(rowId, rowId.toString());
  }

  @Override
  public Map<SourceKey, SourceProgress> sources(Collection<SourceKey> keys) {
    Map<SourceKey, SourceProgress> found = new LinkedHashMap<>();
    for (SourceKey key : keys) {
      SourceRow row = tables.sources.get(key);
      if (row != null) {
        found.put(key, SourceProgress.stored(row.last(), row.count(), row.holes()));
      }
    }
    return found;
  }

  @Override
  public List<Used> ids(SourceKey source) {
    SourceRow row = tables.sources.get(source);
    return row == null ? List.of() : row.ids();
  }

  @Override
  public Map<EventKey, Instant> seen(Collection<EventKey> keys) {
    Map<EventKey, Instant> found = new LinkedHashMap<>();
    for (EventKey key : keys) {
      Instant at = tables.seen.get(key);
      if (at != null) {
        found.put(key, at);
      }
    }
    return found;
  }

  @Override
  public Snapshots.Found snapshots(Collection<Snapshots.Key> keys) {
    Map<Snapshots.Key, dev.crossfade.core.decide.SnapshotState> states = new LinkedHashMap<>();
    Map<SourceKey, String> latest = new LinkedHashMap<>();
    for (Snapshots.Key wanted : keys) {
      long last = -1;
      for (var entry : tables.snapshots.all().entrySet()) {
        Snapshots.Key key = entry.getKey();
        if (key.source().equals(wanted.source())) {
          states.put(key, entry.getValue().state());
          long started = entry.getValue().state().started().offset();
          if (started > last) {
            last = started;
            latest.put(key.source(), key.id());
          }
        }
      }
    }
    return new Snapshots.Found(states, latest);
  }

  @Override
  public void store(Decided batch) {
    for (Stored stored : batch.records()) {
      StateRow before = tables.states.get(stored.key());
      Written written = stored.written();
      if (written == null && before != null) {
        written = before.written();
      }
      tables.states.put(stored.key(), new StateRow(stored.state(), written, partition.partition()));
    }
    batch
        .sums()
        .forEach(
            (bucket, gained) -> {
              SumAt at = new SumAt(partition.partition(), bucket);
              BucketSum last = tables.sums.get(at);
              tables.sums.put(at, last == null ? gained : last.plus(gained));
            });
    batch.sources().forEach(this::store);
    batch.seen().forEach(tables.seen::put);
    batch.held().forEach(held -> tables.held.insert(held.decoded().log().position(), held));
    store(batch.snapshots());
    batch
        .conflicts()
        .forEach(
            (key, change) -> {
              List<Conflicts.Kept> before = tables.conflicts.get(key);
              tables.conflicts.put(key, change.applyTo(before == null ? List.of() : before));
            });
  }

  private void store(SourceKey key, SourceProgress source) {
    List<Used> taken = source.taken();
    if (!taken.isEmpty()) {
      List<Used> ids = new ArrayList<>(ids(key));
      ids.addAll(taken);
      tables.sources.put(
          key, new SourceRow(source.last(), source.count(), source.holes(), List.copyOf(ids)));
    }
  }

  private void store(Snapshots.Moves moves) {
    moves
        .started()
        .forEach(
            one -> tables.snapshots.insert(one.key(), new SnapshotRow(one.state(), Counts.NONE)));
    moves
        .moved()
        .forEach(
            (key, state) ->
                tables.snapshots.put(key, new SnapshotRow(state, snapshot(key).counts())));
    moves
        .counts()
        .forEach(
            (key, more) -> {
              SnapshotRow row = snapshot(key);
              tables.snapshots.put(key, new SnapshotRow(row.state(), sum(row.counts(), more)));
            });
  }

  private SnapshotRow snapshot(Snapshots.Key key) {
    return Objects.requireNonNull(tables.snapshots.get(key), "a snapshot that was never started");
  }

  private static Counts sum(Counts a, Counts b) {
    return new Counts(
        a.applied() + b.applied(),
        a.unchanged() + b.unchanged(),
        a.stale() + b.stale(),
        a.conflicts() + b.conflicts(),
        a.held() + b.held());
  }

  @Override
  public void written(Map<RecordKey, Written> all) {
    all.forEach(
        (key, written) -> {
          StateRow row = tables.states.get(key);
          if (row != null) {
            tables.states.put(key, new StateRow(row.state(), written, row.partition()));
          }
        });
  }
}
