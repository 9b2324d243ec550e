package dev.crossfade.sync.simulation;

import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.decide.SourceProgress;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.sync.apply.DecidedStates;
import dev.crossfade.sync.store.RecordStates.Stored;
import dev.crossfade.sync.store.SeenEvents.EventKey;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be done wrong with the states that decisions are made from. */
final class StateMutants {
  private StateMutants() {}

  /** A deleted record leaves nothing behind. */
  static final class HardDelete extends PassingStates {
    private final MemoryTables tables;

    HardDelete(DecidedStates decided, MemoryTables tables) {
      super(decided);
      this.tables = tables;
    }

    @Override
    public void store(Decided batch) {
      super.store(batch);
      for (Stored stored : batch.records()) {
        if (stored.state().deleted()) {
          tables.states.remove(stored.key());
        }
      }
    }
  }

  /** Nobody remembers which numbers a source has used. */
  static final class NoNumbers extends PassingStates {
    NoNumbers(DecidedStates decided) {
      super(decided);
    }

    @Override
    public Map<SourceKey, SourceProgress> sources(Collection<SourceKey> keys) {
      return Map.of();
    }

    @Override
    public Map<RecordKey, RecordState> records(Collection<RecordKey> keys) {
      Map<RecordKey, RecordState> without = new LinkedHashMap<>();
      super.records(keys)
          .forEach(
              (key, state) ->
                  without.put(
                      key,
                      new RecordState(
                          state.position(),
                          state.source(),
                          state.digest(),
                          state.schema(),
                          state.revision(),
                          Map.of(),
                          state.heldSince(),
                          state.changes())));
      return without;
    }
  }

  /** Only the highest number counts. */
  static final class NoHoles extends PassingStates {
    NoHoles(DecidedStates decided) {
      super(decided);
    }

    @Override
    public Map<SourceKey, SourceProgress> sources(Collection<SourceKey> keys) {
      Map<SourceKey, SourceProgress> without = new LinkedHashMap<>();
      super.sources(keys)
          .forEach(
              (key, source) ->
                  without.put(
                      key, SourceProgress.stored(source.last(), source.count(), List.of())));
      return without;
    }
  }

  /** The ids of events without a number are not remembered. */
  static final class NothingSeen extends PassingStates {
    NothingSeen(DecidedStates decided) {
      super(decided);
    }

    @Override
    public Map<EventKey, Instant> seen(Collection<EventKey> keys) {
      return Map.of();
    }
  }

  /** What PostgreSQL refused was never decided. */
  static final class LooksAtRows extends PassingStates {
    private final MemoryTables tables;

    LooksAtRows(DecidedStates decided, MemoryTables tables) {
      super(decided);
      this.tables = tables;
    }

    @Override
    public Map<RecordKey, RecordState> records(Collection<RecordKey> keys) {
      return super.records(keys.stream().filter(key -> !tables.parked.has(key)).toList());
    }
  }
}
