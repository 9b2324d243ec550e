package dev.crossfade.reconcile.report;

import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.compare.DomainCounts;
import dev.crossfade.reconcile.run.Issue;
import dev.crossfade.reconcile.run.IssueList;
import dev.crossfade.reconcile.run.Parts;
import dev.crossfade.reconcile.run.Run;
import dev.crossfade.reconcile.run.RunPart;
import dev.crossfade.reconcile.run.Totals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;

/**
 * A run with all that is told of it, as it stands.
 *
 * @param migration its name
 * @param parts in order
 * @param issues the first of them
 * @param more whether there are more than these
 */
record Report(String migration, Run run, List<RunPart> parts, List<Issue> issues, boolean more) {
  /** The most issues that stand in a report. */
  static final int ISSUES = 1_000;

  /** Reads it, best within one transaction that reads. */
  static Report read(DSLContext db, String migration, Run run, int issues) {
    List<Issue> found = IssueList.of(db, run.id(), IssueList.Filter.ALL, null, issues + 1);
    boolean more = found.size() > issues;
    return new Report(
        migration,
        run,
        Parts.list(db, run.id()),
        more ? found.subList(0, issues) : found,
        more || run.findings() > found.size());
  }

  /** All domains' counts, over all parts. */
  Map<String, DomainCounts> domains() {
    return Totals.of(parts);
  }

  Cost cost() {
    return parts.stream().map(RunPart::cost).reduce(Cost.NONE, Cost::plus);
  }

  /** Where each partition was compared, as far as it has been. */
  Map<Integer, Position> positions() {
    Map<Integer, Position> positions = new TreeMap<>();
    for (RunPart part : parts) {
      part.positions()
          .forEach((partition, next) -> positions.put(partition, new Position(partition, next)));
    }
    return positions;
  }

  Progress progress(Instant now) {
    return Progress.of(run, parts, now);
  }
}
