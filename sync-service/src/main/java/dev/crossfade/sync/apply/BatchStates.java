package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.compare.Fingerprint;
import dev.crossfade.core.decide.Decider;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.decide.SourceProgress;
import dev.crossfade.core.decide.States;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.sync.store.BucketSums.Bucket;
import dev.crossfade.sync.store.SeenEvents.EventKey;
import dev.crossfade.sync.store.Snapshots;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The states that a batch touches, loaded in one go, moved by the decider in memory. */
final class BatchStates implements States {
  private final Map<RecordKey, RecordState> records;
  private final Map<SourceKey, SourceProgress> sources;
  private final Map<EventKey, Instant> seen;
  private final Map<RecordKey, Document> documents = new HashMap<>();
  private final Map<RecordKey, RecordState> before = new LinkedHashMap<>();
  private final Map<EventKey, Instant> newlySeen = new HashMap<>();
  private final Map<Snapshots.Key, SnapshotState> snapshots;
  private final Map<SourceKey, String> latestSnapshots;
  private final Map<Snapshots.Key, SnapshotState> movedSnapshots = new LinkedHashMap<>();

  private BatchStates(
      Map<RecordKey, RecordState> records,
      Map<SourceKey, SourceProgress> sources,
      Map<EventKey, Instant> seen,
      Snapshots.Found snapshots) {
    this.records = new HashMap<>(records);
    this.sources = new HashMap<>(sources);
    this.seen = new HashMap<>(seen);
    this.snapshots = new HashMap<>(snapshots.states());
    this.latestSnapshots = new HashMap<>(snapshots.latest());
  }

  /**
   * Loads what the batch touches.
   *
   * @param blueprints by which it is decided which documents are needed
   */
  static BatchStates load(
      DecidedStates stored, List<Decoded> batch, Function<Digest, Blueprint> blueprints) {
    Set<Snapshots.Key> snapshotKeys = new HashSet<>();
    Set<RecordKey> recordKeys = new HashSet<>();
    Set<SourceKey> sourceKeys = new HashSet<>();
    Set<EventKey> eventKeys = new HashSet<>();
    for (Decoded decoded : batch) {
      RecordKey record = recordOf(decoded);
      if (record != null) {
        recordKeys.add(record);
      }
      Snapshots.Key snapshot = snapshotOf(decoded);
      Envelope envelope = envelopeOf(decoded);
      if (snapshot != null) {
        // Its events have no numbers, and nobody asks for their ids.
        snapshotKeys.add(snapshot);
      } else if (envelope != null && envelope.hasSequence()) {
        sourceKeys.add(envelope.source());
      } else if (envelope != null) {
        eventKeys.add(new EventKey(envelope.source(), envelope.id()));
      }
    }
    BatchStates states =
        new BatchStates(
            stored.records(recordKeys),
            stored.sources(sourceKeys),
            stored.seen(eventKeys),
            stored.snapshots(snapshotKeys));
    states.loadIds(stored, batch);
    states.loadDocuments(stored, batch, blueprints);
    return states;
  }

  /** Loads the documents of those records that an event cannot be decided without. */
  private void loadDocuments(
      DecidedStates stored, List<Decoded> batch, Function<Digest, Blueprint> blueprints) {
    Decider decider = new Decider(this, blueprints);
    Set<RecordKey> needed = new HashSet<>();
    for (Decoded decoded : batch) {
      if (decoded instanceof Decoded.Event event && decider.needsDocument(event)) {
        needed.add(Objects.requireNonNull(event.event().record()));
      }
    }
    documents.putAll(stored.documents(needed));
  }

  /** Loads the remembered ids of those sources for which a number at or below the last comes. */
  private void loadIds(DecidedStates stored, List<Decoded> batch) {
    Map<SourceKey, Long> highest = new HashMap<>();
    Set<SourceKey> needed = new HashSet<>();
    for (Decoded decoded : batch) {
      Envelope envelope = envelopeOf(decoded);
      SourceProgress source = envelope == null ? null : sources.get(envelope.source());
      if (envelope == null || source == null) {
        continue;
      }
      // A number may be repeated within the batch, or fall into a hole that it closes twice.
      long top = highest.getOrDefault(envelope.source(), source.last());
      if (envelope.sequence() <= top) {
        needed.add(envelope.source());
      }
      highest.put(envelope.source(), Math.max(top, envelope.sequence()));
    }
    for (SourceKey key : needed) {
      SourceProgress source = sources.get(key);
      if (source != null && source.count() > 0) {
        source.remember(stored.ids(key));
      }
    }
  }

