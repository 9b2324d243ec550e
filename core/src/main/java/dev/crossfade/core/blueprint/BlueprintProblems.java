package dev.crossfade.core.blueprint;

import java.util.List;
import java.util.stream.Collectors;

/** A blueprint cannot be used, for all of these reasons. */
public final class BlueprintProblems extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  BlueprintProblems(List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> "\n  " + problem)
            .collect(Collectors.joining("", "the blueprint has problems:", "")));
    this.problems = List.copyOf(problems);
  }

  /** At least one, in the order in which they were found. */
  public List<Problem> problems() {
    return problems;
  }
}
