package dev.crossfade.kit.problem;

/**
 * Leaves a handler with an answer that is a problem. It carries no stack trace: it is an answer,
 * not a fault, and a flood of refused requests must stay cheap.
 */
public final class ProblemException extends RuntimeException {
  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.type(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
