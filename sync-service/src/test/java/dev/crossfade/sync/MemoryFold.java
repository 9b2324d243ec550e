package dev.crossfade.sync;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.decide.Decider;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.decide.SourceProgress;
import dev.crossfade.core.decide.States;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The second fold over a log: the same decider, on states that are all in memory. */
final class MemoryFold implements States {
  private final Map<RecordKey, RecordState> records = new HashMap<>();
  private final Map<RecordKey, Document> documents = new HashMap<>();
  private final Map<SourceKey, SourceProgress> sources = new HashMap<>();
  private final Map<SourceKey, Map<String, SnapshotState>> snapshots = new HashMap<>();
  private final Map<SourceKey, String> latest = new HashMap<>();

  /** The states that a log leads to. */
  static Map<RecordKey, RecordState> of(
      List<LogRecord> log, int partitions, Map<Digest, Blueprint> blueprints) {
    MemoryFold fold = new MemoryFold();
    Decider decider =
        new Decider(
            fold,
            digest -> {
              Blueprint found = blueprints.get(digest);
              if (found == null) {
                throw new IllegalArgumentException("no such blueprint");
              }
              return found;
            });
    EventReader reader = new EventReader(partitions, blueprints::containsKey);
    log.forEach(one -> decider.decide(reader.read(one)));
    return fold.records;
  }

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
    if (document == null) {
      documents.remove(key);
    } else {
      documents.put(key, document);
    }
  }

  @Override
  public @Nullable Document document(RecordKey key) {
    return documents.get(key);
  }

  @Override
  public SourceProgress source(SourceKey key) {
    return sources.computeIfAbsent(key, _ -> SourceProgress.fresh());
  }

  @Override
  public @Nullable Instant seen(SourceKey key, String eventId) {
    return null;
  }

  @Override
  public void seen(SourceKey key, String eventId, Instant appendTime) {}

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
}
