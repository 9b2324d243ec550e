package dev.crossfade.sync.simulation;

import dev.crossfade.core.log.Position;

/** What a client is answered. */
sealed interface Answer {
  /** It lies in the log, there. */
  record Accepted(Position at) implements Answer {}

  /** Refused for good: it lies nowhere. */
  record Rejected() implements Answer {}

  /** No answer: it may lie in the log, or not. */
  record Unknown() implements Answer {}
}
