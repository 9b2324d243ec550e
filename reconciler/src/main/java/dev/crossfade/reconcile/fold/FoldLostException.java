package dev.crossfade.reconcile.fold;

/**
 * A view can answer nothing more: its partition is folded elsewhere now, or it was closed. What was
 * compared with it is indeterminate, and to be done again.
 */
public final class FoldLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A view of this partition was lost. */
  public FoldLostException(int partition) {
    super("the fold of partition " + partition + " is not here any more", null, false, false);
  }
}
