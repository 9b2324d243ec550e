package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.cutover.RampPlan.Action;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One condition of a raise.
 *
 * @param value what was found; null where nothing was, which breaks it
 * @param action what a plan does when it breaks
 * @param detail a sentence for a person
 */
public record Gate(
    String name, @Nullable Long value, long limit, boolean holds, Action action, String detail) {

  /** As answers have it. */
  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", name)
        .put("value", value)
        .put("limit", limit)
        .put("holds", holds)
        .put("action", action.text())
        .put("detail", detail);
  }
}
