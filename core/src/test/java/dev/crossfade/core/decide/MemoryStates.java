package dev.crossfade.core.decide;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The states of a fold, all in memory. */
final class MemoryStates implements States {
  private final Map<RecordKey, RecordState> records = new HashMap<>();
  private final Map<RecordKey, Optional<Document>> documents = new HashMap<>();
  private final Map<SourceKey, SourceProgress> sources = new HashMap<>();
  private final Map<Seen, Instant> seen = new HashMap<>();

  private final Map<SourceKey, Map<String, SnapshotState>> snapshots = new HashMap<>();
  private final Map<SourceKey, String> latest = new HashMap<>();
  private boolean hidden;

  private record Seen(SourceKey source, String id) {}

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
    return hidden ? null : documents.getOrDefault(key, Optional.empty()).orElse(null);
  }

  /** As where the documents that nobody asked for beforehand are not loaded. */
  void hideDocuments(boolean hide) {
    hidden = hide;
  }

  @Override
  public SourceProgress source(SourceKey key) {
    return sources.computeIfAbsent(key, _ -> SourceProgress.fresh());
  }

  /** Puts a source in place, as if it had been loaded. */
  void source(SourceKey key, SourceProgress progress) {
    sources.put(key, progress);
  }

  @Override
  public @Nullable Instant seen(SourceKey key, String eventId) {
    return seen.get(new Seen(key, eventId));
  }

  @Override
  public void seen(SourceKey key, String eventId, Instant appendTime) {
    seen.put(new Seen(key, eventId), appendTime);
  }

  @Override
  public @Nullable SnapshotState snapshot(SourceKey key, String snapshot) {
    return snapshots.getOrDefault(key, Map.of()).get(snapshot);
  }

  @Override
  public @Nullable SnapshotState latestSnapshot(SourceKey key) {
    String id = latest.get(key);
    return id == null ? null : snapshot(key, id);
  }

  @Override
  public void snapshot(SourceKey key, SnapshotState next) {
    String id = next.snapshot().id();
    if (snapshots.computeIfAbsent(key, _ -> new HashMap<>()).put(id, next) == null) {
      latest.put(key, id);
    }
  }

  Map<RecordKey, RecordState> records() {
    return Map.copyOf(records);
  }
}
