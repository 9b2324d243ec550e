package dev.crossfade.core.cutover;

import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of a tenant, as it lies in the tenants topic. For ever.
 *
 * @param reading whether the tenant was in the cohort and verified under the control version {@code
 *     control}, and has not left since
 * @param position where its rows were found equal; null when they never were
 * @param since when it came into this state
 * @param reasons what is missing; empty when it is verified
 * @param sources those whose snapshot is complete and applied, with the position of its end
 * @param control the control version that it was judged under
 */
public record TenantProof(
    ProofState state,
    boolean reading,
    @Nullable Position position,
    Instant since,
    List<String> reasons,
    SortedMap<String, Position> sources,
    long control) {
  /** What holds for a tenant without an entry. */
  public static final TenantProof NONE =
      new TenantProof(
          ProofState.UNPROVEN, false, null, Instant.EPOCH, List.of(), new TreeMap<>(), 0);

  public TenantProof {
    reasons = List.copyOf(reasons);
    sources = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(sources));
  }

  /** Whether it says the same, whenever that was found. */
  public boolean agrees(TenantProof other) {
    return equals(
        new TenantProof(
            other.state,
            other.reading,
            other.position,
            since,
            other.reasons,
            other.sources,
            control));
  }

  /** The key of a tenant's entry: the JSON array of its name. */
  public static byte[] key(String tenant) {
    return CanonicalJson.array(List.of(tenant));
  }

  /** The inverse; null where the bytes are anything else. */
  public static @Nullable String tenant(byte @Nullable [] key) {
    try {
      JsonNode json = key == null ? null : Json.parse(key);
      return json instanceof ArrayNode array && array.size() == 1 && array.get(0).isString()
          ? array.get(0).stringValue()
          : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  /** The value as it lies in the topic. */
  public byte[] bytes() {
    return Json.MAPPER.writeValueAsBytes(json());
  }

  /** The same as a tree. */
  public ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("state", state.text())
            .put("reading", reading)
            .put("position", position == null ? null : position.toString())
            .put("since", since.toString());
    ArrayNode why = json.putArray("reasons");
    reasons.forEach(why::add);
    ObjectNode ends = json.putObject("sources");
    for (Map.Entry<String, Position> source : sources.entrySet()) {
      ends.put(source.getKey(), source.getValue().toString());
    }
    return json.put("control", control);
  }

  /**
   * The inverse. Members that are not known are left out.
   *
   * @return null where the bytes are no proof: then nothing is proven
   */
  public static @Nullable TenantProof parse(byte @Nullable [] value) {
    try {
      return value != null && Json.parse(value) instanceof ObjectNode json ? read(json) : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static @Nullable TenantProof read(ObjectNode json) {
    ProofState state = ProofState.parse(Texts.of(json, "state"));
    Instant since = instant(Texts.of(json, "since"));
    JsonNode control = json.path("control");
    JsonNode reading = json.path("reading");
    List<String> reasons = reasons(json.path("reasons"));
    SortedMap<String, Position> sources = sources(json.path("sources"));
    boolean whole = control.isIntegralNumber() && control.canConvertToLong();
    if (state == null || since == null || !whole || !reading.isBoolean()) {
      return null;
    }
    if (reasons == null || sources == null) {
      return null;
    }
    String at = Texts.of(json, "position");
    Position position = at == null ? null : Position.parse(at);
    if (Texts.has(json, "position") && position == null) {
      return null;
    }
    return new TenantProof(
        state, reading.booleanValue(), position, since, reasons, sources, control.longValue());
  }

  private static @Nullable List<String> reasons(JsonNode json) {
    List<String> reasons = new ArrayList<>();
    for (JsonNode reason : json) {
      if (!reason.isString()) {
        return null;
      }
      reasons.add(reason.stringValue());
    }
    return json.isArray() ? reasons : null;
  }

  private static @Nullable SortedMap<String, Position> sources(JsonNode json) {
    SortedMap<String, Position> sources = new TreeMap<>();
    for (String source : json.propertyNames()) {
      String text = Texts.of(json, source);
      Position end = text == null ? null : Position.parse(text);
      if (end == null) {
        return null;
      }
      sources.put(source, end);
    }
    return json.isObject() ? sources : null;
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : dev.crossfade.core.event.Attributes.parseTime(text);
  }
}
