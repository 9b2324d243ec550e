package dev.crossfade.ingest.client;

import dev.crossfade.core.cutover.Mode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The flag {@code {m}.reads}: where reads come from, as OFREP has it. A client keeps what it was
 * told; so both values must serve it, and they do: writes go to both sides in every mode.
 */
final class OfrepFlag {
  private static final String SUFFIX = ".reads";

  private OfrepFlag() {}

  /** Its name. */
  static String key(String migration) {
    return migration + SUFFIX;
  }

  /** The migration that a flag is of; the empty text, which is no migration's, where of none. */
  static String migration(String key) {
    return key.endsWith(SUFFIX) ? key.substring(0, key.length() - SUFFIX.length()) : "";
  }

  /** As it is sent. */
  static ObjectNode json(String migration, Told told) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("key", key(migration));
    json.put("value", told.decision().reads().text());
    json.put("reason", reason(told));
    json.put("variant", told.decision().reads().text());
    json.putObject("metadata")
        .put("bucket", told.bucket())
        .put("controlVersion", told.controlVersion())
        .put("why", told.decision().reason().text());
    return json;
  }

  private static String reason(Told told) {
    return switch (told.decision().reason()) {
      case PINNED, DRIFT, SNAPSHOT_MISSING, NOT_VERIFIED -> "TARGETING_MATCH";
      case MODE -> "STATIC";
      case NOT_IN_COHORT -> "SPLIT";
      case VERIFIED -> told.mode() == Mode.HYBRID ? "SPLIT" : "STATIC";
    };
  }
}
