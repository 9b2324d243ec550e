package dev.crossfade.reconcile.report;

import dev.crossfade.reconcile.run.Issue;
import dev.crossfade.reconcile.run.PartJson;
import dev.crossfade.reconcile.run.Run;
import dev.crossfade.reconcile.run.RunPart;
import dev.crossfade.reconcile.run.Scope;
import dev.crossfade.reconcile.run.Work;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A report as JSON: docs/reconciling.md, "The interface". */
final class ReportJson {
  private ReportJson() {}

  static ObjectNode of(Report report, Instant now) {
    ObjectNode json = head(report.run());
    ObjectNode positions = json.putObject("positions");
    report.positions().forEach((p, position) -> positions.put(p.toString(), position.toString()));
    json.set("progress", progress(report.progress(now)));
    json.set("domains", PartJson.domains(report.domains()));
    json.set("cost", PartJson.cost(report.cost()));
    ArrayNode unclear = json.putArray("notCompared");
    for (RunPart part : report.parts()) {
      if (part.why() != null) {
        ObjectNode one = unclear.addObject();
        one.put("part", part.part() == Work.TABLES ? "tables" : Integer.toString(part.part()));
        one.put("why", part.why());
      }
    }
    ArrayNode issues = json.putArray("issues");
    report.issues().forEach(issue -> issues.add(issue(issue)));
    return json.put("moreIssues", report.more());
  }

  /** What a list tells of a run. */
  static ObjectNode head(Run run) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", run.id().toString());
    json.put("state", run.state().word());
    json.put("queued", run.queued());
    json.put("level", run.order().level().word());
    Scope scope = run.order().scope();
    ObjectNode within = json.putObject("scope");
    put(within, "tenants", scope.tenants());
    put(within, "domains", scope.domains());
    put(within, "sources", scope.sources());
    json.put("values", run.order().values());
    json.put("requestedBy", run.order().by());
    json.put("schedule", run.order().schedule());
    json.put("requestedAt", run.requestedAt().toString());
    json.put("startedAt", text(run.startedAt()));
    json.put("finishedAt", text(run.finishedAt()));
    json.put("cancelledBy", run.cancelledBy());
    json.put("failure", run.failure());
    return json.put("findings", run.findings());
  }

  static ObjectNode progress(Progress progress) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("parts", progress.parts())
        .put("done", progress.done())
        .put("records", progress.records())
        .put("of", progress.of())
        .put("secondsLeft", progress.secondsLeft());
  }

  static ObjectNode issue(Issue issue) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", issue.id().toString());
    json.put("type", issue.type());
    json.put("tenant", issue.record().tenant());
    json.put("domain", issue.record().domain());
    json.put("recordId", issue.record().id());
    if (!issue.table().isEmpty()) {
      json.put("table", issue.table()).put("row", issue.row());
    }
    if (!issue.source().isEmpty()) {
      json.put("source", issue.source()).put("snapshot", issue.snapshot());
    }
    json.put("position", text(issue.position()));
    json.put("state", issue.state().word());
    json.put("open", issue.open());
    json.put("firstSeen", issue.firstSeen().toString());
    Issue.Decided decided = issue.decided();
    json.put("reason", decided == null ? null : decided.reason());
    if (decided != null) {
      json.put("decidedBy", decided.by()).put("decidedAt", decided.at().toString());
      json.put("repairedBy", decided.event());
    }
    json.put("endedAt", text(issue.endedAt()));
    json.set("differences", PartJson.fields(issue.fields()));
    return json;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static void put(ObjectNode json, String name, @Nullable Set<String> names) {
    if (names == null) {
      json.putNull(name);
    } else {
      ArrayNode all = json.putArray(name);
      names.forEach(all::add);
    }
  }
}
