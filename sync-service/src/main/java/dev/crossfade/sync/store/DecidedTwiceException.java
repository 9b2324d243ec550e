package dev.crossfade.sync.store;

/**
 * An event was about to be decided a second time: exactly once (invariant 3) is broken, by a fault
 * of ours or by tables that were put back only in part. Nothing of the batch was committed.
 */
public final class DecidedTwiceException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  DecidedTwiceException(Throwable cause) {
    super(
        "An event is in the journal of decisions already, though the position is before it. The"
            + " tables of the schema crossfade do not belong together: put all of them back, or"
            + " none.",
        cause);
  }
}
