package dev.crossfade.core.blueprint;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Ids of records as documents hold them. */
final class RecordIds {
  /** In UTF-16 units, as a browser counts. Longer ones would not fit into an index row. */
  static final int MAX_LENGTH = 128;

  static final String NO_ID = "is not an id: a string of 1 to " + MAX_LENGTH + " characters";

  private RecordIds() {}

  /** A UUID in lower case, whatever its spelling; any other id unchanged. */
  static String canonical(String id) {
    UUID uuid = Uuids.parse(id);
    return uuid == null ? id : uuid.toString();
  }

  /** The canonical id that a value spells, or null where it is no id. */
  static @Nullable String of(JsonNode value) {
    if (!value.isString()) {
      return null;
    }
    String id = value.stringValue();
    return id.isEmpty() || id.length() > MAX_LENGTH ? null : canonical(id);
  }
}
