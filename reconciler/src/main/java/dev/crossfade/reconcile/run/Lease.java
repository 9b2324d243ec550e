package dev.crossfade.reconcile.run;

import java.util.UUID;

/** A part that this process has for a while. Thread-safe. */
final class Lease {
  private final UUID run;
  private final int part;
  private volatile boolean lost;

  Lease(UUID run, int part) {
    this.run = run;
    this.part = part;
  }

  UUID run() {
    return run;
  }

  int part() {
    return part;
  }

  /** It is somebody else's now, or its run is over. */
  void lose() {
    lost = true;
  }

  /**
   * Goes on only while it is ours.
   *
   * @throws LostException when it is not
   */
  void require() {
    if (lost) {
      throw new LostException();
    }
  }

  /** The part is not ours any more: what came of it counts for nothing. */
  static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LostException() {
      super("the part is somebody else's", null, false, false);
    }
  }
}
