package dev.crossfade.ingest.admit;

import dev.crossfade.core.admit.RecordFault;
import dev.crossfade.kit.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Why this service refuses requests: each a problem type with its own status and a section in
 * {@code docs/problems.md}. Those of every service are in the service kit.
 */
public enum Refusal {
  // The whole request: none of its events can be told.
  NOT_UTF_8("not-utf-8", 400, "The body is not UTF-8"),
  MALFORMED_JSON("malformed-json", 400, "The body is not well-formed JSON"),
  DUPLICATE_NAME("duplicate-name", 400, "A name stands twice in a JSON object"),
  TOO_DEEP("too-deep", 400, "The JSON is nested too deeply"),
  NUMBER_TOO_LONG("number-too-long", 400, "A number is too long"),
  NAME_TOO_LONG("name-too-long", 400, "A name is too long"),
  TOO_MANY_EVENTS("too-many-events", 413, "The batch has too many events"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The media type is not supported"),

  // One event.
  MALFORMED_EVENT("malformed-event", 400, "The event is malformed"),
  TENANT_MISSING("tenant-missing", 400, "No tenant is named"),
  TENANT_MISMATCH("tenant-mismatch", 403, "The event names another tenant than the caller's"),
  EVENT_TOO_LARGE("event-too-large", 413, "The event's data is too large"),
  UNKNOWN_TYPE("unknown-type", 422, "The event's type is not known"),
  UNKNOWN_DOMAIN("unknown-domain", 422, "The domain is not known"),
  UNKNOWN_SCHEMA_VERSION("unknown-schema-version", 422, "The schema version is not known"),
  FOREIGN_BASE("foreign-base", 422, "The base is no position of this tenant"),
  UNSTORABLE_DATA("unstorable-data", 422, "The data cannot be stored"),
  SCHEMA_VIOLATION("schema-violation", 422, "The data does not keep to its schema"),
  ID_MISMATCH("id-mismatch", 422, "Subject and data name different records"),
  UNMAPPABLE_DATA("unmappable-data", 422, "The data does not fit into its table"),

  // A snapshot: the whole request.
  MALFORMED_SNAPSHOT("malformed-snapshot", 400, "The snapshot is malformed"),
  FOREIGN_AS_OF("foreign-as-of", 422, "The position is not of this log"),
  TOO_MANY_KEYS("too-many-keys", 413, "The store has too many keys"),
  TOO_MANY_TENANTS("too-many-tenants", 413, "The request has too many tenants"),
  LINE_TOO_LONG("line-too-long", 413, "A line is too long"),

  // One record of a snapshot.
  MALFORMED_LINE("malformed-line", 400, "The line is malformed"),
  UNDECODABLE_ENTRY("undecodable-entry", 422, "The entry of the store cannot be decoded"),
  ID_MISSING("id-missing", 422, "The record names no id"),
  DUPLICATE_ID("duplicate-id", 422, "A record of this id came before"),

  // What a device asks for or tells.
  BAD_QUERY("bad-query", 400, "The query cannot be understood"),
  MALFORMED_OBSERVATION("malformed-observation", 400, "The observation is malformed"),
  TOO_MANY_STREAMS("too-many-streams", 503, "Too many listen already"),

  // The answer to a batch.
  NO_EVENT_ACCEPTED("no-event-accepted", 422, "No event of the batch was accepted"),

  // The log.
  TOO_MANY_REQUESTS("too-many-requests", 429, "Too much is being appended"),
  LOG_UNAVAILABLE("log-unavailable", 503, "The log cannot be reached"),
  SYNC_BEHIND("sync-behind", 503, "What is in the log is not applied yet");

  private final String slug;
  private final int status;
  private final String title;

  Refusal(String slug, int status, String title) {
    this.slug = slug;
    this.status = status;
    this.title = title;
  }

  /** For a record that breaks a rule of records. */
  static Refusal of(RecordFault.Rule rule) {
    return switch (rule) {
      case UNSTORABLE_DATA -> UNSTORABLE_DATA;
      case SCHEMA_VIOLATION -> SCHEMA_VIOLATION;
      case ID_MISMATCH -> ID_MISMATCH;
      case UNMAPPABLE_DATA -> UNMAPPABLE_DATA;
    };
  }

  /** The end of the problem's {@code type}. */
  public String slug() {
    return slug;
  }

  public int status() {
    return status;
  }

  /** The problem, with what is the matter this time. */
  public Problem problem(@Nullable String detail) {
    return Problem.of(status, slug, title, detail);
  }
}
