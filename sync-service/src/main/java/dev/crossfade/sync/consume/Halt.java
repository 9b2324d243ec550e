package dev.crossfade.sync.consume;

/**
 * The log is not the one that the database was built from, or part of it is gone. Going on would
 * skip or repeat events, so the partition stands still until a person has looked.
 */
public final class Halt extends Exception {
  private static final long serialVersionUID = 1;

  private final String why;

  /** Halts for this reason. */
  public Halt(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  /** What is wrong, and what to do, for an operator. */
  public String why() {
    return why;
  }
}
