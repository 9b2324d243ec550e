package dev.crossfade.sync.simulation;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.sync.apply.ApplyStore;
import dev.crossfade.sync.apply.ApplyTransaction;
import dev.crossfade.sync.apply.DecidedStates;
import dev.crossfade.sync.apply.WaitingWrites;
import dev.crossfade.sync.consume.PartitionLog;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Ways to be wrong, each of which the simulation must notice. */
enum Mutant {
  OFFSET_COMMITTED_BEFORE_THE_ROWS(() -> onStore(PositionMutants.Before::new)),
  OFFSET_COMMITTED_AFTER_THE_ROWS(() -> onStore(PositionMutants.After::new)),
  NO_COMPARE_AND_SET(() -> onStore(PositionMutants.Unconditional::new)),
  UNKNOWN_COMMIT_APPLIED_AGAIN(() -> onStore(PositionMutants.BlindRetry::new)),
  LATE_WORKER_GOES_ON(() -> onStore((store, tables) -> new PositionMutants.Unfenced(store))),
  LATE_WORKER_WRITES_ROWS(() -> onStore((store, tables) -> new PositionMutants.WriteBehind(store))),
  HARD_DELETE(() -> onStates(StateMutants.HardDelete::new)),
  NO_SEQUENCE_CHECK(() -> onStates((decided, tables) -> new StateMutants.NoNumbers(decided))),
  SEQUENCE_CHECK_WITHOUT_HOLES(
      () -> onStates((decided, tables) -> new StateMutants.NoHoles(decided))),
  UNNUMBERED_IDS_FORGOTTEN(
      () -> onStates((decided, tables) -> new StateMutants.NothingSeen(decided))),
  DECISION_LOOKS_AT_POSTGRESQL(() -> onStates(StateMutants.LooksAtRows::new)),
  PARKED_WRITE_NOT_REPLACED(() -> onWaiting(WaitingMutants.NotReplaced::new)),
  FREED_CHILD_IN_AN_OLD_STATE(Mutant::oldState),
  PARENT_WAKES_NO_CHILD(() -> onWaiting((waiting, tables) -> new WaitingMutants.NotWoken(waiting))),
  AUTO_OFFSET_RESET_LATEST(Mutant::latest),
  POSITION_REMEMBERED_NOT_ASKED(Mutant::remembered),
  DELETES_BATCHED_BEFORE_UPDATES(Mutant::deletesFirst),
  ACKNOWLEDGED_BEFORE_APPENDED(Mutant::acknowledgesFirst);

  @SuppressWarnings("ImmutableEnumChecker") // makes a new one each time, and holds nothing
  private final Supplier<Wiring> wiring;

  Mutant(Supplier<Wiring> wiring) {
    this.wiring = wiring;
  }

  /** How each of its processes is put together. */
  Supplier<Wiring> wiring() {
    return wiring;
  }

  private static Wiring onStore(BiFunction<ApplyStore, MemoryTables, ApplyStore> change) {
    return new Wiring() {
      @Override
      public ApplyStore store(ApplyStore store, MemoryTables tables) {
        return change.apply(store, tables);
      }
    };
  }

  private static Wiring onStates(BiFunction<DecidedStates, MemoryTables, DecidedStates> change) {
    return onTransactions(
        (tx, tables) ->
            new PassingTransaction(tx) {
              @Override
              public DecidedStates decided() {
                return change.apply(super.decided(), tables);
              }
            });
  }

  private static Wiring onWaiting(BiFunction<WaitingWrites, MemoryTables, WaitingWrites> change) {
    return onTransactions(
        (tx, tables) ->
            new PassingTransaction(tx) {
              @Override
              public WaitingWrites waiting() {
                return change.apply(super.waiting(), tables);
              }
            });
  }

  private static Wiring onTransactions(
      BiFunction<ApplyTransaction, MemoryTables, ApplyTransaction> change) {
    return onStore(
        (store, tables) ->
            new PassingStore(store) {
              @Override
              ApplyTransaction within(LogPartition partition, ApplyTransaction tx) {
                return change.apply(tx, tables);
              }
            });
  }

  private static Wiring oldState() {
    Map<RecordKey, Parked> first = new HashMap<>();
    return onWaiting((waiting, tables) -> new WaitingMutants.OldState(waiting, first));
  }

  private static Wiring latest() {
    return new Wiring() {
      @Override
      public PartitionLog log(PartitionLog log) {
        return new LogMutants.Latest(log);
      }
    };
  }

  private static Wiring remembered() {
    return new Wiring() {
      @Override
      public PartitionLog log(PartitionLog log) {
        return new LogMutants.Remembered(log);
      }
    };
  }

  private static Wiring deletesFirst() {
    return new Wiring() {
      @Override
      public List<LogRecord> batch(List<LogRecord> batch) {
        return LogMutants.deletesFirst(batch);
      }
    };
  }

  private static Wiring acknowledgesFirst() {
    return new Wiring() {
      @Override
      public boolean acknowledgesFirst() {
        return true;
      }
    };
  }
}
