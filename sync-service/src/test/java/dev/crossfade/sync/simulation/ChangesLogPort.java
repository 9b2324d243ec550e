package dev.crossfade.sync.simulation;

import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import dev.crossfade.sync.consume.LogIdentity;
import java.util.List;

/** A log of changes, as far as its writers and sync use one. */
interface ChangesLogPort {
  /** Appends, and answers when and where it lies for good. */
  Position append(int partition, Message message);

  /**
   * Some of the records from an offset on, in order and without a gap; none at the end.
   *
   * @throws RuntimeException where the log does not hold the offset: nothing is skipped
   */
  List<LogRecord> read(int partition, long from, int atMost);

  /** What the log is, and the range of a partition. */
  LogIdentity.Found found(int partition);
}
