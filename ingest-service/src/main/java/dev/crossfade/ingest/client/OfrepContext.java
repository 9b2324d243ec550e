package dev.crossfade.ingest.client;

import static dev.crossfade.ingest.client.OfrepFault.Code.INVALID_CONTEXT;
import static dev.crossfade.ingest.client.OfrepFault.Code.PARSE_ERROR;
import static dev.crossfade.ingest.client.OfrepFault.Code.TARGETING_KEY_MISSING;

import dev.crossfade.core.event.Limits;
import dev.crossfade.core.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Whom an evaluation is about. Other members of the context mean nothing here.
 *
 * @param tenant the targeting key
 * @param source null: the tenant as a whole
 */
record OfrepContext(String tenant, @Nullable String source) {
  /** Reads {@code {"context": {"targetingKey", "source"}}}. */
  static OfrepContext read(byte[] body) throws OfrepFault {
    JsonNode context = parse(body).path("context");
    if (!context.isObject()) {
      throw new OfrepFault(INVALID_CONTEXT, "context is missing, or no object.");
    }
    JsonNode key = context.path("targetingKey");
    if (key.isMissingNode() || key.isNull()) {
      throw new OfrepFault(TARGETING_KEY_MISSING, "targetingKey is the tenant.");
    }
    String tenant = text("targetingKey", key);
    String fault = Limits.checkId(tenant);
    if (fault != null) {
      throw new OfrepFault(INVALID_CONTEXT, "targetingKey " + fault + ".");
    }
    JsonNode device = context.path("source");
    if (device.isMissingNode() || device.isNull()) {
      return new OfrepContext(tenant, null);
    }
    String source = text("source", device);
    fault = Limits.checkSource(source);
    if (fault != null) {
      throw new OfrepFault(INVALID_CONTEXT, "source " + fault + ".");
    }
    return new OfrepContext(tenant, source);
  }

  private static JsonNode parse(byte[] body) throws OfrepFault {
    try {
      JsonNode json = Json.parse(body);
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException e) {
      // Its message may quote the body.
      throw new OfrepFault(PARSE_ERROR, "The body is not JSON that can be read.");
    }
    throw new OfrepFault(PARSE_ERROR, "The body is no JSON object.");
  }

  private static String text(String name, JsonNode json) throws OfrepFault {
    if (!json.isString()) {
      throw new OfrepFault(INVALID_CONTEXT, name + " is no string.");
    }
    return json.stringValue();
  }
}
