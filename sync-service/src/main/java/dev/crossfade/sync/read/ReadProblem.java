package dev.crossfade.sync.read;

import dev.crossfade.kit.problem.Problem;

/**
 * What this service answers when it cannot answer: each a problem type with its own status and a
 * section in {@code docs/problems.md}. Those of every service are in the service kit.
 */
public enum ReadProblem {
  BAD_QUERY("bad-query", 400, "The query cannot be understood"),
  BAD_POSITION("bad-position", 400, "The position is not one of this tenant"),
  UNKNOWN_DOMAIN("unknown-domain", 404, "The domain is not known"),
  RECORD_NOT_FOUND("record-not-found", 404, "No such record"),
  SNAPSHOT_NOT_FOUND("snapshot-not-found", 404, "No such snapshot"),
  SOURCE_NOT_FOUND("source-not-found", 404, "No such source"),
  PARKED_NOT_FOUND("parked-not-found", 404, "No such parked write"),
  CONFLICT_NOT_FOUND("conflict-not-found", 404, "No such conflict"),
  BAD_ORDER("bad-order", 400, "The request's body cannot be understood"),
  TENANT_MISMATCH("tenant-mismatch", 403, "Another tenant than the caller's is named"),
  RECORD_MOVED("record-moved", 409, "The record has gone on meanwhile"),
  ALREADY_RESOLVED("already-resolved", 409, "The conflict was resolved meanwhile"),
  EVENT_TOO_LARGE("event-too-large", 413, "The record's data is too large"),
  UNSTORABLE_DATA("unstorable-data", 422, "The data cannot be stored"),
  SCHEMA_VIOLATION("schema-violation", 422, "The data does not keep to its schema"),
  ID_MISMATCH("id-mismatch", 422, "The data is another record's"),
  UNMAPPABLE_DATA("unmappable-data", 422, "The data does not fit into its table"),
  NOT_YET_APPLIED("not-yet-applied", 503, "The position is not applied yet"),
  TOO_MANY_STREAMS("too-many-streams", 503, "Too many listen already"),
  DATABASE_UNAVAILABLE("database-unavailable", 503, "The database is not available"),
  LOG_UNREACHABLE("log-unreachable", 503, "The log cannot be asked");

  private final String slug;
  private final int status;
  private final String title;

  ReadProblem(String slug, int status, String title) {
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
