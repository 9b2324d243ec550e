package dev.crossfade.reconcile.report;

import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.compare.DomainCounts;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import dev.crossfade.reconcile.compare.FieldDifference;
import dev.crossfade.reconcile.run.Issue;
import dev.crossfade.reconcile.run.Run;
import dev.crossfade.reconcile.run.RunPart;
import dev.crossfade.reconcile.run.Scope;
import dev.crossfade.reconcile.run.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A report as a page to read and to print: the verdict first, then each domain, then samples, then
 * how it was compared. Says nothing by colour alone, runs no script, loads nothing.
 */
final class ReportHtml {
  private static final int SAMPLES = 200;
  private static final int LONGEST_VALUE = 2_000;

  private ReportHtml() {}

  static String of(Report report, Instant now) {
    Run run = report.run();
    Html page = Page.begin("Reconciliation of " + report.migration());
    page.element("h1", "Is it the same? Reconciliation of " + report.migration());
    page.raw("<p class=\"soft\">")
        .text("Level " + run.order().level().word() + ", " + scope(run.order().scope()) + "; ")
        .text("asked for by " + run.order().by() + " at " + time(run.requestedAt()))
        .text(run.finishedAt() == null ? "" : ", finished at " + time(run.finishedAt()))
        .raw("</p>\n<p class=\"verdict\"><strong>")
        .text(Verdict.of(report))
        .raw("</strong>");
    String more = Verdict.more(report);
    if (!more.isEmpty()) {
      page.raw("<br>").text(more);
    }
    page.raw("</p>\n");
    if (run.finishedAt() == null) {
      progress(page, report.progress(now));
    }
    domains(page, report.domains());
    issues(page, report);
    how(page, report);
    return Page.end(page);
  }

  private static void progress(Html page, Progress progress) {
    page.element(
        "p",
        String.format(
            Locale.ROOT,
            "%d of %d parts, %,d of about %,d records.%s",
            progress.done(),
            progress.parts(),
            progress.records(),
            progress.of(),
            progress.secondsLeft() == null
                ? ""
                : " About " + progress.secondsLeft() + " seconds are left."));
  }

  private static void domains(Html page, Map<String, DomainCounts> domains) {
    page.element("h2", "Domain by domain");
    if (domains.isEmpty()) {
      page.element("p", "No record has been compared.");
      return;
    }
    page.raw("<table class=\"counts\"><thead>")
        .row(
            "th",
            "Domain",
            "Expected",
            "In PostgreSQL",
            "Compared",
            "Same",
            "Missing",
            "Extra",
            "Different",
            "Parked",
            "Conflicting",
            "Superseded",
            "Indeterminate")
        .raw("</thead><tbody>\n");
    domains.forEach((name, counts) -> domain(page, name, counts));
    if (domains.size() > 1) {
      domain(page, "All", domains.values().stream().reduce(DomainCounts.NONE, DomainCounts::plus));
    }
    page.raw("</tbody></table>\n");
  }

  private static void domain(Html page, String name, DomainCounts counts) {
    page.row(
        "td",
        name,
        number(counts.source()),
        number(counts.target()),
        number(counts.of(Count.COMPARED)),
        number(counts.of(Count.VALID)),
        number(counts.of(Count.MISSING)),
        number(counts.of(Count.EXTRA)),
        number(counts.of(Count.DIFFERENT)),
        number(counts.of(Count.PARKED)),
        number(counts.of(Count.CONFLICTING)),
        number(counts.of(Count.SUPERSEDED)),
        number(counts.of(Count.INDETERMINATE)));
  }

  private static void issues(Html page, Report report) {
    page.element("h2", "What differs");
    List<Issue> issues = report.issues();
    if (issues.isEmpty()) {
      page.element("p", "Nothing is known to differ.");
      return;
    }
    List<Issue> shown = issues.subList(0, Math.min(SAMPLES, issues.size()));
    if (report.run().findings() > shown.size()) {
      page.element(
          "p",
          String.format(
              Locale.ROOT,
              "The first %,d of %,d. The CSV form holds more.",
              shown.size(),
              report.run().findings()));
    }
    shown.forEach(issue -> issue(page, issue, report.run().order().values()));
  }

