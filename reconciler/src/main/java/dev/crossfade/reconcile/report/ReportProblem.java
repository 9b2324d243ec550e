package dev.crossfade.reconcile.report;

import dev.crossfade.kit.problem.Problem;

/**
 * What the reconciler answers when it cannot answer: each a problem type with its own status and a
 * section in {@code docs/problems.md}. Those of every service are in the service kit.
 */
public enum ReportProblem {
  BAD_QUERY("bad-query", 400, "The query cannot be understood"),
  BAD_ORDER("bad-order", 400, "The request's body cannot be understood"),
  TENANT_MISMATCH("tenant-mismatch", 403, "Another tenant than the caller's is named"),
  RECONCILIATION_NOT_FOUND("reconciliation-not-found", 404, "No such reconciliation"),
  SCHEDULE_NOT_FOUND("schedule-not-found", 404, "No such schedule"),
  LEVEL_NOT_AVAILABLE("level-not-available", 422, "This level cannot be compared here"),
  TOO_MANY_RECONCILIATIONS("too-many-reconciliations", 429, "Too many reconciliations wait"),
  TOO_MANY_STREAMS("too-many-streams", 503, "Too many listen already"),
  DATABASE_UNAVAILABLE("database-unavailable", 503, "The database is not available"),
  LOG_UNREACHABLE("log-unreachable", 503, "The log cannot be asked");

  private final String slug;
  private final int status;
  private final String title;

  ReportProblem(String slug, int status, String title) {
    this.slug = slug;
    this.status = status;
    this.title = title;
  }

  /** The end of the problem's {@code type}. */
  public String slug() {
    return slug;
  }

  /** The problem; the detail is for a person. */
  public Problem with(String detail) {
    return Problem.of(status, slug, title, detail);
  }
}
