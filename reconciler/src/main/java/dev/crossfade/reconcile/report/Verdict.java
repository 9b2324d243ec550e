package dev.crossfade.reconcile.report;

import dev.crossfade.reconcile.compare.DomainCounts;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import dev.crossfade.reconcile.run.Issue;
import dev.crossfade.reconcile.run.Run;
import dev.crossfade.reconcile.run.RunPart;
import java.util.Locale;

/** What a run says, in words for a person. */
final class Verdict {
  private Verdict() {}

  /** One line: the answer. */
  static String of(Report report) {
    Run run = report.run();
    long compared =
        report.domains().values().stream()
            .mapToLong((DomainCounts counts) -> counts.of(Count.COMPARED))
            .sum();
    return switch (run.state()) {
      case RUNNING ->
          run.queued() ? "It waits in line." : "It is running: this is what is known so far.";
      case CLEAN ->
          String.format(
              Locale.ROOT,
              superseded(report) == 0
                  ? "Clean: %,d records were compared, and all are the same."
                  : "Clean: %,d records were compared, and none differs.",
              compared);
      case DRIFT ->
          String.format(
              Locale.ROOT,
              "Drift: %,d %s confirmed among %,d records.",
              run.findings(),
              run.findings() == 1 ? "difference is" : "differences are",
              compared);
      case INDETERMINATE ->
          String.format(
              Locale.ROOT,
              "Indeterminate: nothing is known to differ among %,d records, but not all could be"
                  + " told.",
              compared);
      case FAILED -> "Failed: the comparison could not be done.";
    };
  }

  /** A second line, where there is more to say; else empty. */
  static String more(Report report) {
    Run run = report.run();
    StringBuilder more = new StringBuilder();
    if (run.failure() != null) {
      more.append("What went wrong: ").append(run.failure()).append(". ");
    }
    if (run.cancelledBy() != null) {
      more.append("Cancelled by ").append(run.cancelledBy()).append(". ");
    }
    long given =
        report.parts().stream().filter(p -> p.state() == RunPart.State.INDETERMINATE).count();
    if (given > 0) {
      more.append(given)
          .append(" of ")
          .append(report.parts().size())
          .append(" parts could not be told. ");
    }
    if (superseded(report) > 0) {
      more.append(String.format(Locale.ROOT, "Superseded since: %,d. ", superseded(report)));
    }
    long accepted = report.issues().stream().filter(i -> i.state() == Issue.State.ACCEPTED).count();
    long repaired = report.issues().stream().filter(i -> i.state() == Issue.State.REPAIRED).count();
    if (accepted > 0) {
      more.append("Accepted since: ").append(accepted).append(". ");
    }
    if (repaired > 0) {
      more.append("Repaired since: ").append(repaired).append(". ");
    }
    return more.toString().strip();
  }

  /** Of how many rows of snapshots the records have been changed since. */
  private static long superseded(Report report) {
    return report.domains().values().stream()
        .mapToLong((DomainCounts counts) -> counts.of(Count.SUPERSEDED))
        .sum();
  }
}
