package dev.crossfade.sync.resolve;

import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.sync.consume.LogUnreachableException;
import dev.crossfade.sync.log.LogWriter;
import dev.crossfade.sync.read.AppliedWait;
import dev.crossfade.sync.read.ReadProblem;
import dev.crossfade.sync.store.Decisions;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.SyncStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Appends resolutions and waits until they are applied, by whichever process applies them. A
 * resolution that was appended stands in the log, whatever its sender hears of it: sent once more,
 * it finds the record moved and changes nothing. Thread-safe.
 */
public final class Resolutions {
  private static final int RETRY_AFTER_SECONDS = 2;

  private final LogWriter writer;
  private final SyncStore store;
  private final AppliedWait applied;

  public Resolutions(LogWriter writer, SyncStore store, AppliedWait applied) {
    this.writer = writer;
    this.store = store;
    this.applied = applied;
  }

  /**
   * Appends them and returns when all are applied.
   *
   * @return where they lie, in their order
   * @throws dev.crossfade.kit.problem.ProblemException 503 {@code log-unreachable} or {@code
   *     not-yet-applied}: some may be in the log, and take effect there
   */
  public List<Position> append(Migration migration, List<RecordResolved> events)
      throws InterruptedException {
    List<Position> positions;
    try {
      positions = writer.append(migration, events);
    } catch (LogUnreachableException e) {
      throw ReadProblem.LOG_UNREACHABLE
          .with("Kafka has not acknowledged it in time. Sent once more, it does no harm.")
          .withRetryAfter(RETRY_AFTER_SECONDS)
          .exception();
    }
    Map<Integer, Position> last = new HashMap<>();
    for (Position position : positions) {
      last.merge(position.partition(), position, (a, b) -> a.offset() > b.offset() ? a : b);
    }
    short id = store.migrationId(migration.name());
    for (Position position : last.values()) {
      applied.await(new LogPartition(id, position.partition()), position);
    }
    return positions;
  }

  /**
   * Whether each of them, applied by now, did what it says; else its record had gone on.
   *
   * @param positions where the events lie, in their order
   */
  public List<Boolean> tookEffect(
      Migration migration, List<RecordResolved> events, List<Position> positions) {
    short id = store.migrationId(migration.name());
    List<Decisions.At> at = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      at.add(new Decisions.At(events.get(i).record().tenant(), positions.get(i).offset()));
    }
    Map<Decisions.At, String> outcomes = Decisions.outcomes(store.reads().dsl(), id, at);
    return at.stream()
        .map(one -> Decisions.EFFECTIVE.contains(outcomes.getOrDefault(one, "")))
        .toList();
  }
}
