package dev.crossfade.testsupport.history;

import dev.crossfade.testsupport.history.Told.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a log leads to, entry by entry. A second decider, written from the specification alone. */
final class Fold {
  private static final long SEEN_FOR = Duration.ofDays(30).toMillis();

  private final Rules rules;
  private final Set<RecordName> watched;
  private final Map<RecordName, RecordFold> records = new HashMap<>();
  private final Map<SourceName, Numbers> sources = new HashMap<>();
  private final Map<SourceName, Map<Long, Long>> seen = new HashMap<>();
  private final Map<SourceName, Snapshots> snapshots = new HashMap<>();

  /** The snapshots that a source has started. */
  private static final class Snapshots {
    final Map<String, Boolean> complete = new HashMap<>();
    String latest = "";
  }

  /**
   * @param watched records of which every version is to be known
   */
  Fold(Rules rules, Set<RecordName> watched) {
    this.rules = rules;
    this.watched = watched;
  }

  Map<RecordName, RecordFold> records() {
    return records;
  }

  Map<SourceName, Numbers> sources() {
    return sources;
  }

  Outcome decide(Told event, Entry entry) {
    return switch (event.kind()) {
      case STARTED -> start(event);
      case ENDED -> end(event);
      case READ -> row(event, entry);
      case CREATED, UPDATED, DELETED, RESOLVED, SKIPPED, UNREADABLE -> {
        Outcome repeated = event.envelope() ? take(event, entry) : null;
        Outcome outcome = repeated != null ? repeated : goOn(event, entry);
        if (outcome == Outcome.DUPLICATE || outcome == Outcome.STALE || outcome == Outcome.HELD) {
          acknowledged(event, entry);
        }
        yield outcome;
      }
    };
  }

  /** Null where the event was not here before. */
  private @Nullable Outcome take(Told event, Entry entry) {
    if (event.sequence() == 0) {
      Map<Long, Long> ids = seen.computeIfAbsent(event.source(), s -> new HashMap<>());
      Long before = ids.get(Hash.of(event.id()));
      if (before != null && entry.appended() - before <= SEEN_FOR) {
        return Outcome.DUPLICATE;
      }
      ids.put(Hash.of(event.id()), entry.appended());
      return null;
    }
    Numbers numbers = sources.computeIfAbsent(event.source(), s -> new Numbers());
    boolean skip = event.kind() == Kind.SKIPPED;
    return switch (numbers.take(event.sequence(), Hash.of(event.id()))) {
      case NEW -> null;
      case REPEATED -> Outcome.DUPLICATE;
      case FORKED, FORGOTTEN -> skip ? Outcome.STALE : Outcome.HELD;
      case TOO_MANY_HOLES -> Outcome.HELD;
    };
  }

  /** What had no effect was acknowledged, and tells its writer of nothing. */
  private void acknowledged(Told event, Entry entry) {
    switch (event.kind()) {
      case CREATED, UPDATED, DELETED -> {
        RecordFold record = records.get(event.named());
        if (record != null) {
          record.acknowledged(event.source().source(), event.base(), entry.offset());
        }
      }
      case STARTED, ENDED, READ, RESOLVED, SKIPPED, UNREADABLE -> {}
    }
  }

  private Outcome goOn(Told event, Entry entry) {
    if (event.kind() == Kind.SKIPPED) {
      return Outcome.APPLIED;
    }
    if (event.record() == null) {
      return Outcome.HELD;
    }
    RecordFold record = record(event, entry);
    if (event.kind() == Kind.UNREADABLE) {
      if (record.heldSince < 0) {
        record.heldSince = entry.offset();
      }
      return hold(record, entry);
    }
    if (record.heldSince >= 0) {
      return hold(record, entry);
    }
    Rules.Domain domain = rules.domain(event.named().domain());
    if (event.kind() == Kind.RESOLVED) {
      return new ResolvedFold(event, record, domain, entry.offset()).decide();
    }
    if (event.sequence() > 0 && record.reflects(event.source().source(), event.sequence())) {
      return Outcome.STALE;
    }
    Numbers numbers = sources.get(event.source());
    boolean holes = event.sequence() > 0 && numbers != null && numbers.hasHoles();
    return new LiveFold(event, record, domain, entry.offset(), holes).decide();
  }

  private static Outcome hold(RecordFold record, Entry entry) {
    record.lastHeld = entry.offset();
    return Outcome.HELD;
  }

  private RecordFold record(Told event, Entry entry) {
    return records.computeIfAbsent(
        event.named(),
        name -> {
          RecordFold record = new RecordFold(entry.partition());
          if (watched.contains(name)) {
            record.versions = new java.util.ArrayList<>();
          }
          return record;
        });
  }

  private Outcome start(Told event) {
    Snapshots of = snapshots.computeIfAbsent(event.source(), s -> new Snapshots());
    String id = Objects.requireNonNull(event.snapshot());
    if (of.complete.putIfAbsent(id, false) != null) {
      return Outcome.DUPLICATE;
    }
    of.latest = id;
    return Outcome.APPLIED;
  }

  private Outcome end(Told event) {
    String id = Objects.requireNonNull(event.snapshot());
    Snapshots of = snapshots.get(event.source());
    Boolean complete = of == null ? null : of.complete.get(id);
    if (of == null || complete == null) {
      return Outcome.HELD;
    }
    if (complete) {
      return Outcome.DUPLICATE;
    }
    if (!of.latest.equals(id)) {
      return Outcome.STALE;
    }
    of.complete.put(id, true);
    return Outcome.APPLIED;
  }

  private Outcome row(Told row, Entry entry) {
    Snapshots of = snapshots.get(row.source());
    String id = Objects.requireNonNull(row.snapshot());
    if (of == null || !of.complete.containsKey(id)) {
      // Nothing waits for it: only itself is held.
      RecordFold record = records.get(row.named());
      return record == null ? Outcome.HELD : hold(record, entry);
    }
    if (!of.latest.equals(id)) {
      return Outcome.STALE;
    }
    RecordFold record = record(row, entry);
    if (record.heldSince >= 0) {
      return hold(record, entry);
    }
    return new RowFold(row, record, rules.domain(row.named().domain()), entry.offset()).decide();
  }
}
