package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.decide.Decider;
import dev.crossfade.core.decide.Outcome;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.sync.store.Blueprints;
import dev.crossfade.sync.store.Database;
import dev.crossfade.sync.store.HeldEvents;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.ParkedWrites;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.Positions;
import dev.crossfade.sync.store.RecordStates;
import dev.crossfade.sync.store.RecordStates.Stored;
import dev.crossfade.sync.store.RecordStates.Written;
import dev.crossfade.sync.store.SeenEvents;
import dev.crossfade.sync.store.Sources;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.DSLContext;

/**
 * Applies a batch of one partition: decides first, writes second, and commits record states, rows,
 * what is parked and held, and the partition's next offset in one transaction, or nothing of it
 * (invariant 6). The position row is advanced by compare-and-set before anything is read, so a
 * worker that lost its partition changes nothing (invariant 7), and two cannot interleave.
 * Thread-safe; one partition is applied by one thread at a time.
 */
public final class BatchApplier {
  private final Database database;
  private final Supplier<EventReader> readers;
  private final Function<Digest, Blueprint> blueprints;
  private final WritePlanner planner;
  private final InstantSource clock;

  /**
   * @param readers makes a reader for each batch
   * @param blueprints answers the blueprint of a digest that the readers know
   */
  public BatchApplier(
      Database database,
      Supplier<EventReader> readers,
      Function<Digest, Blueprint> blueprints,
      InstantSource clock) {
    this.database = database;
    this.readers = readers;
    this.blueprints = blueprints;
    this.planner = new WritePlanner(blueprints);
    this.clock = clock;
  }

  /** What became of a batch. */
  public sealed interface Result {
    /** It is committed; how many events had each outcome, and how many writes had to wait. */
    record Applied(Map<String, Integer> outcomes, int parked) implements Result {}

    /** The position row stands elsewhere. Nothing was changed. */
    record Fenced() implements Result {}
  }

  /**
   * Applies records that lie one behind the other.
   *
   * @param from the next offset that the partition is expected to have
   * @param to the next offset behind the batch
   * @throws org.jooq.exception.DataAccessException when PostgreSQL fails; whether the batch was
   *     committed then shows in the position row
   */
  public Result apply(LogPartition partition, long from, long to, List<LogRecord> records) {
    EventReader reader = readers.get();
    List<Decoded> decoded = records.stream().map(reader::read).toList();
    return database.transaction(
        transaction -> {
          DSLContext tx = transaction.dsl();
          if (!Positions.advance(tx, partition, from, to, clock.instant())) {
            return new Result.Fenced();
          }
          // A violation must show at its statement, where it can be told whose it is, and not at
          // the commit, which would fail again and again.
          tx.execute("set constraints all immediate");
          return new Run(tx, partition, BatchStates.load(tx, partition, decoded, blueprints))
              .apply(decoded);
        });
  }

  private record Decision(Decoded.Event event, Outcome.Applied applied) {}

  /** One batch in its transaction. */
  private final class Run {
    private final DSLContext tx;
    private final LogPartition partition;
    private final BatchStates states;
    private final Map<String, Integer> outcomes = new HashMap<>();
    private final Map<RecordKey, Planned> planned = new LinkedHashMap<>();
    private final List<HeldEvents.Held> held = new ArrayList<>();
    private final RowStage stage;
    private final Map<RecordKey, Written> written = new HashMap<>();
    private final List<RecordWrite> rows = new ArrayList<>();
    private final List<Parked> parked = new ArrayList<>();
    private final SnapshotNotes snapshots;
    private final DecisionNotes decisions = new DecisionNotes();

    Run(DSLContext tx, LogPartition partition, BatchStates states) {
      this.tx = tx;
      this.partition = partition;
      this.states = states;
      this.snapshots = new SnapshotNotes(states, blueprints);
      this.stage =
          new RowStage(
              tx, partition.migration(), new Blueprints(tx, partition.migration()), blueprints);
    }

    Result apply(List<Decoded> batch) {
      decide(batch);
      writeRows();
      store(batch);
      free(batch);
      return new Result.Applied(outcomes, parked.size());
    }

    private void decide(List<Decoded> batch) {
      Decider decider = new Decider(states, blueprints);
      Map<RecordKey, Decision> latest = new LinkedHashMap<>();
      for (Decoded decoded : batch) {
        Outcome outcome = decider.decide(decoded);
        outcomes.merge(outcome.getClass().getSimpleName(), 1, Integer::sum);
        decisions.note(decoded, outcome);
        if (decoded instanceof Decoded.Event event) {
          snapshots.note(event, outcome);
        }
        switch (outcome) {
          case Outcome.Applied applied -> put(latest, decoded, applied);
          case Outcome.Conflict conflict -> {
            if (conflict.filled() != null) {
              put(latest, decoded, conflict.filled());
            }
          }
          case Outcome.Held hold -> held.add(new HeldEvents.Held(decoded, hold.why()));
          case Outcome.Unchanged unchanged -> {}
          case Outcome.Duplicate duplicate -> {}
          case Outcome.Stale stale -> {}
        }
      }
      // Only the last state of a record is written: nobody could have seen the ones between.
      latest.forEach(
          (key, decision) -> {
            // A row may fill in what another source made; the record stays that one's.
            String maker = Objects.requireNonNull(states.record(key).source());
            planned.put(key, planner.plan(key, maker, decision.applied(), decision.event()));
          });
    }

    private static void put(
        Map<RecordKey, Decision> latest, Decoded decoded, Outcome.Applied applied) {
      if (decoded instanceof Decoded.Event event && event.event().record() != null) {
        latest.put(event.event().record(), new Decision(event, applied));
      }
    }

    private void writeRows() {
      List<RecordWrite> ready = new ArrayList<>();
      for (Planned plan : planned.values()) {
        switch (plan) {
          case Planned.Ready r -> ready.add(r.write());
          case Planned.Waiting w -> parked.add(w.parked());
        }
      }
      RowStage.Result result = stage.write(ready);
      rows.addAll(result.written());
      result.written().forEach(write -> written.put(write.key(), write.written()));
      parked.addAll(result.refused());
    }

    private void store(List<Decoded> batch) {
      short migration = partition.migration();
      List<Stored> stored = new ArrayList<>();
      for (RecordKey key : states.movedRecords()) {
        stored.add(new Stored(key, states.record(key), written.get(key)));
      }
      RecordStates.write(tx, partition, stage.numbers(), stored);
      snapshots.store(tx, partition, stage.numbers());
      Instant lastAppend = batch.getLast().log().appendTime();
      Sources.write(tx, migration, states.sources(), lastAppend);
      SeenEvents.write(tx, migration, states.newlySeen());
      HeldEvents.write(tx, migration, held);
      decisions.store(tx, partition);
    }

    /** Takes what was written out of what waits, and tries again what waited for it. */
    private void free(List<Decoded> batch) {
      Instant now = clock.instant();
      boolean waiting = ParkedWrites.any(tx, partition);
      if (waiting) {
        ParkedWrites.remove(tx, partition.migration(), written.keySet());
      }
      ParkedWrites.park(tx, partition, parked, now);
      if (waiting || !parked.isEmpty()) {
        ParkedRetry retry =
            new ParkedRetry(
                tx, partition, planner, stage, now, batch.getLast().log().position().offset());
        retry.wake(rows);
        retry.tryDue();
      }
    }
  }
}
