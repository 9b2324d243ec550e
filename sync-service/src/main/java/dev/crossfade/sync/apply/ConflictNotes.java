package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.decide.Outcome;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.Position;
import dev.crossfade.sync.store.Conflicts;
import dev.crossfade.sync.store.Conflicts.Kept;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a batch keeps beside records, and what is not kept any more. */
final class ConflictNotes {
  private final BatchStates states;
  private final Function<Digest, Blueprint> blueprints;
  private final Map<Conflicts.Key, Conflicts.Change> changes = new LinkedHashMap<>();
  private @Nullable String loser;

  ConflictNotes(BatchStates states, Function<Digest, Blueprint> blueprints) {
    this.states = states;
    this.blueprints = blueprints;
  }

  /** Notes what a resolution is about; the state will not tell once it is decided. */
  void before(Decoded decoded) {
    loser =
        decoded instanceof Decoded.Event event && event.event() instanceof RecordResolved resolved
            ? waiting(resolved)
            : null;
  }

  private @Nullable String waiting(RecordResolved resolved) {
    Position conflict = resolved.conflict();
    RecordState state = states.record(resolved.record());
    return conflict == null ? null : state.waitingAt(conflict.offset());
  }

  /** Notes what was made of an event, before the next one is decided. */
  void note(Decoded.Event event, Outcome outcome) {
    RecordKey record = event.event().record();
    if (record == null) {
      return;
    }
    String source =
        event.event() instanceof RecordResolved
            ? loser
            : event.event().envelope().source().source();
    if (source == null) {
      // It repairs a record; what is kept beside that is its sources'.
      return;
    }
    Conflicts.Key key = new Conflicts.Key(record, source);
    switch (outcome) {
      case Outcome.Applied applied -> changes.put(key, Conflicts.Change.NOTHING_LEFT);
      case Outcome.Unchanged unchanged -> {
        if (!unchanged.superseded()) {
          changes.put(key, Conflicts.Change.NOTHING_LEFT);
        }
      }
      case Outcome.Conflict conflict -> {
        changes.put(key, Conflicts.Change.NOTHING_LEFT);
        keep(event, conflict);
      }
      case Outcome.Held held -> {}
      case Outcome.Stale stale -> {}
      case Outcome.Duplicate duplicate -> {}
    }
  }

  private void keep(Decoded.Event event, Outcome.Conflict conflict) {
    RecordKey record = Objects.requireNonNull(event.event().record());
    Outcome.Side incoming = conflict.incoming();
    if (incoming != null) {
      add(record, incoming(event, conflict, incoming));
    }
    long by = event.log().position().offset();
    for (Outcome.Side side : conflict.replaced()) {
      add(
          record,
          new Kept(
              side,
              conflict.policy(),
              false,
              blueprint(side),
              new Kept.Writer(null, null),
              by,
              event.log().appendTime()));
    }
  }

  private Kept incoming(Decoded.Event event, Outcome.Conflict conflict, Outcome.Side incoming) {
    Basis basis = event.event() instanceof RecordChange change ? change.basis() : Basis.UNKNOWN;
    Position base = basis.base();
    Position at = event.log().position();
    List<String> changed = basis.changed();
    if (changed != null) {
      // With what it brings again of an event that waited.
      TreeSet<String> all = new TreeSet<>(changed);
      all.addAll(incoming.fields());
      changed = List.copyOf(all);
    }
    Long seen = base == null || base.partition() != at.partition() ? null : (Long) base.offset();
    return new Kept(
        incoming,
        conflict.policy(),
        conflict.waits(),
        blueprint(incoming),
        new Kept.Writer(seen, changed),
        conflict.existing().offset(),
        event.log().appendTime());
  }

  /** The blueprint of a side, and that one's own version. */
  private SchemaReference blueprint(Outcome.Side side) {
    Digest digest = side.schema().blueprint();
    return new SchemaReference(digest, blueprints.apply(digest).schemaVersion());
  }

  private void add(RecordKey record, Kept kept) {
    changes.merge(
        new Conflicts.Key(record, kept.side().source()),
        new Conflicts.Change(false, List.of(kept)),
        Conflicts.Change::then);
  }

  /** What is kept beside records from now on. */
  Map<Conflicts.Key, Conflicts.Change> changes() {
    return changes;
  }
}
