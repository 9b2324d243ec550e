package dev.crossfade.reconcile.run;

import dev.crossfade.core.event.SourceKey;
import dev.crossfade.reconcile.compare.Difference;
import org.jspecify.annotations.Nullable;

/**
 * A difference as it was seen last, not yet confirmed.
 *
 * @param of the snapshot that says otherwise; null where it is the log
 */
public record Suspect(Difference difference, @Nullable SnapshotName of) {
  /** A snapshot, by its source and its id. */
  public record SnapshotName(SourceKey source, String id) {}

  /** The same, as it is seen now. */
  Suspect seen(Difference now) {
    return new Suspect(now, of);
  }

  /** What it is of, whatever it says: two looks at the same have equal ones. */
  IssueKey key() {
    return IssueKey.of(this);
  }
}
