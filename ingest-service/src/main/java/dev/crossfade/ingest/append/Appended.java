package dev.crossfade.ingest.append;

import dev.crossfade.core.log.Position;
import java.util.List;

/** What became of the events of one request. */
public sealed interface Appended {
  /** All are in the log, acknowledged by every replica in sync; in the order of the events. */
  record Acknowledged(List<Position> positions) implements Appended {
    public Acknowledged {
      positions = List.copyOf(positions);
    }
  }

  /**
   * Not all were acknowledged in time. Each of them may be in the log or not, or may still get
   * there: the sender repeats the whole request, and those that were there already are found to be
   * duplicates by their (tenant, source, sequence, id). Events of the same source that overtook a
   * failed one leave a hole in its sequence, which the repetition fills.
   */
  record Unavailable() implements Appended {}
}
