package dev.crossfade.sync.apply;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.decide.SourceProgress;
import dev.crossfade.core.decide.SourceProgress.Used;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.sync.store.BucketSums.Bucket;
import dev.crossfade.sync.store.Conflicts;
import dev.crossfade.sync.store.Decisions.Decision;
import dev.crossfade.sync.store.HeldEvents.Held;
import dev.crossfade.sync.store.RecordStates.Stored;
import dev.crossfade.sync.store.RecordStates.Written;
import dev.crossfade.sync.store.SeenEvents.EventKey;
import dev.crossfade.sync.store.Snapshots;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The stored states that decisions are made from, and what decisions leave. */
public interface DecidedStates {
  /** The states of these records; those that there are none of are left out. */
  Map<RecordKey, RecordState> records(Collection<RecordKey> keys);

  /**
   * The documents of these records as they were decided, whether they are written or wait; those of
   * records that have none are left out.
   */
  Map<RecordKey, Document> documents(Collection<RecordKey> keys);

  /** These sources, their ids left where they are; unknown ones are left out. */
  Map<SourceKey, SourceProgress> sources(Collection<SourceKey> keys);

  /** The ids of a source's latest events, oldest first. */
  List<Used> ids(SourceKey source);

  /** When those of these events without a number that are known were appended. */
  Map<EventKey, Instant> seen(Collection<EventKey> keys);

  /** Those of these snapshots that were ever started, and the latest of their sources. */
  Snapshots.Found snapshots(Collection<Snapshots.Key> keys);

  /** Stores what a batch has decided. */
  void store(Decided batch);

  /**
   * Adds to the journal what became of each event that names a tenant. A store without a journal
   * does nothing.
   *
   * @param seen when something of each source was appended last
   */
  default void journal(List<Decision> decisions, Map<SourceKey, Instant> seen) {}

  /** Notes that writes which had waited stand in the tables now. */
  void written(Map<RecordKey, Written> all);

  /**
   * Adds to the journal that these records look otherwise by another event than one of their own. A
   * store without a journal does nothing.
   */
  default void changedLater(Collection<RecordKey> records) {}

  /**
   * What a batch has decided.
   *
   * @param records the states that it moved, and what was written of them
   * @param sums what the sums of their buckets gain by that
   * @param sources those that it met; who took no number is left as it was
   * @param lastAppend when its last event was appended
   * @param seen the ids of its events without a number
   * @param conflicts what becomes of what is kept beside records
   */
  record Decided(
      List<Stored> records,
      Map<Bucket, BucketSum> sums,
      Map<SourceKey, SourceProgress> sources,
      Instant lastAppend,
      Map<EventKey, Instant> seen,
      List<Held> held,
      Snapshots.Moves snapshots,
      Map<Conflicts.Key, Conflicts.Change> conflicts) {}
}
