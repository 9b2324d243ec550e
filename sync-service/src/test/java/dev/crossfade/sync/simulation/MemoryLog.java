package dev.crossfade.sync.simulation;

import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import dev.crossfade.sync.consume.LogIdentity;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A log of changes in memory. */
final class MemoryLog implements ChangesLogPort {
  private static final String TOPIC_ID = "simulated";

  private final List<List<LogRecord>> partitions = new ArrayList<>();
  private final InstantSource clock;

  MemoryLog(int partitions, InstantSource clock) {
    this.clock = clock;
    for (int i = 0; i < partitions; i++) {
      this.partitions.add(new ArrayList<>());
    }
  }

  @Override
  public Position append(int partition, Message message) {
    List<LogRecord> records = partitions.get(partition);
    Position position = new Position(partition, records.size());
    records.add(new LogRecord(position, clock.instant(), message));
    return position;
  }

  @Override
  public List<LogRecord> read(int partition, long from, int atMost) {
    List<LogRecord> records = partitions.get(partition);
    if (from < 0 || from > records.size()) {
      throw new IllegalArgumentException("the log does not hold offset " + from);
    }
    int to = (int) Math.min(records.size(), from + atMost);
    return List.copyOf(records.subList((int) from, to));
  }

  @Override
  public LogIdentity.Found found(int partition) {
    return new LogIdentity.Found(TOPIC_ID, partitions.size(), 0, partitions.get(partition).size());
  }

  long end(int partition) {
    return partitions.get(partition).size();
  }
}
