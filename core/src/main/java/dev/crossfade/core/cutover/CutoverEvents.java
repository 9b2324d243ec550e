package dev.crossfade.core.cutover;

import dev.crossfade.core.cutover.CutoverChange.Grounds;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The control events about the cutover: their types, and the data of each. */
public final class CutoverEvents {
  /** Sets mode and share. */
  public static final String CHANGED = "dev.crossfade.control.cutover.changed";

  /** Sets the ramp plan, or takes it off. */
  public static final String PLANNED = "dev.crossfade.control.cutover.planned";

  /** Pins one tenant, or takes its pin away. */
  public static final String PINNED = "dev.crossfade.control.cutover.pinned";

  /** The kill switch of clients' capture. */
  public static final String CAPTURE_SWITCHED = "dev.crossfade.control.capture.switched";

  /** One tenant's clients keep their writes for a moment, or send them again. */
  public static final String WRITES_SWITCHED = "dev.crossfade.control.writes.switched";

  static final String ON = "on";
  static final String OFF = "off";
  static final String QUEUE = "queue";
  static final String OPEN = "open";

  private CutoverEvents() {}

  /**
   * Data of {@link #CHANGED}. A raise needs a proof or force, or it changes nothing; so does the
   * end of a migration, where the proof is the last report.
   */
  public static ObjectNode changed(
      Share share, Cause cause, String by, String reason, Grounds grounds) {
    ObjectNode data =
        JsonNodeFactory.instance
            .objectNode()
            .put("mode", share.mode().text())
            .put("basisPoints", share.basisPoints())
            .put("cause", cause.text());
    signed(data, by, reason).put("force", grounds.force());
    RaiseProof proof = grounds.proof();
    if (proof != null) {
      data.set("proof", proof.json());
    }
    return data;
  }

  /**
   * Data of {@link #PLANNED}.
   *
   * @param plan null: none any more
   */
  public static ObjectNode planned(@Nullable RampPlan plan, String by, String reason) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.set("plan", plan == null ? JsonNodeFactory.instance.nullNode() : plan.json());
    return signed(data, by, reason);
  }

  /**
   * Data of {@link #PINNED}.
   *
   * @param reads null: not pinned any more
   */
  public static ObjectNode pinned(String tenant, @Nullable Reads reads, String by, String reason) {
    ObjectNode data =
        JsonNodeFactory.instance
            .objectNode()
            .put("tenant", tenant)
            .put("reads", reads == null ? null : reads.text());
    return signed(data, by, reason);
  }

  /** Data of {@link #CAPTURE_SWITCHED}. */
  public static ObjectNode captureSwitched(boolean on, String by, String reason) {
    return signed(JsonNodeFactory.instance.objectNode().put("capture", on ? ON : OFF), by, reason);
  }

  /** Data of {@link #WRITES_SWITCHED}. */
  public static ObjectNode writesSwitched(String tenant, boolean queue, String by, String reason) {
    ObjectNode data =
        JsonNodeFactory.instance
            .objectNode()
            .put("tenant", tenant)
            .put("writes", queue ? QUEUE : OPEN);
    return signed(data, by, reason);
  }

  /**
   * Data of {@link #WRITES_SWITCHED} that begins a switch of one tenant.
   *
   * @param id of the switch, a UUID
   */
  public static ObjectNode switchBegun(
      String tenant, String id, Reads to, String by, String reason) {
    ObjectNode data = writesSwitched(tenant, true, by, reason);
    data.putObject("switch").put("id", id).put("to", to.text());
    return data;
  }

  /**
   * Data of {@link #WRITES_SWITCHED} that ends a switch of one tenant: its writes are open again.
   *
   * @param step the one that it ended with
   * @param detail for a person; shows no data
   */
  public static ObjectNode switchEnded(
      TenantSwitch order, boolean done, String step, String detail, String by) {
    ObjectNode data = writesSwitched(order.tenant(), false, by, detail);
    data.putObject("ended")
        .put("switch", order.id())
        .put("done", done)
        .put("step", step)
        .put("detail", detail);
    return data;
  }

  private static ObjectNode signed(ObjectNode data, String by, String reason) {
    return data.put("by", by).put("reason", reason);
  }
}
