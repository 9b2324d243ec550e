package dev.crossfade.reconcile.fold;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Digest;
import java.util.Optional;

/** What folding asks of the migration's two logs. Thread-safe. */
interface LogReader {
  /** Which log of changes the migration was made with, by the control log. */
  String topicId();

  /** How many partitions that one has. */
  int partitions();

  /** The blueprint of this digest, as far as the control log has been read. */
  Optional<Blueprint> blueprint(Digest digest);

  /**
   * Asks where a partition of the log of changes ends, and then reads the control log to its end:
   * whatever lies below the one was accepted under a blueprint that lies below the other.
   *
   * @return the end of the log of changes
   * @throws RuntimeException where one of them cannot be read for a long time
   */
  long readControlToEnd(int partition);
}
