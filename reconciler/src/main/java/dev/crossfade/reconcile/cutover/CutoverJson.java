package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.CutoverChange;
import dev.crossfade.core.cutover.CutoverDecision;
import dev.crossfade.core.cutover.CutoverRule;
import dev.crossfade.core.cutover.Pin;
import dev.crossfade.core.cutover.RaiseProof;
import dev.crossfade.core.cutover.RampPlan;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.reconcile.cutover.GateFacts.Cohort;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The cutover as answers have it. */
final class CutoverJson {
  private CutoverJson() {}

  /** How it stands beside what the control log says. */
  record Standing(List<Gate> gates, Cohort cohort) {}

  /** Without what has to be asked for: what is told to one who was too late. */
  static ObjectNode brief(Cutover cutover) {
    RampPlan plan = cutover.plan();
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("mode", cutover.share().mode().text())
            .put("basisPoints", cutover.share().basisPoints())
            .put("percentage", BigDecimal.valueOf(cutover.share().basisPoints(), 2))
            .put("version", cutover.version())
            .put("salt", cutover.salt());
    json.set("plan", plan == null ? json.nullNode() : plan.json());
    return json;
  }

  /**
   * All of it.
   *
   * @param standing what had to be asked for; null where that cannot be asked now
   */
  static ObjectNode of(Cutover cutover, @Nullable Standing standing) {
    ObjectNode json = brief(cutover);
    json.putNull("gates");
    json.putNull("cohort");
    if (standing != null) {
      json.set("gates", gates(standing.gates()));
      json.putObject("cohort")
          .put("tenants", standing.cohort().tenants())
          .put("verified", standing.cohort().verified())
          .put("reading", standing.cohort().reading())
          .put("next", standing.cohort().next());
    }
    json.put("capture", cutover.captures() ? "on" : "off");
    json.put("finished", cutover.finished());
    ArrayNode history = json.putArray("history");
    for (CutoverChange change : cutover.history()) {
      history.add(change(change));
    }
    return json;
  }

  static ArrayNode gates(List<Gate> gates) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    gates.forEach(gate -> list.add(gate.json()));
    return list;
  }

  private static ObjectNode change(CutoverChange change) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("version", change.version())
            .put("at", change.at().toString())
            .put("by", change.by())
            .put("cause", change.cause().text())
            .put("mode", change.share().mode().text())
            .put("basisPoints", change.share().basisPoints())
            .put("reason", change.reason())
            .put("force", change.how().force());
    RaiseProof proof = change.how().proof();
    if (proof != null) {
      json.set("proof", proof.json());
    }
    return json;
  }

  /** Why a tenant, and each of its sources, reads where it does. */
  static ObjectNode explain(
      Cutover cutover, @Nullable TenantProof known, String tenant, @Nullable String source) {
    TenantProof proof = known == null ? TenantProof.NONE : known;
    int bucket = cutover.bucket(tenant);
    Pin pin = cutover.pins().get(tenant);
    CutoverDecision whole = CutoverRule.decide(cutover, proof, tenant, source);
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("tenant", tenant)
            .put("bucket", bucket)
            .put("basisPoints", cutover.share().basisPoints())
            .put("inCohort", cutover.share().includes(bucket));
    if (pin == null) {
      json.putNull("pin");
    } else {
      json.putObject("pin")
          .put("reads", pin.reads().text())
          .put("at", pin.at().toString())
          .put("by", pin.by())
          .put("reason", pin.reason());
    }
    json.set("proof", proof.json());
    json.put("reads", whole.reads().text())
        .put("reason", whole.reason().text())
        .put("detail", Sentence.of(cutover, proof, whole, bucket));
    ArrayNode sources = json.putArray("sources");
    for (String one : sources(proof, source)) {
      CutoverDecision decision = CutoverRule.decide(cutover, proof, tenant, one);
      sources
          .addObject()
          .put("id", one)
          .put("snapshotApplied", proof.sources().containsKey(one))
          .put("reads", decision.reads().text())
          .put("reason", decision.reason().text());
    }
    return json;
  }

  /** Those with a snapshot, those that lack one, and the one asked for. */
  static SortedSet<String> sources(TenantProof proof, @Nullable String source) {
    SortedSet<String> all = new TreeSet<>(proof.sources().keySet());
    for (String reason : proof.reasons()) {
      for (String kind : List.of("snapshot-missing:", "snapshot-not-compared:", "hole:")) {
        if (reason.startsWith(kind)) {
          all.add(reason.substring(kind.length()));
        }
      }
    }
    if (source != null) {
      all.add(source);
    }
    return all;
  }
}
