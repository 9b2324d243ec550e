package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the section {@code afterMove}. */
final class AfterMoveReader {
  private static final String SECTION = "afterMove";
  private static final List<String> KINDS = List.of("index", "check", "notNull");
  private static final String FORM =
      "each entry is one of index, check and notNull with what it needs, for example"
          + " \"- index: {table: shop.orders, columns: [placed_at]}\".";

  private final Section root;
  private final Map<String, Table> tables;
  private final List<AfterMove> read = new ArrayList<>();
  private final Set<String> checks = new HashSet<>();

  private AfterMoveReader(Section root, Map<String, Table> tables) {
    this.root = root;
    this.tables = tables;
  }

  /** What could be read; the rest is told as problems. */
  static List<AfterMove> read(Section root, Map<String, Table> tables) {
    AfterMoveReader reader = new AfterMoveReader(root, tables);
    reader.read();
    return List.copyOf(reader.read);
  }

  private void read() {
    JsonNode list = root.get(SECTION);
    if (list == null) {
      return;
    }
    if (!list.isArray()) {
      root.problem(SECTION, "must be a list; " + FORM);
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      String entry = SECTION + "[" + i + "]";
      if (!(list.get(i) instanceof ObjectNode object) || object.size() != 1) {
        root.problem(entry, FORM);
        continue;
      }
      Map.Entry<String, JsonNode> only = object.properties().iterator().next();
      String kind = only.getKey();
      if (!KINDS.contains(kind)) {
        root.problem(entry + "." + kind, "is not known here" + DidYouMean.hint(kind, KINDS));
      } else if (only.getValue() instanceof ObjectNode content) {
        entry(kind, root.child(entry + "." + kind, content));
      } else {
        root.problem(entry + "." + kind, FORM);
      }
    }
  }

  private void entry(String kind, Section section) {
    Table table = table(section);
    AfterMove made =
        switch (kind) {
          case "index" -> index(section, table);
          case "check" -> check(section, table);
          default -> notNull(section, table);
        };
    section.refuseUnknown();
    if (made != null) {
      read.add(made);
    }
  }

  private @Nullable Table table(Section section) {
    String name = section.requiredText("table", "the table that it is for, as schema.table.");
    Table table = name == null ? null : tables.get(name);
    if (name != null && table == null) {
      section.problem(
          "table", "no table \"" + name + "\"" + DidYouMean.hint(name, tables.keySet()));
    }
    return table;
  }

  private static @Nullable AfterMove index(Section section, @Nullable Table table) {
    List<Column> columns = columns(section, table, "leave it out: it goes in front by itself.");
    boolean unique = section.flag("unique", false);
    String where = condition(section, "where", false);
    if (unique && table != null && table.keyColumns().size() == 1) {
      section.problem(
          "unique",
          "the table has no tenant column, so a unique index would tell one tenant of another's"
              + " values: leave it out.");
    }
    return table == null || columns.isEmpty()
        ? null
        : new AfterMove.Index(table, columns, unique, where);
  }

  private @Nullable AfterMove check(Section section, @Nullable Table table) {
    String name = section.requiredText("name", "what the constraint is called.");
    String condition = condition(section, "condition", true);
    if (name == null || condition == null || table == null) {
      return null;
    }
    String fault = Identifiers.fault(name);
    if (fault != null) {
      section.problem("name", "the name " + fault + ".");
    } else if (!checks.add(table.qualifiedName() + " " + name)) {
      section.problem("name", "another check of " + table + " has this name; choose another.");
    }
    return new AfterMove.Check(table, name, condition);
  }

  private static @Nullable AfterMove notNull(Section section, @Nullable Table table) {
    List<Column> columns = columns(section, table, "leave it out: a key is never null.");
    return table == null || columns.isEmpty() ? null : new AfterMove.NotNull(table, columns);
  }

  private static @Nullable String condition(Section section, String member, boolean required) {
    String text =
        required
            ? section.requiredText(
                member, "the condition in SQL, for example condition: \"price >= 0\".")
            : section.text(member);
    if (text != null && text.isBlank()) {
      section.problem(member, "is empty: write a condition in SQL.");
    }
    return text;
  }

  private static List<Column> columns(Section section, @Nullable Table table, String ofTenant) {
    List<Column> columns = new ArrayList<>();
    JsonNode list = section.get("columns");
    if (list == null || !list.isArray() || list.isEmpty()) {
      section.problem("columns", "must be a list of at least one column, like [due, state].");
      return columns;
    }
    for (JsonNode each : list) {
      String name = each.isString() ? each.stringValue() : each.toString();
      if (table == null) {
        continue;
      }
      Column column = table.position(name) < 0 ? null : table.columns().get(table.position(name));
      if (column == null) {
        List<String> known = table.columns().stream().map(Column::name).toList();
        section.problem(
            "columns", table + " has no column \"" + name + "\"" + DidYouMean.hint(name, known));
      } else if (table.keyColumns().size() > 1 && column.equals(table.keyColumns().getFirst())) {
        section.problem("columns", "\"" + name + "\" is the tenant column; " + ofTenant);
      } else if (columns.contains(column)) {
        section.problem("columns", "\"" + name + "\" stands there twice.");
      } else {
        columns.add(column);
      }
    }
    return columns;
  }
}
