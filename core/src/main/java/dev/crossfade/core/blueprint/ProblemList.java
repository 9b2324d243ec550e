package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.List;

/** Collects problems, so that all of them can be told at once. */
final class ProblemList {
  private final List<Problem> problems = new ArrayList<>();

  void add(String file, String path, String sentence) {
    Problem problem = new Problem(file, path, sentence);
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  BlueprintProblems toException() {
    return new BlueprintProblems(problems);
  }
}
