package dev.crossfade.ingest.snapshots;

import dev.crossfade.ingest.admit.Refusal;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

/** What a parser found, in words of ours: its own may quote the data. */
final class JsonFaults {
  private JsonFaults() {}

  static Refusal of(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    if (e instanceof StreamConstraintsException) {
      if (message.contains("depth")) {
        return Refusal.TOO_DEEP;
      }
      return message.contains("Number") ? Refusal.NUMBER_TOO_LONG : Refusal.NAME_TOO_LONG;
    }
    return message.startsWith("Duplicate") ? Refusal.DUPLICATE_NAME : Refusal.MALFORMED_JSON;
  }

  static String where(JacksonException e) {
    return e.getLocation() == null
        ? "The JSON cannot be read."
        : "Line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + " of the JSON cannot be read.";
  }
}
