package dev.crossfade.reconcile.fold;

import dev.crossfade.core.compare.Fingerprint;
import dev.crossfade.core.decide.Known;
import dev.crossfade.core.decide.Outcome;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.decide.SourceProgress;
import dev.crossfade.core.decide.States;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.reconcile.fold.RecordValue.Head;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The states that one event touches, read from the tables, moved by the decider in memory, and put
 * back as a whole: an event that cannot be decided leaves nothing behind. Not thread-safe.
 */
final class FoldStates implements States {
  private final FoldTables tables;
  private final Map<RecordKey, Held> records = new LinkedHashMap<>();
  private final Map<SourceKey, SourceProgress> numbers = new HashMap<>();
  private final Map<SourceKey, SourceValue> sources = new LinkedHashMap<>();
  private final Map<Event, Instant> seen = new HashMap<>();
  private final Map<Snap, SnapshotState> snapshots = new LinkedHashMap<>();

  private record Event(SourceKey source, String id) {}

  private record Snap(SourceKey source, String id) {}

  /** A record in hand. */
  private static final class Held {
    private final @Nullable RecordValue before;
    private RecordState state;
    private byte @Nullable [] document;
    private @Nullable Document parsed;
    private boolean moved;

    Held(@Nullable RecordValue before) {
      this.before = before;
      this.state = before == null ? RecordState.ABSENT : before.state();
      this.document = before == null ? null : before.document();
    }
  }

  FoldStates(FoldTables tables) {
    this.tables = tables;
  }

  /** Forgets the event before, and loads what deciding this one may ask for. */
  void begin(Decoded decoded) {
    records.clear();
    numbers.clear();
    sources.clear();
    seen.clear();
    snapshots.clear();
    Envelope envelope = envelope(decoded);
    if (envelope != null && envelope.hasSequence()) {
      SourceProgress source = source(envelope.source());
      if (source.needsIds(envelope.sequence())) {
        source.remember(tables.used(envelope.source()));
      }
    }
  }

  private static @Nullable Envelope envelope(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Event event -> event.event().envelope();
      case Decoded.Unreadable unreadable -> unreadable.envelope();
    };
  }

  private Held held(RecordKey key) {
    return records.computeIfAbsent(key, k -> new Held(tables.record(k)));
  }

  @Override
  public RecordState record(RecordKey key) {
    return held(key).state;
  }

  @Override
  public void record(RecordKey key, RecordState next) {
    Held held = held(key);
    held.state = next;
    held.moved = true;
  }

  @Override
  public void record(RecordKey key, RecordState next, @Nullable Document document) {
    record(key, next);
    Held held = held(key);
    held.parsed = document;
    held.document = document == null ? null : document.bytes();
  }

  @Override
  public @Nullable Document document(RecordKey key) {
    Held held = held(key);
    if (held.parsed == null && held.document != null) {
      held.parsed = Document.stored(held.document);
    }
    return held.parsed;
  }

  @Override
  public SourceProgress source(SourceKey key) {
    return numbers.computeIfAbsent(key, k -> value(k).progress());
  }

  private SourceValue value(SourceKey key) {
    return sources.computeIfAbsent(key, tables::source);
  }

  @Override
  public @Nullable Instant seen(SourceKey key, String eventId) {
    Instant now = seen.get(new Event(key, eventId));
    return now != null ? now : tables.seen(key, eventId);
  }

  @Override
  public void seen(SourceKey key, String eventId, Instant appendTime) {
    seen.put(new Event(key, eventId), appendTime);
  }

  @Override
  public @Nullable SnapshotState snapshot(SourceKey key, String snapshot) {
    SnapshotState now = snapshots.get(new Snap(key, snapshot));
    return now != null ? now : tables.snapshot(key, snapshot);
  }

  @Override
  public @Nullable SnapshotState latestSnapshot(SourceKey key) {
    String latest = value(key).latest();
    return latest == null ? null : snapshot(key, latest);
  }

  @Override
  public void snapshot(SourceKey key, SnapshotState next) {
    String id = next.snapshot().id();
    SourceValue value = value(key);
    if (snapshot(key, id) == null) {
      value = value.started(id);
    }
    if (next.status() == SnapshotState.Status.COMPLETE) {
      // Only an open one is completed, and only the one started last is open.
      value = value.completed(id);
    }
    sources.put(key, value);
    snapshots.put(new Snap(key, id), next);
  }

  /**
   * Puts everything back.
   *
   * @param keepDelta whether anyone may still ask for the position before this event
   * @return the tenant that it is of; null where it names none
   */
  @Nullable String store(Decoded decoded, Outcome outcome, boolean keepDelta) {
    long offset = decoded.log().position().offset();
    Tally tally = new Tally();
    records.forEach(
        (key, held) -> {
          if (held.moved) {
            storeRecord(key, held, offset, keepDelta, tally);
          }
        });
    seen.forEach((event, time) -> tables.seen(event.source(), event.id(), time));
    snapshots.forEach((snap, state) -> tables.snapshot(snap.source(), state));
    Envelope envelope = envelope(decoded);
    if (envelope != null) {
      storeSource(envelope.source(), offset);
      storeTenant(envelope.source().tenant(), outcome, offset, tally);
      return envelope.source().tenant();
    }
    return null;
  }

  private static final class Tally {
    private int records;
    private int live;
    private int waiting;
  }

  private void storeRecord(RecordKey key, Held held, long offset, boolean keepDelta, Tally tally) {
    Head before = held.before == null ? Head.NONE : Head.of(held.before.state());
    Head after = Head.of(held.state);
    tally.waiting += waiting(held.state);
    tally.waiting -= held.before == null ? 0 : waiting(held.before.state());
    if (!after.equals(before)) {
      if (after.offset() != offset) {
        throw new IllegalStateException("a state is made by the event that it names");
      }
      int bucket = Fingerprint.bucket(key);
      Delta delta = new Delta(key, before, after);
      tables.sum(key.domain(), bucket, tables.sum(key.domain(), bucket).plus(delta.change()));
      if (!before.decided()) {
        tally.records++;
      }
      tally.live += (after.digest() == null ? 0 : 1) - (before.digest() == null ? 0 : 1);
      if (keepDelta) {
        tables.delta(offset, delta);
      }
    }
    if (held.before == null) {
      // A record that is only held is found, too; it has no digest to tell.
      tables.index(key, Fingerprint.bucket(key));
    }
    tables.record(key, new RecordValue(held.state, offset, held.document));
  }

  private static int waiting(RecordState state) {
    int waiting = 0;
    for (Known known : state.reflects().values()) {
      waiting += known.waiting() == null ? 0 : 1;
    }
    return waiting;
  }

  private void storeSource(SourceKey key, long offset) {
    SourceValue value = value(key).at(offset);
    SourceProgress progress = numbers.get(key);
    if (progress != null && progress.count() > value.count()) {
      long taken = value.count();
      for (SourceProgress.Used used : progress.taken()) {
        tables.used(key, taken++, used);
      }
      value = value.with(progress);
    }
    tables.source(key, value);
  }

  private void storeTenant(String tenant, Outcome outcome, long offset, Tally tally) {
    TenantFacts was =
        Objects.requireNonNullElse(
            tables.tenant(tenant), new TenantFacts(tenant, offset, offset, 0, 0, 0, 0));
    tables.tenant(
        new TenantFacts(
            tenant,
            was.first(),
            offset,
            was.records() + tally.records,
            was.live() + tally.live,
            was.waiting() + tally.waiting,
            was.held() + (outcome instanceof Outcome.Held ? 1 : 0)));
  }
}
