package dev.crossfade.sync.simulation;

import dev.crossfade.core.decide.Outcome;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Position;
import dev.crossfade.sync.MemoryFold;
import dev.crossfade.sync.simulation.MemoryTables.SourceRow;
import dev.crossfade.sync.simulation.MemoryTables.StateRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a run left against a fold of its whole log in memory, event by event, by the same
 * decider but by nothing else of what ran: no batches, no store, no retries.
 */
final class FoldJudge implements Judge {
  @Override
  public List<String> judge(Run run) {
    List<String> wrong = new ArrayList<>(run.seen());
    acknowledged(run, wrong);
    offsets(run, wrong);
    Folded folded = new Folded();
    for (int partition = 0; partition < World.PARTITIONS; partition++) {
      folded.fold(run.partition(partition));
    }
    states(run, folded.fold, wrong);
    sources(run, folded.fold, wrong);
    MemoryTables tables = run.store().tables();
    compare(wrong, "I2 held events", folded.held, tables.held.all().keySet());
    compare(wrong, "I3 ids of events", folded.fold.seen(), tables.seen.all());
    long counted =
        tables.snapshots.values().stream()
            .map(row -> row.counts())
            .mapToLong(c -> c.applied() + c.unchanged() + c.stale() + c.conflicts() + c.held())
            .sum();
    compare(wrong, "I3 rows of snapshots counted", folded.counted, counted);
    new RowsJudge(tables, folded.fold).judge(wrong);
    return wrong;
  }

  /** A log folded, and what comes of each event. */
  private static final class Folded {
    private final MemoryFold fold = new MemoryFold();
    private final Set<Position> held = new HashSet<>();
    private long counted;

    void fold(List<LogRecord> log) {
      fold.fold(
          log, World.PARTITIONS, Map.of(World.BLUEPRINT.digest(), World.BLUEPRINT), this::note);
    }

    private void note(Decoded decoded, Outcome outcome) {
      if (outcome instanceof Outcome.Held) {
        held.add(decoded.log().position());
      }
      if (decoded instanceof Decoded.Event event && event.event() instanceof RecordRead read) {
        SnapshotState state = fold.snapshot(read.envelope().source(), read.snapshot().id());
        counted += state != null && state.status() == SnapshotState.Status.OPEN ? 1 : 0;
      }
    }
  }

  /** I1: what was acknowledged lies where the answer said. */
  private static void acknowledged(Run run, List<String> wrong) {
    for (Sending sending : run.sendings()) {
      if (sending.answer() instanceof Answer.Accepted(Position at)) {
        List<LogRecord> found =
            at.offset() < run.log().end(at.partition())
                ? run.log().read(at.partition(), at.offset(), 1)
                : List.of();
        byte[] key = EventCodec.encode(sending.event()).key();
        if (found.isEmpty() || !Arrays.equals(found.getFirst().message().key(), key)) {
          wrong.add("I1 the event acknowledged at " + at + " is not there");
        }
      }
    }
  }

  /** I7 and I14: the position moves in one chain, only forwards, with each change, to the end. */
  private static void offsets(Run run, List<String> wrong) {
    long[] next = new long[World.PARTITIONS];
    for (MemoryStore.Commit commit : run.store().commits()) {
      if (commit.from() != next[commit.partition()] || commit.to() <= commit.from()) {
        wrong.add("I7 " + commit + " where the partition stood at " + next[commit.partition()]);
      }
      next[commit.partition()] = commit.to();
    }
    for (int partition = 0; partition < World.PARTITIONS; partition++) {
      compare(wrong, "I14 the end of " + partition, run.log().end(partition), next[partition]);
    }
  }

  private static void states(Run run, MemoryFold fold, List<String> wrong) {
    Map<RecordKey, StateRow> stored = run.store().tables().states.all();
    fold.records()
        .forEach(
            (key, state) -> {
              StateRow row = stored.get(key);
              RecordState is = row == null ? null : row.state();
              compare(wrong, "I4 the state of " + key, state, is);
            });
    compare(wrong, "I2 the records", fold.records().keySet(), stored.keySet());
  }

  private static void sources(Run run, MemoryFold fold, List<String> wrong) {
    fold.sources()
        .forEach(
            (key, source) -> {
              SourceRow row = run.store().tables().sources.get(key);
              if (source.count() > 0) {
                SourceRow expected =
                    new SourceRow(source.last(), source.count(), source.holes(), source.taken());
                compare(wrong, "I3 the numbers of " + key, expected, row);
              }
            });
  }

  static void compare(
      List<String> wrong, String what, @Nullable Object expected, @Nullable Object found) {
    if (!Objects.equals(expected, found)) {
      wrong.add(what + ": expected " + expected + ", found " + found);
    }
  }
}
