package dev.crossfade.reconcile.report;

import dev.crossfade.reconcile.compare.FieldDifference;
import dev.crossfade.reconcile.run.Issue;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The issues of a report as CSV (RFC 4180, UTF-8), a line a field that differs. Values are JSON, so
 * that a number and a text that looks like one differ; what a spreadsheet would take for a formula
 * has an apostrophe in front of it.
 */
final class ReportCsv {
  private static final String FORMULA = "=+-@\t\r";

  private ReportCsv() {}

  static String of(Report report) {
    StringBuilder csv = new StringBuilder();
    line(
        csv,
        "id",
        "type",
        "tenant",
        "domain",
        "recordId",
        "state",
        "position",
        "firstSeen",
        "field",
        "expected",
        "actual",
        "reason",
        "source",
        "snapshot");
    for (Issue issue : report.issues()) {
      if (issue.fields().isEmpty()) {
        line(csv, issue, new FieldDifference("", null, null));
      }
      for (FieldDifference field : issue.fields()) {
        line(csv, issue, field);
      }
    }
    return csv.toString();
  }

  private static void line(StringBuilder csv, Issue issue, FieldDifference field) {
    Issue.Decided decided = issue.decided();
    line(
        csv,
        issue.id().toString(),
        issue.type(),
        issue.record().tenant(),
        issue.record().domain(),
        issue.record().id(),
        issue.state().word(),
        Objects.toString(issue.position(), ""),
        issue.firstSeen().toString(),
        field.field(),
        Objects.toString(field.expected(), ""),
        Objects.toString(field.actual(), ""),
        decided == null ? "" : decided.reason(),
        issue.source(),
        issue.snapshot());
  }

  private static void line(StringBuilder csv, String... cells) {
    csv.append(String.join(",", List.of(cells).stream().map(ReportCsv::cell).toList()))
        .append("\r\n");
  }

  private static String cell(@Nullable String text) {
    String value = text == null ? "" : text;
    if (!value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0) {
      value = "'" + value;
    }
    return value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + value.replace("\"", "\"\"") + '"'
        : value;
  }
}
