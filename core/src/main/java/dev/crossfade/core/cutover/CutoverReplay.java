package dev.crossfade.core.cutover;

import dev.crossfade.core.cutover.Clients.Queued;
import dev.crossfade.core.cutover.CutoverChange.Grounds;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Folds the events about the cutover. What makes no sense changes nothing: a share out of range, a
 * change without cause, author or reason, a raise that is neither proven nor forced (I8).
 */
final class CutoverReplay {
  private CutoverReplay() {}

  static Cutover replay(Cutover state, CutoverEvent event, long version) {
    return switch (event.type()) {
      case CutoverEvents.CHANGED -> changed(state, event, version);
      case CutoverEvents.PLANNED -> planned(state, event.data(), version);
      case CutoverEvents.PINNED -> pinned(state, event, version);
      case CutoverEvents.CAPTURE_SWITCHED -> capture(state, event.data(), version);
      case CutoverEvents.WRITES_SWITCHED -> writes(state, event);
      default -> state;
    };
  }

  private static Cutover changed(Cutover state, CutoverEvent event, long version) {
    ObjectNode data = event.data();
    Share share = share(data);
    Cause cause = Cause.parse(Texts.of(data, "cause"));
    if (share == null || cause == null || !signed(data)) {
      return state;
    }
    boolean force = data.path("force").isBoolean() && data.path("force").booleanValue();
    Grounds grounds = new Grounds(force, RaiseProof.parse(data.get("proof")));
    if (!isFounded(state, share, cause, grounds)) {
      return state;
    }
    return state.changed(
        new CutoverChange(
            version, event.time(), cause, share, text(data, "by"), text(data, "reason"), grounds));
  }

  private static boolean isFounded(Cutover state, Share next, Cause cause, Grounds grounds) {
    boolean proven = grounds.proof() != null;
    if (cause == Cause.FINISH) {
      return next.equals(state.share()) && next.mode() == Mode.TARGET && proven;
    }
    return state.share().towards(next) != Share.Direction.RAISE || proven || grounds.force();
  }

  private static @Nullable Share share(ObjectNode data) {
    Mode mode = Mode.parse(Texts.of(data, "mode"));
    JsonNode basisPoints = data.path("basisPoints");
    if (mode == null || !basisPoints.isInt() || !Share.isShare(basisPoints.intValue())) {
      return null;
    }
    return new Share(mode, basisPoints.intValue());
  }

  private static Cutover planned(Cutover state, ObjectNode data, long version) {
    if (!signed(data)) {
      return state;
    }
    if (!Texts.has(data, "plan")) {
      return state.planned(null, version);
    }
    RampPlan plan = RampPlan.parse(data.path("plan"));
    return plan == null ? state : state.planned(plan, version);
  }

  private static Cutover pinned(Cutover state, CutoverEvent event, long version) {
    ObjectNode data = event.data();
    String tenant = Texts.of(data, "tenant");
    if (tenant == null || !signed(data)) {
      return state;
    }
    if (!Texts.has(data, "reads")) {
      return state.pinned(tenant, null, version);
    }
    Reads reads = Reads.parse(Texts.of(data, "reads"));
    if (reads == null) {
      return state;
    }
    Pin pin = new Pin(reads, event.time(), text(data, "by"), text(data, "reason"));
    return state.pinned(tenant, pin, version);
  }

  private static Cutover capture(Cutover state, ObjectNode data, long version) {
    String capture = Texts.of(data, "capture");
    boolean on = CutoverEvents.ON.equals(capture);
    if (!signed(data) || !(on || CutoverEvents.OFF.equals(capture))) {
      return state;
    }
    return state.with(state.clients().capturing(on), version);
  }

  private static Cutover writes(Cutover state, CutoverEvent event) {
    ObjectNode data = event.data();
    String tenant = Texts.of(data, "tenant");
    String writes = Texts.of(data, "writes");
    if (tenant == null || writes == null || !signed(data)) {
      return state;
    }
    return switch (writes) {
      case CutoverEvents.QUEUE -> queued(state, event, tenant);
      case CutoverEvents.OPEN ->
          state.with(state.clients().open(tenant, ended(state, event, tenant)), state.version());
      default -> state;
    };
  }

  private static Cutover queued(Cutover state, CutoverEvent event, String tenant) {
    TenantSwitch order = null;
    if (Texts.has(event.data(), "switch")) {
      JsonNode json = event.data().path("switch");
      String id = Texts.of(json, "id");
      Reads to = Reads.parse(Texts.of(json, "to"));
      if (id == null || to == null) {
        return state;
      }
      order =
          new TenantSwitch(
              id,
              tenant,
              to,
              event.time(),
              text(event.data(), "by"),
              text(event.data(), "reason"),
              state.pins().get(tenant));
    }
    Queued how = new Queued(event.time(), order);
    return state.with(state.clients().queueing(tenant, how), state.version());
  }

  /** How the switch that the tenant waits for ended; whoever opens the writes ends it. */
  private static TenantSwitch.@Nullable Ended ended(
      Cutover state, CutoverEvent event, String tenant) {
    Queued queued = state.clients().queued().get(tenant);
    TenantSwitch order = queued == null ? null : queued.order();
    if (order == null) {
      return null;
    }
    JsonNode json = event.data().path("ended");
    boolean named = order.id().equals(Texts.of(json, "switch"));
    boolean done = named && json.path("done").isBoolean() && json.path("done").booleanValue();
    String detail = named ? Texts.of(json, "detail") : null;
    String step = named ? Texts.of(json, "step") : null;
    return new TenantSwitch.Ended(
        order,
        event.time(),
        done,
        step == null ? "" : step,
        detail == null ? "Somebody opened the writes." : detail);
  }

  /** Whether somebody stands for it, with a reason. */
  private static boolean signed(ObjectNode data) {
    return Texts.of(data, "by") != null && Texts.of(data, "reason") != null;
  }

  private static String text(ObjectNode data, String name) {
    String text = Texts.of(data, name);
    return text == null ? "" : text;
  }
}
