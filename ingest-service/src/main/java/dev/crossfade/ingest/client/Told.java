package dev.crossfade.ingest.client;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.cutover.CutoverDecision;
import dev.crossfade.core.cutover.Mode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a device is told at one moment.
 *
 * @param bucket of its tenant
 * @param controlVersion the version of the control log that it was decided under
 */
record Told(
    CutoverDecision decision,
    Mode mode,
    int bucket,
    boolean captures,
    boolean queues,
    long controlVersion,
    Blueprint blueprint) {

  /** Whether a device would do anything else than after the other. */
  boolean says(Told other) {
    return decision.equals(other.decision)
        && mode == other.mode
        && captures == other.captures
        && queues == other.queues
        && blueprint.digest().equals(other.blueprint.digest());
  }

  /** As {@code GET /v1/{m}/client} answers. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("mode", mode.text());
    json.put("reads", decision.reads().text());
    json.put("reason", decision.reason().text());
    json.put("capture", captures ? "on" : "off");
    json.put("writes", queues ? "queue" : "open");
    json.put("controlVersion", controlVersion);
    json.put("schemaVersion", blueprint.schemaVersion());
    ArrayNode domains = json.putArray("domains");
    for (Domain domain : blueprint.domains()) {
      domains.add(domain.name());
    }
    return json;
  }
}
