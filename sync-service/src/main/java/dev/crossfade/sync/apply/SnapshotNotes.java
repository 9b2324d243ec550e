package dev.crossfade.sync.apply;

import dev.crossfade.core.decide.Outcome;
import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.decide.SnapshotState.Status;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.sync.store.Snapshots;
import dev.crossfade.sync.store.Snapshots.Counts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a batch does to snapshots. */
final class SnapshotNotes {
  private final BatchStates states;
  private final Map<Snapshots.Key, Snapshots.Started> started = new LinkedHashMap<>();
  private final List<Snapshots.Ended> ended = new ArrayList<>();
  private final Map<Snapshots.Key, Counts> counts = new HashMap<>();

  SnapshotNotes(BatchStates states) {
    this.states = states;
  }

  /** Notes what was made of an event, before the next one is decided. */
  void note(Decoded.Event event, Outcome outcome) {
    LogRecord log = event.log();
    switch (event.event()) {
      case RecordChange change -> {}
      case RecordRead read -> note(read, outcome);
      case RecordResolved resolved -> {}
      case SnapshotStarted start -> {
        if (outcome instanceof Outcome.Applied) {
          var key = new Snapshots.Key(start.envelope().source(), start.snapshot().id());
          SnapshotState state =
              Objects.requireNonNull(states.snapshot(key.source(), key.id()), "just started");
          started.put(
              key, new Snapshots.Started(key, state, start.envelope().time(), log.appendTime()));
        }
      }
      case SnapshotEnded end -> {
        if (outcome instanceof Outcome.Applied) {
          var key = new Snapshots.Key(end.envelope().source(), end.snapshot());
          ended.add(new Snapshots.Ended(key, end.audit(), log.appendTime()));
        }
      }
      case SourceSkipped skipped -> {}
    }
  }

  private void note(RecordRead read, Outcome outcome) {
    var of = new Snapshots.Key(read.envelope().source(), read.snapshot().id());
    SnapshotState state = states.snapshot(of.source(), of.id());
    if (state != null && state.status() == Status.OPEN) {
      counts.merge(of, one(outcome), SnapshotNotes::sum);
    }
  }

  private static Counts one(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied applied -> new Counts(1, 0, 0, 0, 0);
      case Outcome.Unchanged unchanged -> new Counts(0, 1, 0, 0, 0);
      case Outcome.Stale stale -> new Counts(0, 0, 1, 0, 0);
      case Outcome.Conflict conflict -> new Counts(0, 0, 0, 1, 0);
      case Outcome.Held held -> new Counts(0, 0, 0, 0, 1);
      case Outcome.Duplicate duplicate -> Counts.NONE;
    };
  }

  private static Counts sum(Counts a, Counts b) {
    return new Counts(
        a.applied() + b.applied(),
        a.unchanged() + b.unchanged(),
        a.stale() + b.stale(),
        a.conflicts() + b.conflicts(),
        a.held() + b.held());
  }

  /** What became of snapshots. */
  Snapshots.Moves moves() {
    return new Snapshots.Moves(
        List.copyOf(started.values()), states.movedSnapshots(), ended, counts);
  }
}
