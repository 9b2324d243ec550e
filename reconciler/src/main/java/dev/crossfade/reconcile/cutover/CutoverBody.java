package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.cutover.Cause;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.RampPlan;
import dev.crossfade.core.cutover.Reads;
import dev.crossfade.core.cutover.Share;
import dev.crossfade.core.event.Limits;
import dev.crossfade.core.json.Json;
import dev.crossfade.kit.http.BodyReader;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.reconcile.cutover.CutoverOrder.By;
import dev.crossfade.reconcile.cutover.CutoverOrder.PlanOrder;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an operator asks for, out of a request's body; whatever is odd is refused with 400. */
final class CutoverBody {
  private static final int MAX_BODY = 64 * 1024;
  private static final BodyReader BODIES = new BodyReader(MAX_BODY, MAX_BODY);
  private static final BigDecimal POINTS = BigDecimal.valueOf(100);

  private final ObjectNode body;
  private final By by;

  private CutoverBody(ObjectNode body, By by) {
    this.body = body;
    this.by = by;
  }

  /** Reads it; each has a reason. */
  static CutoverBody read(ServerRequest request, Identity who, Set<String> members)
      throws IOException {
    return parse(BODIES.read(request), actor(who), members);
  }

  static CutoverBody parse(byte[] bytes, String actor, Set<String> members) {
    ObjectNode body = object(bytes);
    for (String name : body.propertyNames()) {
      if (!members.contains(name)) {
        throw bad("The members are " + String.join(", ", members.stream().sorted().toList()) + ".");
      }
    }
    String reason = text(body, "reason");
    String fault = reason == null ? "is missing" : Limits.checkReason(reason);
    if (reason == null || fault != null) {
      throw bad("reason " + fault + ".");
    }
    return new CutoverBody(body, new By(actor, reason));
  }

  By by() {
    return by;
  }

  /** A change of mode, share and plan. */
  CutoverOrder change() {
    JsonNode force = body.path("force");
    if (!force.isMissingNode() && !force.isBoolean()) {
      throw bad("force is true or false.");
    }
    CutoverOrder order =
        new CutoverOrder(
            mode(), share(), plan(), Cause.OPERATOR, by, force.isBoolean() && force.booleanValue());
    if (!order.setsShare() && order.plan() == null) {
      throw bad("It sets none of mode, percentage, basisPoints and plan.");
    }
    return order;
  }

  /** A way back: to share 0 in hybrid mode, unless told otherwise. */
  CutoverOrder rollBack() {
    JsonNode to = body.path("to");
    boolean given = !to.isMissingNode() && !to.isNull();
    if (given && (!to.isInt() || !Share.isShare(to.intValue()))) {
      throw bad("to is a whole number of basis points from 0 to 10,000.");
    }
    Mode mode = mode();
    if (mode == Mode.TARGET) {
      throw bad("mode is legacy or hybrid.");
    }
    return new CutoverOrder(
        mode == null ? Mode.HYBRID : mode,
        given ? to.intValue() : 0,
        null,
        Cause.ROLLBACK,
        by,
        false);
  }

  /** Where a tenant is pinned to; null for nowhere any more. */
  @Nullable Reads reads(String name) {
    if (!body.has(name)) {
      throw bad(name + " is missing.");
    }
    if (body.path(name).isNull()) {
      return null;
    }
    Reads reads = Reads.parse(text(body, name));
    if (reads == null) {
      throw bad(name + " is legacy, target or null.");
    }
    return reads;
  }

  /** Whether clients are to capture. */
  boolean capture() {
    String capture = text(body, "capture");
    boolean on = "on".equals(capture);
    if (!on && !"off".equals(capture)) {
      throw bad("capture is on or off.");
    }
    return on;
  }

  private @Nullable Mode mode() {
    if (!body.hasNonNull("mode")) {
      return null;
    }
    Mode mode = Mode.parse(text(body, "mode"));
    if (mode == null) {
      throw bad("mode is legacy, hybrid or target.");
    }
    return mode;
  }

  private @Nullable Integer share() {
    boolean percentage = body.hasNonNull("percentage");
    if (percentage && body.hasNonNull("basisPoints")) {
      throw bad("It sets percentage or basisPoints, not both.");
    }
    if (percentage) {
      JsonNode value = body.path("percentage");
      // Exact: 0.29 times 100 is not 29 in binary.
      return value.isNumber() ? points(value.decimalValue()) : outOfRange();
    }
    if (!body.hasNonNull("basisPoints")) {
      return null;
    }
    JsonNode value = body.path("basisPoints");
    boolean sound = value.isInt() && Share.isShare(value.intValue());
    return sound ? Integer.valueOf(value.intValue()) : outOfRange();
  }

  private static Integer points(BigDecimal percentage) {
    boolean inRange =
        percentage.signum() >= 0 && percentage.compareTo(POINTS) <= 0 && percentage.scale() < 100;
    if (!inRange) {
      return outOfRange();
    }
    BigDecimal points = percentage.multiply(POINTS);
    boolean whole = points.signum() == 0 || points.stripTrailingZeros().scale() <= 0;
    return whole ? Integer.valueOf(points.intValue()) : outOfRange();
  }

  private static Integer outOfRange() {
    throw bad(
        "percentage is a number from 0 to 100 of at most two decimals, basisPoints a whole number"
            + " from 0 to 10,000.");
  }

  private @Nullable PlanOrder plan() {
    JsonNode json = body.path("plan");
    if (json.isMissingNode()) {
      return null;
    }
    if (json.isNull()) {
      return new PlanOrder(null);
    }
    RampPlan plan = RampPlan.parse(json);
    if (plan == null) {
      throw bad(
          "plan has steps of basisPoints (1 to 10,000, rising) and soakSeconds, and gates with"
              + " limit and action (hold or rollback).");
    }
    plan.gates()
        .forEach(
            (name, rule) -> {
              if (!Gates.LIMITS.containsKey(name)) {
                throw bad("The gates are " + String.join(", ", Gates.LIMITS.keySet()) + ".");
              }
              if (name.equals(Gates.PROOF) && rule.action() == RampPlan.Action.ROLLBACK) {
                throw bad("The gate proof can only hold: behind each raise it breaks for a while.");
              }
            });
    return new PlanOrder(plan);
  }

  private static ObjectNode object(byte[] bytes) {
    if (bytes.length == 0) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      if (Json.parse(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      // Its message may quote the body.
    }
    throw bad("The body is a JSON object in UTF-8.");
  }

  private static @Nullable String text(ObjectNode body, String name) {
    JsonNode value = body.path(name);
    return value.isString() ? value.stringValue() : null;
  }

  private static String actor(Identity who) {
    String sub = who.sub();
    String cut = sub.length() > Limits.MAX_ACTOR ? sub.substring(0, Limits.MAX_ACTOR) : sub;
    return Limits.checkActor(cut) == null ? cut : "unnamed";
  }

  static RuntimeException bad(String detail) {
    return CutoverProblem.BAD_ORDER.with(detail).exception();
  }
}
