package dev.crossfade.sync;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.decide.Decider;
import dev.crossfade.core.decide.Outcome;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.decide.SourceProgress;
import dev.crossfade.core.decide.States;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.sync.store.SeenEvents;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The second fold over a log: the same decider, on states that are all in memory. */
public final class MemoryFold implements States {
  private final Map<RecordKey, RecordState> records = new LinkedHashMap<>();
  private final Map<RecordKey, Document> documents = new HashMap<>();
  private final Map<SourceKey, SourceProgress> sources = new LinkedHashMap<>();
  private final Map<SeenEvents.EventKey, Instant> seen = new HashMap<>();
  private final Map<SourceKey, Map<String, SnapshotState>> snapshots = new HashMap<>();
  private final Map<SourceKey, String> latest = new HashMap<>();

  /** The states that a log leads to. */
  static Map<RecordKey, RecordState> of(
      List<LogRecord> log, int partitions, Map<Digest, Blueprint> blueprints) {
    MemoryFold fold = new MemoryFold();
    fold.fold(log, partitions, blueprints, (decoded, outcome) -> {});
    return fold.records;
  }

  /** Goes on with this piece of a log. */
  public void fold(
      List<LogRecord> log,
      int partitions,
      Map<Digest, Blueprint> blueprints,
      BiConsumer<Decoded, Outcome> told) {
    Decider decider =
        new Decider(
            this,
            digest -> {
              Blueprint found = blueprints.get(digest);
              if (found == null) {
                throw new IllegalArgumentException("no such blueprint");
              }
              return found;
            });
    EventReader reader = new EventReader(partitions, blueprints::containsKey);
    for (LogRecord one : log) {
      Decoded decoded = reader.read(one);
      told.accept(decoded, decider.decide(decoded));
    }
  }

  /** The states of all records that were named. */
  public Map<RecordKey, RecordState> records() {
    return records;
  }

  /** The numbers of all sources that were met. */
  public Map<SourceKey, SourceProgress> sources() {
    return sources;
  }

  /** The ids of events without a number. */
  public Map<SeenEvents.EventKey, Instant> seen() {
    return seen;
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
    return seen.get(new SeenEvents.EventKey(key, eventId));
  }

  @Override
  public void seen(SourceKey key, String eventId, Instant appendTime) {
    seen.put(new SeenEvents.EventKey(key, eventId), appendTime);
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
}
