package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.decide.Decider;
import dev.crossfade.core.decide.Outcome;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.database.Database;
import dev.crossfade.sync.store.HeldEvents;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.RecordStates.Stored;
import dev.crossfade.sync.store.RecordStates.Written;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Applies a batch of one partition: decides first, writes second, and commits record states, rows,
 * what is parked and held, and the partition's next offset in one transaction, or nothing of it
 * (invariant 6). The position row is advanced by compare-and-set before anything is read, so a
 * worker that lost its partition changes nothing (invariant 7), and two cannot interleave.
 * Thread-safe; one partition is applied by one thread at a time.
 */
public final class BatchApplier {
  private final ApplyStore store;
  private final Supplier<EventReader> readers;
  private final Function<Digest, Blueprint> blueprints;
  private final WritePlanner planner;
  private final InstantSource clock;

  /** Applies to PostgreSQL; for the rest as the other. */
  public BatchApplier(
      Database database,
      Supplier<EventReader> readers,
      Function<Digest, Blueprint> blueprints,
      InstantSource clock) {
    this(new PostgresStore(database, blueprints), readers, blueprints, clock);
  }

  /**
   * @param readers makes a reader for each batch
   * @param blueprints answers the blueprint of a digest that the readers know
   */
  public BatchApplier(
      ApplyStore store,
      Supplier<EventReader> readers,
      Function<Digest, Blueprint> blueprints,
      InstantSource clock) {
    this.store = store;
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
   * @throws RuntimeException when the store fails; whether the batch was committed then shows in
   *     the position row
   */
  public Result apply(LogPartition partition, long from, long to, List<LogRecord> records) {
    EventReader reader = readers.get();
    List<Decoded> decoded = records.stream().map(reader::read).toList();
    return store.transaction(
        partition,
        tx ->
            tx.advance(from, to, clock.instant())
                ? new Run(tx, BatchStates.load(tx.decided(), decoded, blueprints)).apply(decoded)
                : new Result.Fenced());
  }

  /**
   * @param maker whose the record then was
   */
  private record Decision(Decoded.Event event, Outcome.Applied applied, String maker) {}

  /** One batch in its transaction. */
  private final class Run {
    private final ApplyTransaction tx;
    private final BatchStates states;
    private final Map<String, Integer> outcomes = new HashMap<>();
    private final Map<RecordKey, Deque<Decision>> decided = new LinkedHashMap<>();
    private final List<HeldEvents.Held> held = new ArrayList<>();
    private final Map<RecordKey, Written> written = new HashMap<>();
    private final List<RecordWrite> rows = new ArrayList<>();
    private final List<Parked> parked = new ArrayList<>();
    private final SnapshotNotes snapshots;
    private final DecisionNotes decisions;
    private final ConflictNotes conflicts;

    Run(ApplyTransaction tx, BatchStates states) {
      this.tx = tx;
      this.states = states;
      this.snapshots = new SnapshotNotes(states);
      this.conflicts = new ConflictNotes(states, blueprints);
      this.decisions = new DecisionNotes(states);
    }

    Result apply(List<Decoded> batch) {
      decide(batch);
      writeRows();
      store(batch);
      free();
      return new Result.Applied(outcomes, parked.size());
    }

    private void decide(List<Decoded> batch) {
      Decider decider = new Decider(states, blueprints);
      for (Decoded decoded : batch) {
        decisions.next(decoded);
        conflicts.before(decoded);
        Outcome outcome = decider.decide(decoded);
        outcomes.merge(outcome.getClass().getSimpleName(), 1, Integer::sum);
        decisions.note(decoded, outcome);
        if (decoded instanceof Decoded.Event event) {
          snapshots.note(event, outcome);
          conflicts.note(event, outcome);
        }
        switch (outcome) {
          case Outcome.Applied applied -> put(decoded, applied);
          case Outcome.Conflict conflict -> {
            if (conflict.applied() != null) {
              put(decoded, conflict.applied());
            }
          }
          case Outcome.Held hold -> held.add(new HeldEvents.Held(decoded, hold.why()));
          case Outcome.Unchanged unchanged -> {}
          case Outcome.Duplicate duplicate -> {}
          case Outcome.Stale stale -> {}
        }
      }
    }

    private void put(Decoded decoded, Outcome.Applied applied) {
      if (decoded instanceof Decoded.Event event && event.event().record() != null) {
        RecordKey key = event.event().record();
        // A row may fill in what another source made; the record stays that one's.
        String maker = Objects.requireNonNull(states.record(key).source());
        decided
            .computeIfAbsent(key, k -> new ArrayDeque<>(1))
            .push(new Decision(event, applied, maker));
      }
    }

    /**
     * Writes the last state of each record: nobody could have seen the ones between. Where that is
     * refused it is parked, and the one before is written, as it would have been in a batch of its
     * own: what stands in the tables must not depend on how the log was cut.
     */
    private void writeRows() {
      write(decided.keySet(), parked);
      List<RecordKey> refused = earlier(parked);
      while (!refused.isEmpty()) {
        List<Parked> again = new ArrayList<>();
        write(refused, again);
        refused = earlier(again);
      }
    }

    private List<RecordKey> earlier(List<Parked> refused) {
      return refused.stream()
          .map(Parked::key)
          .filter(key -> !Objects.requireNonNull(decided.get(key)).isEmpty())
          .toList();
    }

    /** Takes the last decision of each that is left, and writes it. */
    private void write(Collection<RecordKey> keys, List<Parked> refused) {
      List<RecordWrite> ready = new ArrayList<>();
      for (RecordKey key : keys) {
        Decision last = Objects.requireNonNull(decided.get(key)).pop();
        switch (planner.plan(key, last.maker(), last.applied(), last.event())) {
          case Planned.Ready r -> ready.add(r.write());
          case Planned.Waiting w -> refused.add(w.parked());
        }
      }
      TargetRows.Result result = tx.rows().write(ready);
      rows.addAll(result.written());
      result.written().forEach(write -> written.put(write.key(), write.written()));
      refused.addAll(result.refused());
    }

    private void store(List<Decoded> batch) {
      List<Stored> stored = new ArrayList<>();
      for (RecordKey key : states.movedRecords()) {
        stored.add(new Stored(key, states.record(key), written.get(key)));
      }
      tx.decided()
          .store(
              new DecidedStates.Decided(
                  stored,
                  states.sums(),
                  states.sources(),
                  batch.getLast().log().appendTime(),
                  states.newlySeen(),
                  held,
                  snapshots.moves(),
                  conflicts.changes()));
      tx.decided().journal(decisions.decisions(), decisions.seen());
    }

    /** Takes what was written out of what waits, and tries again what waited for it. */
    private void free() {
      Instant now = clock.instant();
      boolean waiting = tx.waiting().any();
      if (waiting) {
        tx.waiting().remove(written.keySet());
      }
      tx.waiting().park(parked, now);
      if (waiting || !parked.isEmpty()) {
        ParkedRetry retry = new ParkedRetry(tx, planner, now);
        retry.wake(rows);
        retry.tryDue();
      }
    }
  }
}
