package dev.crossfade.sync.simulation;

import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.decide.SourceProgress;
import dev.crossfade.core.decide.SourceProgress.Used;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.sync.apply.DecidedStates;
import dev.crossfade.sync.store.RecordStates.Written;
import dev.crossfade.sync.store.SeenEvents.EventKey;
import dev.crossfade.sync.store.Snapshots;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Passes everything on; what a mutant does otherwise it overrides. */
class PassingStates implements DecidedStates {
  final DecidedStates decided;

  PassingStates(DecidedStates decided) {
    this.decided = decided;
  }

  @Override
  public Map<RecordKey, RecordState> records(Collection<RecordKey> keys) {
    return decided.records(keys);
  }

  @Override
  public Map<RecordKey, Document> documents(Collection<RecordKey> keys) {
    return decided.documents(keys);
  }

  @Override
  public Map<SourceKey, SourceProgress> sources(Collection<SourceKey> keys) {
    return decided.sources(keys);
  }

  @Override
  public List<Used> ids(SourceKey source) {
    return decided.ids(source);
  }

  @Override
  public Map<EventKey, Instant> seen(Collection<EventKey> keys) {
    return decided.seen(keys);
  }

  @Override
  public Snapshots.Found snapshots(Collection<Snapshots.Key> keys) {
    return decided.snapshots(keys);
  }

  @Override
  public void store(Decided batch) {
    decided.store(batch);
  }

  @Override
  public void written(Map<RecordKey, Written> all) {
    decided.written(all);
  }
}
