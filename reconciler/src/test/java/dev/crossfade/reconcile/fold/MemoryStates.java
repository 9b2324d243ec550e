package dev.crossfade.reconcile.fold;

import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.decide.SourceProgress;
import dev.crossfade.core.decide.States;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The states of a fold, all in memory, and in no form of their own. */
final class MemoryStates implements States {
  final Map<RecordKey, RecordState> records = new HashMap<>();
  final Map<RecordKey, Optional<Document>> documents = new HashMap<>();
  final Map<SourceKey, SourceProgress> sources = new HashMap<>();
  final Map<SourceKey, String> latest = new HashMap<>();
  private final Map<Pair, Instant> seen = new HashMap<>();
  private final Map<Pair, SnapshotState> snapshots = new HashMap<>();

  private record Pair(SourceKey source, String id) {}

  @Override
  public RecordState record(RecordKey key) {
    return records.getOrDefault(key, RecordState.ABSENT);
  }

  @Override
  public void record(RecordKey key, RecordState next) {
    records.put(key, next);
  }

  @Override
  public void record(RecordKey key, RecordState next, @Nullable Document document) {
    records.put(key, next);
    documents.put(key, Optional.ofNullable(document));
  }

  @Override
  public @Nullable Document document(RecordKey key) {
    return documents.getOrDefault(key, Optional.empty()).orElse(null);
  }

  @Override
  public SourceProgress source(SourceKey key) {
    return sources.computeIfAbsent(key, k -> SourceProgress.fresh());
  }

  @Override
  public @Nullable Instant seen(SourceKey key, String eventId) {
    return seen.get(new Pair(key, eventId));
  }

  @Override
  public void seen(SourceKey key, String eventId, Instant appendTime) {
    seen.put(new Pair(key, eventId), appendTime);
  }

  @Override
  public @Nullable SnapshotState snapshot(SourceKey key, String snapshot) {
    return snapshots.get(new Pair(key, snapshot));
  }

  @Override
  public @Nullable SnapshotState latestSnapshot(SourceKey key) {
    String id = latest.get(key);
    return id == null ? null : snapshot(key, id);
  }

  @Override
  public void snapshot(SourceKey key, SnapshotState next) {
    if (snapshots.put(new Pair(key, next.snapshot().id()), next) == null) {
      latest.put(key, next.snapshot().id());
    }
  }
}
