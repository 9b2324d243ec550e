package dev.crossfade.testsupport.history;

/** What a client was answered. */
public sealed interface Answer {
  /** It lies in the log, there. */
  record Accepted(Place at) implements Answer {}

  /** Refused for good: it may lie nowhere. */
  record Rejected() implements Answer {}

  /** No answer, or one that says nothing: it may lie in the log, once or several times, or not. */
  record Unknown() implements Answer {}

  /** The only one. */
  Answer REJECTED = new Rejected();

  /** The only one. */
  Answer UNKNOWN = new Unknown();
}
