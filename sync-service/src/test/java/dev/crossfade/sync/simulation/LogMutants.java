package dev.crossfade.sync.simulation;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.apply.Rewriting;
import dev.crossfade.sync.consume.LogIdentity;
import dev.crossfade.sync.consume.PartitionLog;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions.Applied;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done wrong with the log. */
final class LogMutants {
  private static final byte[] DELETED =
      "dev.crossfade.record.deleted".getBytes(StandardCharsets.UTF_8);

  private LogMutants() {}

  /** The records of a batch in their places, but with the deletes in front. */
  static List<LogRecord> deletesFirst(List<LogRecord> batch) {
    List<LogRecord> order = new ArrayList<>();
    batch.stream().filter(LogMutants::deletes).forEach(order::add);
    batch.stream().filter(record -> !deletes(record)).forEach(order::add);
    List<LogRecord> moved = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      LogRecord place = batch.get(i);
      moved.add(new LogRecord(place.position(), place.appendTime(), order.get(i).message()));
    }
    return moved;
  }

  private static boolean deletes(LogRecord record) {
    return record.message().headers().stream()
        .anyMatch(header -> Arrays.equals(header.value(), DELETED));
  }

  /** Passes everything on. */
  static class PassingLog implements PartitionLog {
    private final PartitionLog log;

    PassingLog(PartitionLog log) {
      this.log = log;
    }

    @Override
    public String topic() {
      return log.topic();
    }

    @Override
    public String name() {
      return log.name();
    }

    @Override
    public LogPartition partition() {
      return log.partition();
    }

    @Override
    public ChangesLog recorded() {
      return log.recorded();
    }

    @Override
    public LogIdentity.Found found() throws InterruptedException {
      return log.found();
    }

    @Override
    public @Nullable Applied position() {
      return log.position();
    }

    @Override
    public void begin(Applied at) {
      log.begin(at);
    }

    @Override
    public BatchApplier applier() {
      return log.applier();
    }

    @Override
    public Rewriting.Result rewrite(long next) {
      return log.rewrite(next);
    }
  }

  /** A partition that nobody has begun yet begins at the end of the log. */
  static final class Latest extends PassingLog {
    Latest(PartitionLog log) {
      super(log);
    }

    @Override
    public void begin(Applied at) {
      try {
        super.begin(new Applied(found().end(), at.topicId(), at.partitions()));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Where the partition stands is asked once, and believed from then on. */
  static final class Remembered extends PassingLog {
    private @Nullable Applied first;

    Remembered(PartitionLog log) {
      super(log);
    }

    @Override
    public @Nullable Applied position() {
      if (first == null) {
        first = super.position();
      }
      return first;
    }
  }
}
