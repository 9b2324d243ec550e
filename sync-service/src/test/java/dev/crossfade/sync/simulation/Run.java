package dev.crossfade.sync.simulation;

import dev.crossfade.core.log.LogRecord;
import java.util.List;

/**
 * What a run leaves for judges.
 *
 * @param strange what came into the log past all checks
 * @param seen what was noticed while it ran
 */
record Run(
    long seed,
    List<Sending> sendings,
    List<LogRecord> strange,
    MemoryLog log,
    MemoryStore store,
    List<String> seen) {
  List<LogRecord> partition(int number) {
    return log.read(number, 0, Integer.MAX_VALUE);
  }
}
