package dev.crossfade.ingest.admit;

import dev.crossfade.core.json.JsonRules.Violation;
import dev.crossfade.kit.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with one event, gathered so that a client learns all of it at once. */
final class Findings {
  private static final int MAX = 20;

  private final List<Problem.Error> errors = new ArrayList<>(0);

  /** One finding. */
  static Findings of(String pointer, String detail) {
    Findings one = new Findings();
    one.add(pointer, detail);
    return one;
  }

  /** All of these, up to the most that are told. */
  static Findings of(List<Violation> violations) {
    Findings all = new Findings();
    violations.forEach(found -> all.add(found.pointer(), found.detail()));
    return all;
  }

  /** Adds one, where an RFC 6901 pointer into the event's JSON form says. */
  void add(String pointer, String detail) {
    if (errors.size() < MAX) {
      errors.add(Problem.Error.at(pointer, detail));
    }
  }

  boolean isEmpty() {
    return errors.isEmpty();
  }

  List<Problem.Error> errors() {
    return errors;
  }
}
