package dev.crossfade.ingest.client;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What OFREP answers when it cannot evaluate. Carries no stack trace: it is an answer.
 *
 * <p>Source: OpenFeature Remote Evaluation Protocol 0.3, {@code evaluationFailure}.
 */
final class OfrepFault extends Exception {
  private static final long serialVersionUID = 1;

  private final Code code;
  private final String details;

  /** Why. */
  enum Code {
    PARSE_ERROR,
    TARGETING_KEY_MISSING,
    INVALID_CONTEXT,
    FLAG_NOT_FOUND,
    GENERAL
  }

  OfrepFault(Code code, String details) {
    super(details, null, false, false);
    this.code = code;
    this.details = details;
  }

  /**
   * As it is sent.
   *
   * @param key of the flag that was asked for; null: all were
   */
  ObjectNode json(@Nullable String key) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (key != null) {
      json.put("key", key);
    }
    return json.put("errorCode", code.name()).put("errorDetails", details);
  }
}
