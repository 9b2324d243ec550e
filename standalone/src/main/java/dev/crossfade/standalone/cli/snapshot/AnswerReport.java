package dev.crossfade.standalone.cli.snapshot;

import dev.crossfade.standalone.cli.target.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What became of a snapshot, for a person. */
final class AnswerReport {
  private static final int SHOWN = 10;

  private final Terminal terminal;

  AnswerReport(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The records that the service did not take. */
  static long rejected(JsonNode answer) {
    long rejected = 0;
    for (JsonNode domain : answer.path("domains")) {
      rejected += domain.path("rejected").asLong();
    }
    return rejected;
  }

  /** A line for each domain: how many, and why some are not among them. */
  void domains(JsonNode domains) {
    int widest =
        domains.properties().stream().mapToInt(each -> each.getKey().length()).max().orElse(0);
    for (Map.Entry<String, JsonNode> domain : domains.properties()) {
      JsonNode counts = domain.getValue();
      String line =
          String.format(
              Locale.ROOT,
              "  %-" + Math.max(1, widest) + "s  %,d records, %,d mapped, %,d rejected",
              domain.getKey(),
              counts.path("records").asLong(),
              counts.path("mapped").asLong(),
              counts.path("rejected").asLong());
      List<String> reasons = new ArrayList<>();
      counts
          .path("reasons")
          .properties()
          .forEach(
              reason ->
                  reasons.add(
                      String.format(
                          Locale.ROOT, "%,d %s", reason.getValue().asLong(), reason.getKey())));
      terminal.line(reasons.isEmpty() ? line : line + ": " + String.join(", ", reasons));
    }
  }

  /** Keys that no domain of the blueprint claims. */
  void unknownKeys(JsonNode keys) {
    if (keys.isEmpty()) {
      return;
    }
    terminal.line("Keys that the blueprint does not name:");
    for (JsonNode key : keys) {
      List<String> envelope = new ArrayList<>();
      key.path("envelope").forEach(each -> envelope.add(text(each)));
      terminal.line(
          String.format(
              Locale.ROOT,
              "  %s (%,d bytes)%s. %s",
              key.path("key").asString(""),
              key.path("size").asLong(),
              envelope.isEmpty() ? "" : ", perhaps of " + String.join(" in ", envelope),
              key.path("reason").asString("")));
    }
  }

  private static String text(JsonNode node) {
    return node.isString() ? node.stringValue() : node.toString();
  }

  /** The first things that are wrong with single records. */
  void issues(JsonNode issues) {
    if (issues.isEmpty()) {
      return;
    }
    terminal.line("Problems:");
    int told = 0;
    for (JsonNode issue : issues) {
      if (told++ == SHOWN) {
        terminal.line(String.format(Locale.ROOT, "  … %,d more", issues.size() - SHOWN));
        return;
      }
      terminal.line("  " + issue(issue));
    }
  }

  /** One of them, without data. */
  static String issue(JsonNode issue) {
    StringBuilder text = new StringBuilder();
    if (issue.path("row").isNumber()) {
      text.append(String.format(Locale.ROOT, "row %,d, ", issue.path("row").asLong()));
    }
    for (String member : new String[] {"tenant", "domain", "recordId"}) {
      if (issue.path(member).isString() || issue.path(member).isNumber()) {
        text.append(issue.path(member).asString()).append(' ');
      }
    }
    if (issue.path("key").isString()) {
      text.append("in ").append(issue.path("key").stringValue()).append(' ');
    }
    if (!issue.path("pointer").asString("").isEmpty()) {
      text.append("at ").append(issue.path("pointer").stringValue()).append(' ');
    }
    String reason = issue.path("reason").asString(issue.path("type").asString(""));
    String detail = issue.path("detail").asString("");
    return text.toString().strip()
        + ": "
        + (detail.isEmpty() ? reason : reason.isEmpty() ? detail : reason + ", " + detail);
  }

  /** What the audit of the source says, in its own words. */
  void audit(JsonNode audit) {
    if (audit.path("recommendation").isString()) {
      terminal.line(audit.path("recommendation").stringValue());
    }
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : audit.path("found").properties()) {
      if (each.getValue().asLong() > 0) {
        String name = each.getKey().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        found.add(String.format(Locale.ROOT, "%,d %s", each.getValue().asLong(), name));
      }
    }
    if (!found.isEmpty()) {
      terminal.line("Found: " + String.join(", ", found) + ".");
    }
  }
}