  static @Nullable RecordKey recordOf(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Event event -> event.event().record();
      case Decoded.Unreadable unreadable -> unreadable.record();
    };
  }

  static @Nullable Envelope envelopeOf(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Event event -> event.event().envelope();
      case Decoded.Unreadable unreadable -> unreadable.envelope();
    };
  }

  private static Snapshots.@Nullable Key snapshotOf(Decoded decoded) {
    if (!(decoded instanceof Decoded.Event event)) {
      return null;
    }
    SourceKey source = event.event().envelope().source();
    return switch (event.event()) {
      case RecordRead read -> new Snapshots.Key(source, read.snapshot().id());
      case SnapshotStarted started -> new Snapshots.Key(source, started.snapshot().id());
      case SnapshotEnded ended -> new Snapshots.Key(source, ended.snapshot());
      case RecordChange change -> null;
      case RecordResolved resolved -> null;
      case SourceSkipped skipped -> null;
    };
  }

  @Override
  public RecordState record(RecordKey key) {
    return records.getOrDefault(key, RecordState.ABSENT);
  }

  @Override
  public void record(RecordKey key, RecordState next) {
    RecordState last = records.put(key, next);
    before.putIfAbsent(key, last == null ? RecordState.ABSENT : last);
  }

  @Override
  public void record(RecordKey key, RecordState next, @Nullable Document document) {
    record(key, next);
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
    return sources.computeIfAbsent(key, k -> SourceProgress.fresh());
  }

  @Override
  public @Nullable Instant seen(SourceKey key, String eventId) {
    return seen.get(new EventKey(key, eventId));
  }

  @Override
  public void seen(SourceKey key, String eventId, Instant appendTime) {
    EventKey event = new EventKey(key, eventId);
    seen.put(event, appendTime);
    newlySeen.put(event, appendTime);
  }

  @Override
  public @Nullable SnapshotState snapshot(SourceKey key, String snapshot) {
    return snapshots.get(new Snapshots.Key(key, snapshot));
  }

  @Override
  public @Nullable SnapshotState latestSnapshot(SourceKey key) {
    String latest = latestSnapshots.get(key);
    return latest == null ? null : snapshot(key, latest);
  }

  @Override
  public void snapshot(SourceKey key, SnapshotState next) {
    Snapshots.Key snapshot = new Snapshots.Key(key, next.snapshot().id());
    if (snapshots.put(snapshot, next) == null) {
      latestSnapshots.put(key, snapshot.id());
    }
    movedSnapshots.put(snapshot, next);
  }

  /** The snapshots that were started, closed or ended. */
  Map<Snapshots.Key, SnapshotState> movedSnapshots() {
    return movedSnapshots;
  }

  /** The records whose state was moved. */
  Set<RecordKey> movedRecords() {
    return before.keySet();
  }

  /** What the sums of buckets gain by the states that were moved. */
  Map<Bucket, BucketSum> sums() {
    Map<Bucket, BucketSum> sums = new HashMap<>();
    before.forEach(
        (key, last) -> {
          BucketSum gained = sum(key, record(key)).minus(sum(key, last));
          if (!gained.equals(BucketSum.EMPTY)) {
            sums.merge(Bucket.of(key), gained, BucketSum::plus);
          }
        });
    return sums;
  }

  private static BucketSum sum(RecordKey key, RecordState state) {
    Fingerprint fingerprint = Fingerprint.of(key, state);
    return fingerprint == null ? BucketSum.EMPTY : BucketSum.of(fingerprint, state.digest());
  }

  Map<SourceKey, SourceProgress> sources() {
    return sources;
  }

  Map<EventKey, Instant> newlySeen() {
    return newlySeen;
  }
}
