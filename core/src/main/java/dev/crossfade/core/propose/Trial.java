package dev.crossfade.core.propose;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.BlueprintProblems;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Forward;
import dev.crossfade.core.blueprint.Problem;
import dev.crossfade.core.blueprint.RecordContext;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.JsonRules.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Whether a draft loads and takes each record it was made for. */
final class Trial {
  private static final SourceKey SOURCE = new SourceKey("tenant", "source");

  private final List<DomainDraft> drafts;
  private final Doubts doubts;
  private final List<String> remarks = new ArrayList<>();
  private boolean more;

  Trial(ObjectNode form, List<DomainDraft> drafts, Doubts doubts) {
    this.drafts = drafts;
    this.doubts = doubts;
    try {
      Blueprint blueprint = Blueprint.fromJson(form);
      for (DomainDraft draft : drafts) {
        records(draft, blueprint.domain(draft.name()).orElseThrow());
      }
    } catch (BlueprintProblems wrong) {
      wrong.problems().forEach(this::problem);
      if (!more) {
        throw wrong;
      }
    }
  }

  /** Whether something did not hold and can be guessed simpler. */
  boolean doubtsMore() {
    return more;
  }

  /** What does not hold and cannot be helped. */
  List<String> remarks() {
    return remarks;
  }

  private void problem(Problem problem) {
    for (DomainDraft draft : drafts) {
      String rows = "domains." + draft.name() + ".rows." + draft.row() + ".columns.";
      String table = "tables." + draft.table() + ".columns.";
      String schema = "domains." + draft.name() + ".schema.properties.";
      for (ColumnDraft column : draft.columns()) {
        String inSchema = String.join(".properties.", column.leaf().steps());
        if (isAt(problem, rows + column.name())
            || isAt(problem, table + column.name())
            || isAt(problem, schema + inSchema)) {
          more |= doubts.add(draft.name(), column.leaf());
        }
      }
    }
  }

  private static boolean isAt(Problem problem, String path) {
    return problem.path().equals(path) || problem.path().startsWith(path + ".");
  }

  private void records(DomainDraft draft, Domain domain) {
    List<ObjectNode> records = draft.source().found().records();
    int refused = 0;
    for (int i = 0; i < records.size(); i++) {
      Document document = Document.of(records.get(i));
      List<Violation> violations = new ArrayList<>(domain.validate(document.tree()));
      if (violations.isEmpty()) {
        RecordKey key = domain.recordKey(SOURCE, draft.source().id().ids().get(i));
        RecordContext context = new RecordContext(key, SOURCE.source(), Instant.EPOCH);
        if (domain.mapping().forward(document, context) instanceof Forward.Unmappable(var why)) {
          violations.addAll(why);
        }
      }
      boolean helped = false;
      for (Violation violation : violations) {
        helped |= doubt(draft, violation.pointer());
      }
      more |= helped;
      refused += violations.isEmpty() || helped ? 0 : 1;
    }
    if (refused > 0) {
      remarks.add(
          "%s: %d of its %d records are refused by any mapping; blueprint check tells the rules."
              .formatted(draft.name(), refused, records.size()));
    }
  }

  private boolean doubt(DomainDraft draft, String pointer) {
    boolean helped = false;
    for (ColumnDraft column : draft.columns()) {
      String own = column.leaf().pointer();
      if (pointer.equals(own) || pointer.startsWith(own + "/")) {
        helped |= doubts.add(draft.name(), column.leaf());
      }
    }
    return helped;
  }
}
