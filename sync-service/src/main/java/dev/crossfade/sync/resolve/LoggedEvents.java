package dev.crossfade.sync.resolve;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.sync.consume.LogUnreachableException;
import dev.crossfade.sync.log.LogReader;
import dev.crossfade.sync.read.ReadProblem;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events as they lie in the log. Thread-safe. */
public final class LoggedEvents {
  private static final int RETRY_AFTER_SECONDS = 2;

  private final LogReader reader;

  public LoggedEvents(LogReader reader) {
    this.reader = reader;
  }

  /**
   * The events at these positions, as far as the log holds them.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 503 {@code log-unreachable}
   */
  public Map<Position, Decoded> read(Migration migration, Collection<Position> positions)
      throws InterruptedException {
    ChangesLog log = migration.log().orElseThrow();
    List<Position> sound =
        positions.stream().filter(at -> at.partition() < log.partitions()).toList();
    Map<Position, LogRecord> records;
    try {
      records = reader.read(migration.topics().changes(), sound);
    } catch (LogUnreachableException e) {
      throw ReadProblem.LOG_UNREACHABLE
          .with("Kafka does not give what lies in the log.")
          .withRetryAfter(RETRY_AFTER_SECONDS)
          .exception();
    }
    EventReader events =
        new EventReader(log.partitions(), digest -> migration.blueprint(digest).isPresent());
    Map<Position, Decoded> found = new HashMap<>();
    records.forEach((position, record) -> found.put(position, events.read(record)));
    return found;
  }

  /** The event there that can be read; null where there is none. */
  public Decoded.@Nullable Event event(Migration migration, Position position)
      throws InterruptedException {
    return read(migration, List.of(position)).get(position) instanceof Decoded.Event event
        ? event
        : null;
  }

  /** The record that the event there is about; null where it cannot be told. */
  public @Nullable RecordKey record(Migration migration, Position position)
      throws InterruptedException {
    Decoded.Event event = event(migration, position);
    return event == null ? null : event.event().record();
  }
}
