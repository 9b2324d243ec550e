package dev.crossfade.testsupport.history;

/** What became of an event. */
enum Outcome {
  APPLIED("applied"),
  UNCHANGED("unchanged"),
  DUPLICATE("duplicate"),
  STALE("stale"),
  DECIDED("conflict"),
  WAITING("conflict"),
  HELD("held");

  private final String word;

  Outcome(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  /** Whether the event was new, so that it counts. */
  boolean counts() {
    return this != DUPLICATE && this != STALE && this != HELD;
  }
}
