package dev.crossfade.core.propose;

import dev.crossfade.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes a draft as {@code blueprint.yaml}, with a comment at each guess. */
final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_/.()-]*");
  private static final Pattern TYPE = Pattern.compile("[a-z]+(\\(\\d+(,\\d+)?\\))?(\\[\\])?");
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

  private final String name;
  private final List<DomainDraft> drafts;
  private final StringBuilder text = new StringBuilder();

  YamlText(String name, List<DomainDraft> drafts) {
    this.name = name;
    this.drafts = drafts;
  }

  String text() {
    line(
        "# Proposed by crossfade blueprint init, from what a dump holds. Each comment below is a"
            + " guess");
    line("# that a person should look at; docs/blueprint.md describes the language.");
    line("# Texts have room for four times the longest one seen; what is longer is refused.");
    line("blueprint: 1");
    line("name: " + name);
    line("schemaVersion: 1");
    line("");
    line("tables:");
    drafts.forEach(this::table);
    line("");
    line("domains:");
    drafts.forEach(this::domain);
    return text.toString();
  }

  private void table(DomainDraft draft) {
    JsonNode form = draft.tableForm();
    line(
        "  - name: "
            + scalar(form.get("name"))
            + comment(draft.known() == null ? null : "is there already"));
    for (String key : List.of("tenancy", "tenant", "key")) {
      if (form.has(key)) {
        line("    " + key + ": " + scalar(form.get(key)));
      }
    }
    line("    columns:");
    line("      - " + scalar(draft.key()) + ": uuid");
    for (ColumnDraft column : draft.columns()) {
      String type = TYPE.matcher(column.type()).matches() ? column.type() : scalar(column.type());
      line("      - " + scalar(column.name()) + ": " + type);
    }
  }

  private void domain(DomainDraft draft) {
    Found found = draft.source().found();
    int size = found.records().size();
    line(
        "  # "
            + (found.single() ? "one record" : size + (size == 1 ? " record" : " records"))
            + " under "
            + Json.MAPPER.writeValueAsString(found.key()));
    line("  - name: " + scalar(draft.name()));
    line("    schema: " + draft.schemaFile());
    line("    id: " + flow(draft.idRule()) + comment(idNote(draft)));
    line("    conflicts: " + draft.conflicts() + comment(conflictNote(draft)));
    JsonNode legacy = draft.legacy();
    if (legacy != null) {
      line("    legacy: " + flow(legacy) + comment(found.spot().why()));
    } else if (found.spot().part()) {
      line("    # no legacy: these fields lie beside collections, and no place holds them alone");
    }
    line("    rows:");
    line("      " + scalar(draft.row()) + ":");
    line("        table: " + scalar(draft.table()));
    line("        columns:");
    line("          " + scalar(draft.key()) + ": {record: id}");
    for (ColumnDraft column : draft.columns()) {
      line(
          "          "
              + scalar(column.name())
              + ": "
              + flow(column.spec())
              + comment(column.note()));
    }
  }

  private static String idNote(DomainDraft draft) {
    String why = draft.source().id().why();
    return why == null ? scopeNote(draft) : why + "; " + scopeNote(draft);
  }

  private static String scopeNote(DomainDraft draft) {
    return draft.source().id().byKey()
        ? "the same key on two devices means the same record; does it?"
        : draft.source().id().shared()
            ? "does the same id on two devices mean the same record? else scope: source"
            : draft.source().found().single()
                ? "one for each device? or scope: tenant, one for all of them"
                : "does each device count for itself? else scope: tenant";
  }

  private static String conflictNote(DomainDraft draft) {
    return draft.source().found().single()
        ? "fields changed on two devices at once: the later change of each wins"
        : "of two devices' changes at once the later wins; or AUTO_MERGE, AUTO_SKIP, INTERACTIVE";
  }

  private static String flow(JsonNode node) {
    if (node.isArray()) {
      return "[" + String.join(", ", node.valueStream().map(YamlText::flow).toList()) + "]";
    }
    if (!node.isObject()) {
      return scalar(node);
    }
    StringBuilder flow = new StringBuilder("{");
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      boolean nothing =
          member.getValue().isString() && member.getValue().stringValue().equals("null");
      flow.append(flow.length() == 1 ? "" : ", ")
          .append(scalar(member.getKey()))
          .append(": ")
          .append(nothing ? "null" : flow(member.getValue()));
    }
    return flow.append("}").toString();
  }

  private static String scalar(JsonNode value) {
    return value.isString() ? scalar(value.stringValue()) : value.toString();
  }

  private static String scalar(String value) {
    return PLAIN.matcher(value).matches() && !WORDS.contains(value)
        ? value
        : Json.MAPPER.writeValueAsString(value);
  }

  private static String comment(@Nullable String note) {
    return note == null ? "" : "  # " + note;
  }

  private void line(String line) {
    text.append(line).append("\n");
  }
}
