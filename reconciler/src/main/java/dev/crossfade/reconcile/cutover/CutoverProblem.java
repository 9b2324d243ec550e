package dev.crossfade.reconcile.cutover;

import dev.crossfade.kit.problem.Problem;

/** What the cutover's routes answer when they cannot answer; each has its section in the page. */
public enum CutoverProblem {
  BAD_ORDER("bad-order", 400, "The request's body cannot be understood"),
  GATE_CLOSED("gate-closed", 409, "A gate does not hold"),
  NOT_IN_TARGET("not-in-target", 409, "The migration has not come to its target"),
  SWITCH_REFUSED("switch-refused", 409, "The tenant cannot be switched now"),
  SWITCH_NOT_FOUND("switch-not-found", 404, "The tenant was not switched"),
  CUTOVER_MOVED("cutover-moved", 412, "The cutover has changed meanwhile"),
  IF_MATCH_MISSING("if-match-missing", 428, "The version that the change is made from is missing"),
  FACTS_UNAVAILABLE("facts-unavailable", 503, "What the gates need cannot be asked"),
  LOG_UNREACHABLE("log-unreachable", 503, "The log cannot be asked");

  private static final int RETRY_AFTER_SECONDS = 2;

  private final String slug;
  private final int status;
  private final String title;

  CutoverProblem(String slug, int status, String title) {
    this.slug = slug;
    this.status = status;
    this.title = title;
  }

  /** The end of the problem's {@code type}. */
  public String slug() {
    return slug;
  }

  /** The problem; the detail is for a person. */
  Problem with(String detail) {
    Problem problem = Problem.of(status, slug, title, detail);
    return status == 503 ? problem.withRetryAfter(RETRY_AFTER_SECONDS) : problem;
  }
}
