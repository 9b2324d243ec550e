package dev.crossfade.core.decide;

import static dev.crossfade.core.event.EventFixtures.TENANT;

import dev.crossfade.core.blueprint.VersionedBooks;
import dev.crossfade.core.event.SourceKey;
import java.util.stream.Collectors;

/**
 * A decider and its states: events go in, outcomes come out, and what was left is told in words.
 */
final class Fold {
  private final MemoryStates states = new MemoryStates();
  private final Decider decider = new Decider(states, VersionedBooks::blueprint);
  private long offset;

  Outcome decide(Sent event) {
    return decider.decide(event.at(offset++));
  }

  /** Decides an outcome and names it: {@code Applied}, {@code Held FORKED_SOURCE}. */
  String outcome(Sent event) {
    return name(decide(event));
  }

  static String name(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied _ -> "Applied";
      case Outcome.Duplicate _ -> "Duplicate";
      case Outcome.Stale _ -> "Stale";
      case Outcome.Unchanged unchanged -> unchanged.superseded() ? "Superseded" : "Unchanged";
      case Outcome.Conflict conflict ->
          "Conflict "
              + (conflict.waits() ? "waiting" : "kept")
              + (conflict.applied() == null ? "" : " filled");
      case Outcome.Held held -> "Held " + held.why();
    };
  }

  RecordState record(String id) {
    return states.record(Sent.key(id));
  }

  SourceProgress source(String id) {
    return states.source(new SourceKey(TENANT, id));
  }

  MemoryStates states() {
    return states;
  }

  /** The last number and the open holes: {@code 10 without 4-6 8-8}. */
  String numbers(String source) {
    return numbers(source(source));
  }

  static String numbers(SourceProgress progress) {
    String holes =
        progress.holes().stream()
            .map(range -> " " + range.from() + "-" + range.to())
            .collect(Collectors.joining());
    return progress.last() + (holes.isEmpty() ? "" : " without" + holes);
  }
}
