package dev.crossfade.sync.consume;

/**
 * The log is not the one that the database was built from, or part of it is gone. Going on would
 * skip or repeat events, so the partition stands still until a person has looked.
 */
final class Halt extends Exception {
  private static final long serialVersionUID = 1;

  Halt(String message) {
    super(message, null, false, false);
  }
}
