package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.decide.SourceProgress;
import dev.crossfade.core.decide.SourceProgress.Used;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.sync.store.Blueprints;
import dev.crossfade.sync.store.BucketSums;
import dev.crossfade.sync.store.Conflicts;
import dev.crossfade.sync.store.Decisions;
import dev.crossfade.sync.store.Decisions.Decision;
import dev.crossfade.sync.store.HeldEvents;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.RecordStates;
import dev.crossfade.sync.store.RecordStates.Written;
import dev.crossfade.sync.store.SeenEvents;
import dev.crossfade.sync.store.SeenEvents.EventKey;
import dev.crossfade.sync.store.Snapshots;
import dev.crossfade.sync.store.Sources;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jooq.DSLContext;

/** The decided states in the schema {@code crossfade}. */
final class PostgresStates implements DecidedStates {
  private final DSLContext tx;
  private final LogPartition partition;
  private final short migration;
  private final Blueprints numbers;
  private final Function<Digest, Blueprint> blueprints;

  /** The offset of the event with which what is written later shows. */
  private long shows;

  /**
   * @param numbers of blueprints in this transaction
   * @param blueprints those that rows were ever mapped by
   */
  PostgresStates(
      DSLContext tx,
      LogPartition partition,
      Blueprints numbers,
      Function<Digest, Blueprint> blueprints) {
    this.tx = tx;
    this.partition = partition;
    this.migration = partition.migration();
    this.numbers = numbers;
    this.blueprints = blueprints;
  }

  /** What had waited and is written now shows with the event at this offset. */
  void showsWith(long offset) {
    shows = offset;
  }

  @Override
  public Map<RecordKey, RecordState> records(Collection<RecordKey> keys) {
    return RecordStates.read(tx, migration, keys);
  }

  @Override
  public Map<RecordKey, Document> documents(Collection<RecordKey> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    Map<RecordKey, Document> documents = RecordStates.documents(tx, migration, keys);
    Set<RecordKey> inRows = new HashSet<>(keys);
    inRows.removeAll(documents.keySet());
    documents.putAll(CapturedDocuments.restored(tx, migration, inRows, blueprints));
    return documents;
  }

  @Override
  public Map<SourceKey, SourceProgress> sources(Collection<SourceKey> keys) {
    return Sources.read(tx, migration, keys);
  }

  @Override
  public List<Used> ids(SourceKey source) {
    return Sources.readIds(tx, migration, source);
  }

  @Override
  public Map<EventKey, Instant> seen(Collection<EventKey> keys) {
    return SeenEvents.read(tx, migration, keys);
  }

  @Override
  public Snapshots.Found snapshots(Collection<Snapshots.Key> keys) {
    return Snapshots.read(tx, partition, keys);
  }

  @Override
  public void store(Decided batch) {
    RecordStates.write(tx, partition, numbers, batch.records());
    BucketSums.add(tx, partition, batch.sums());
    Snapshots.write(tx, partition, batch.snapshots());
    Conflicts.change(tx, partition, numbers, batch.conflicts());
    Sources.write(tx, migration, batch.sources(), batch.lastAppend());
    SeenEvents.write(tx, migration, batch.seen());
    HeldEvents.write(tx, migration, batch.held());
  }

  @Override
  public void journal(List<Decision> decisions, Map<SourceKey, Instant> seen) {
    Decisions.add(tx, partition, decisions);
    Decisions.seen(tx, migration, seen);
  }

  @Override
  public void written(Map<RecordKey, Written> all) {
    RecordStates.written(tx, migration, numbers, all);
  }

  @Override
  public void changedLater(Collection<RecordKey> records) {
    Decisions.changedLater(tx, migration, shows, records);
  }
}
