package dev.crossfade.core.event.http;

import dev.crossfade.core.json.Json;

/** A request's body that cannot be read at all, so that none of its events can be told. */
public final class MalformedBodyException extends Exception {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** How it is malformed. */
  public enum Kind {
    NOT_UTF_8,
    MALFORMED_JSON,
    DUPLICATE_NAME,
    TOO_DEEP,
    NUMBER_TOO_LONG,
    NAME_TOO_LONG,
    TOO_MANY_EVENTS,
    UNSUPPORTED_MEDIA_TYPE
  }

  MalformedBodyException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  static MalformedBodyException tooDeep() {
    return new MalformedBodyException(
        Kind.TOO_DEEP, "The JSON is nested deeper than " + Json.MAX_DEPTH + " levels.");
  }
}
