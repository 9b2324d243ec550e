package dev.crossfade.ingest.events;

import dev.crossfade.core.event.http.MalformedBodyException.Kind;
import dev.crossfade.ingest.admit.Refusal;

/** The problem type of each way in which a body cannot be read. */
final class UnreadableBody {
  private UnreadableBody() {}

  static Refusal refusal(Kind kind) {
    return switch (kind) {
      case NOT_UTF_8 -> Refusal.NOT_UTF_8;
      case MALFORMED_JSON -> Refusal.MALFORMED_JSON;
      case DUPLICATE_NAME -> Refusal.DUPLICATE_NAME;
      case TOO_DEEP -> Refusal.TOO_DEEP;
      case NUMBER_TOO_LONG -> Refusal.NUMBER_TOO_LONG;
      case NAME_TOO_LONG -> Refusal.NAME_TOO_LONG;
      case TOO_MANY_EVENTS -> Refusal.TOO_MANY_EVENTS;
      case UNSUPPORTED_MEDIA_TYPE -> Refusal.UNSUPPORTED_MEDIA_TYPE;
    };
  }
}
