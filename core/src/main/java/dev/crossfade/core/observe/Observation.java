package dev.crossfade.core.observe;

import dev.crossfade.core.event.Attributes;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The latest that a device told of itself, as it lies in the observations topic under {@link #key}.
 * It holds no values of records. For ever.
 *
 * @param at when ingest took it
 * @param unsent events in the device's outbox that are not acknowledged, at least 0
 * @param seen how far the device has taken the change feed; null: it does not follow it, or has
 *     seen nothing yet
 * @param comparison its latest; null: it has compared nothing yet
 * @param requests for records, since it told last; null: it does not say
 */
public record Observation(
    Instant at,
    long unsent,
    @Nullable Position seen,
    @Nullable Comparison comparison,
    @Nullable Requests requests) {
  /** The most records that one observation names. */
  public static final int MAX_DIFFERENT = 100;

  /**
   * How requests for records ended that a device made since it told of itself last.
   *
   * @param asked how many, at least 0
   * @param failed how many of them got no answer, or one of a server's fault
   */
  public record Requests(long asked, long failed) {
    public Requests {
      if (failed < 0 || failed > asked) {
        throw new IllegalArgumentException("no more can fail than were asked");
      }
    }
  }

  /**
   * What a device found when it read records from both sides.
   *
   * @param at when, by ingest's clock where the device did not say
   * @param compared how many records, at least 0
   * @param different those that were not equal; the first 100
   */
  public record Comparison(Instant at, long compared, List<Different> different) {
    public Comparison {
      different = List.copyOf(different);
    }
  }

  /** A record that was not equal on both sides. */
  public record Different(String domain, String recordId) {}

  /** The key of a device's entry: the JSON array of tenant and source. */
  public static byte[] key(SourceKey source) {
    return CanonicalJson.array(List.of(source.tenant(), source.source()));
  }

  /** The inverse; null where the bytes are anything else. */
  public static @Nullable SourceKey source(byte @Nullable [] key) {
    try {
      JsonNode json = key == null ? null : Json.parse(key);
      return json instanceof ArrayNode array
              && array.size() == 2
              && array.get(0).isString()
              && array.get(1).isString()
          ? new SourceKey(array.get(0).stringValue(), array.get(1).stringValue())
          : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  /** The value as it lies in the topic. */
  public byte[] bytes() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", at.toString()).put("unsent", unsent);
    json.put("seen", seen == null ? null : seen.toString());
    if (comparison == null) {
      json.putNull("comparison");
    } else {
      ObjectNode found = json.putObject("comparison");
      found.put("at", comparison.at().toString()).put("compared", comparison.compared());
      ArrayNode different = found.putArray("different");
      for (Different one : comparison.different()) {
        different.addObject().put("domain", one.domain()).put("recordId", one.recordId());
      }
    }
    // Entries of before it was told are as they were.
    if (requests != null) {
      json.putObject("requests").put("asked", requests.asked()).put("failed", requests.failed());
    }
    return Json.MAPPER.writeValueAsBytes(json);
  }

  /**
   * The inverse; members that are not known are left out. Null where the bytes are no such thing.
   */
  public static @Nullable Observation parse(byte @Nullable [] value) {
    try {
      return value != null && Json.parse(value) instanceof ObjectNode json ? read(json) : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static @Nullable Observation read(ObjectNode json) {
    Instant at = time(json.path("at"));
    JsonNode seen = json.path("seen");
    Position position = seen.isString() ? Position.parse(seen.stringValue()) : null;
    JsonNode found = json.path("comparison");
    Comparison comparison = found.isObject() ? comparison(found) : null;
    if (at == null || !isCount(json.path("unsent"))) {
      return null;
    }
    if ((seen.isString() && position == null) || (found.isObject() && comparison == null)) {
      return null;
    }
    Requests requests = null;
    if (json.path("requests").isObject()) {
      requests = requests(json.path("requests"));
      if (requests == null) {
        return null;
      }
    }
    return new Observation(at, json.path("unsent").longValue(), position, comparison, requests);
  }

  private static @Nullable Requests requests(JsonNode json) {
    if (!isCount(json.path("asked")) || !isCount(json.path("failed"))) {
      return null;
    }
    long asked = json.path("asked").longValue();
    long failed = json.path("failed").longValue();
    return failed > asked ? null : new Requests(asked, failed);
  }

  private static @Nullable Comparison comparison(JsonNode json) {
    Instant at = time(json.path("at"));
    if (at == null || !isCount(json.path("compared")) || !json.path("different").isArray()) {
      return null;
    }
    List<Different> different = new ArrayList<>();
    for (JsonNode one : json.path("different")) {
      if (!one.path("domain").isString() || !one.path("recordId").isString()) {
        return null;
      }
      different.add(
          new Different(one.path("domain").stringValue(), one.path("recordId").stringValue()));
    }
    return new Comparison(at, json.path("compared").longValue(), different);
  }

  private static boolean isCount(JsonNode json) {
    return json.isIntegralNumber() && json.canConvertToLong() && json.longValue() >= 0;
  }

  private static @Nullable Instant time(JsonNode json) {
    return json.isString() ? Attributes.parseTime(json.stringValue()) : null;
  }
}
