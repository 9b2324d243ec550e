package dev.crossfade.core.cutover;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The steps by which a share rises by itself.
 *
 * @param steps not empty, rising
 * @param gates by name, where the plan sets limit or action of its own; in the plan's order
 */
public record RampPlan(List<Step> steps, Map<String, GateRule> gates) {
  /** More steps than anybody wants. */
  public static final int MAX_STEPS = 100;

  /** A year, in seconds. */
  public static final long MAX_SOAK = 31_536_000;

  /**
   * One step.
   *
   * @param basisPoints 1 to 10,000
   * @param soakSeconds how long the share stays before the next step
   */
  public record Step(int basisPoints, long soakSeconds) {}

  /** What happens when a gate breaks while the plan runs. */
  public enum Action {
    HOLD("hold"),
    ROLLBACK("rollback");

    private final String text;

    Action(String text) {
      this.text = text;
    }

    /** As events and answers spell it. */
    public String text() {
      return text;
    }
  }

  /**
   * What a plan says of a gate.
   *
   * @param limit null: that of the gate itself
   */
  public record GateRule(@Nullable Long limit, Action action) {}

  public RampPlan {
    steps = List.copyOf(steps);
    gates = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(gates));
    if (!isSound(steps)) {
      throw new IllegalArgumentException("a plan's steps rise, up to 10,000 basis points");
    }
  }

  private static boolean isSound(List<Step> steps) {
    int before = 0;
    for (Step step : steps) {
      if (step.basisPoints() <= before || step.basisPoints() > Share.ALL) {
        return false;
      }
      if (step.soakSeconds() < 0 || step.soakSeconds() > MAX_SOAK) {
        return false;
      }
      before = step.basisPoints();
    }
    return !steps.isEmpty() && steps.size() <= MAX_STEPS;
  }

  /** Its JSON form. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray("steps");
    for (Step step : steps) {
      list.addObject()
          .put("basisPoints", step.basisPoints())
          .put("soakSeconds", step.soakSeconds());
    }
    ObjectNode rules = json.putObject("gates");
    gates.forEach(
        (name, rule) -> {
          ObjectNode one = rules.putObject(name);
          if (rule.limit() != null) {
            one.put("limit", rule.limit());
          }
          one.put("action", rule.action().text());
        });
    return json;
  }

  /** The inverse; null where it is anything else. Names of gates are not looked at. */
  public static @Nullable RampPlan parse(JsonNode json) {
    if (!(json.get("steps") instanceof ArrayNode list) || list.size() > MAX_STEPS) {
      return null;
    }
    List<Step> steps = new ArrayList<>();
    for (JsonNode step : list) {
      JsonNode basisPoints = step.path("basisPoints");
      JsonNode soak = step.path("soakSeconds");
      if (!basisPoints.isInt() || !soak.isIntegralNumber() || !soak.canConvertToLong()) {
        return null;
      }
      steps.add(new Step(basisPoints.intValue(), soak.longValue()));
    }
    Map<String, GateRule> gates = gates(json.path("gates"));
    return gates == null || !isSound(steps) ? null : new RampPlan(steps, gates);
  }

  private static @Nullable Map<String, GateRule> gates(JsonNode json) {
    if (json.isMissingNode() || json.isNull()) {
      return Map.of();
    }
    if (!json.isObject()) {
      return null;
    }
    Map<String, GateRule> gates = new LinkedHashMap<>();
    for (String name : json.propertyNames()) {
      GateRule rule = rule(json.path(name));
      if (rule == null) {
        return null;
      }
      gates.put(name, rule);
    }
    return gates;
  }

  private static @Nullable GateRule rule(JsonNode json) {
    if (!json.isObject()) {
      return null;
    }
    Action action = Action.HOLD;
    if (Texts.has(json, "action")) {
      String text = Texts.of(json, "action");
      if (Action.ROLLBACK.text().equals(text)) {
        action = Action.ROLLBACK;
      } else if (!Action.HOLD.text().equals(text)) {
        return null;
      }
    }
    JsonNode limit = json.path("limit");
    if (limit.isMissingNode() || limit.isNull()) {
      return new GateRule(null, action);
    }
    boolean sound = limit.isIntegralNumber() && limit.canConvertToLong() && limit.longValue() >= 0;
    return sound ? new GateRule(limit.longValue(), action) : null;
  }
}
