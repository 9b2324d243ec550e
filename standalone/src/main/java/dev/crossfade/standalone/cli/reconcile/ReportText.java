package dev.crossfade.standalone.cli.reconcile;

import dev.crossfade.standalone.cli.target.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A report in a few lines of text. */
final class ReportText {
  private static final int SAMPLES = 20;

  private ReportText() {}

  /** What a command that waited for it ends with: only what is proven clean is 0. */
  static int status(JsonNode report) {
    return report.path("state").asString("").equals("clean") ? Terminal.DONE : Terminal.FAILED;
  }

  static List<String> lines(JsonNode report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "%s  (%s, %s)",
            report.path("state").asString("").toUpperCase(Locale.ROOT),
            report.path("level").asString(""),
            report.path("id").asString("")));
    if (report.path("failure").isString()) {
      lines.add(report.path("failure").stringValue());
    }
    report
        .path("domains")
        .properties()
        .forEach(domain -> lines.add(domain(domain.getKey(), domain.getValue())));
    for (JsonNode one : report.path("notCompared")) {
      lines.add("part " + one.path("part").asString("") + ": " + one.path("why").asString(""));
    }
    int shown = 0;
    for (JsonNode issue : report.path("issues")) {
      if (shown++ == SAMPLES) {
        lines.add("… and more: ./crossfade report --format csv");
        break;
      }
      issue(lines, issue);
    }
    return lines;
  }

  private static String domain(String name, JsonNode counts) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "  %-24s %,d compared, %,d the same",
            visible(name),
            counts.path("compared").asLong(0),
            counts.path("valid").asLong(0)));
    for (String count :
        List.of(
            "missing",
            "extra",
            "different",
            "parked",
            "conflicting",
            "superseded",
            "indeterminate")) {
      if (counts.path(count).asLong(0) > 0) {
        line.append(String.format(Locale.ROOT, ", %,d %s", counts.path(count).asLong(), count));
      }
    }
    return line.toString();
  }

  private static void issue(List<String> lines, JsonNode issue) {
    lines.add(
        String.format(
            "%s  %s/%s of %s%s, %s  (%s)",
            issue.path("type").asString(""),
            visible(issue.path("domain").asString("")),
            visible(issue.path("recordId").asString("")),
            visible(issue.path("tenant").asString("")),
            issue.has("source")
                ? ", by the snapshot of " + visible(issue.path("source").asString(""))
                : "",
            issue.path("state").asString(""),
            issue.path("id").asString("")));
    for (JsonNode field : issue.path("differences")) {
      lines.add(
          field.has("expected") || field.has("actual")
              ? String.format(
                  "    %s: expected %s, is %s",
                  visible(field.path("field").asString("")),
                  value(field.path("expected")),
                  value(field.path("actual")))
              : "    " + visible(field.path("field").asString("")));
    }
  }

  private static String value(JsonNode value) {
    return value.isMissingNode() ? "nothing" : visible(value.toString());
  }

  /** What comes from data must not steer the terminal. */
  private static String visible(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
