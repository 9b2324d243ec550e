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
    return documents.getOrDefault(key, Optional.empty()).orElse(null);
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

  Map<RecordKey, RecordState> records() {
    return Map.copyOf(records);
  }
}