  private static void issue(Html page, Issue issue, boolean values) {
    page.raw("<section class=\"issue\">\n<h3>")
        .text(words(issue.type()) + ": " + issue.record().domain() + "/" + issue.record().id())
        .raw("</h3>\n<p class=\"soft\">")
        .text("Tenant " + issue.record().tenant())
        .text(issue.table().isEmpty() ? "" : ", row " + issue.row() + " of " + issue.table())
        .text(issue.source().isEmpty() ? "" : ", by the snapshot of " + issue.source())
        .text("; " + issue.state().word() + ", first seen " + time(issue.firstSeen()))
        .text(issue.position() == null ? "" : ", at " + issue.position());
    Issue.Decided decided = issue.decided();
    if (decided != null) {
      page.raw("<br>")
          .text(decided.event() == null ? "Accepted" : "Repair sent as " + decided.event())
          .text(" by " + decided.by() + " at " + time(decided.at()) + ": " + decided.reason());
    }
    page.raw("</p>\n");
    if (!issue.fields().isEmpty()) {
      fields(page, issue.fields(), values);
    }
    page.raw("</section>\n");
  }

  private static void fields(Html page, List<FieldDifference> fields, boolean values) {
    page.raw("<table><thead>");
    if (!values) {
      page.row("th", "Field").raw("</thead><tbody>\n");
      fields.forEach(field -> page.row("td", name(field)));
    } else {
      page.row("th", "Field", "Expected", "Actual").raw("</thead><tbody>\n");
      for (FieldDifference field : fields) {
        page.raw("<tr>").element("td", name(field)).raw("<td><code>");
        page.text(value(field.expected())).raw("</code></td><td><code>");
        page.text(value(field.actual())).raw("</code></td></tr>\n");
      }
    }
    page.raw("</tbody></table>\n");
  }

  private static void how(Html page, Report report) {
    Cost cost = report.cost();
    page.element("h2", "How it was compared").raw("<table><tbody>\n");
    page.row("td", "Began", time(report.run().startedAt()));
    page.row("td", "Ended", time(report.run().finishedAt()));
    page.row("td", "Took", took(report.run()));
    page.row("td", "Buckets, and those read", pair(cost.buckets(), cost.bucketsRead()));
    page.row("td", "Digests read", number(cost.digestsRead()));
    page.row("td", "Documents read", number(cost.documentsRead()));
    page.row("td", "Rows hashed, and fetched", pair(cost.rowsHashed(), cost.rowsFetched()));
    page.row("td", "Report", report.run().id().toString());
    page.raw("</tbody></table>\n<table><thead>")
        .row("th", "Part", "Position", "Ended", "Records", "State")
        .raw("</thead><tbody>\n");
    Map<Integer, Position> positions = report.positions();
    for (RunPart part : report.parts()) {
      Position at = positions.get(part.part());
      page.row(
          "td",
          part.part() == Work.TABLES ? "the tables as a whole" : "partition " + part.part(),
          at == null || part.part() == Work.TABLES ? "–" : at.toString(),
          time(part.finishedAt()),
          number(
              part.domains().values().stream()
                  .mapToLong((DomainCounts counts) -> counts.of(Count.COMPARED))
                  .sum()),
          state(part));
    }
    page.raw("</tbody></table>\n");
  }

  private static String state(RunPart part) {
    return switch (part.state()) {
      case OPEN -> "not yet compared";
      case DONE -> part.why() == null ? "compared" : "compared, but " + part.why();
      case INDETERMINATE -> "could not be told: " + part.why();
    };
  }

  private static String scope(Scope scope) {
    String sources = scope.sources() == null ? "" : ", " + count(scope.sources(), "source");
    return count(scope.tenants(), "tenant") + ", " + count(scope.domains(), "domain") + sources;
  }

  private static String count(@Nullable Set<String> names, String what) {
    if (names == null) {
      return "all " + what + "s";
    }
    return names.size() == 1
        ? what + " " + names.iterator().next()
        : names.size() + " " + what + "s";
  }

  private static String name(FieldDifference field) {
    return field.field().isEmpty() ? "(the record)" : field.field();
  }

  private static String value(@Nullable JsonNode value) {
    if (value == null) {
      return "–";
    }
    String text = value.toString();
    return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
  }

  private static String words(String type) {
    String words = type.replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String pair(long all, long some) {
    return number(all) + ", " + number(some);
  }

  private static String time(@Nullable Instant time) {
    return time == null ? "–" : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String took(Run run) {
    Instant started = run.startedAt();
    Instant finished = run.finishedAt();
    return started == null || finished == null
        ? "–"
        : String.format(
            Locale.ROOT, "%.1f s", Duration.between(started, finished).toMillis() / 1000.0);
  }
}
