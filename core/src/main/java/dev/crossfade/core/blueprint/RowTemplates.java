package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code split} and {@code join} of a row. */
final class RowTemplates {
  private final Section row;
  private final Table table;
  private final Map<String, ColumnSpec> columns;

  /**
   * @param columns those that the row fills otherwise; what is read here is put to them
   */
  RowTemplates(Section row, Table table, Map<String, ColumnSpec> columns) {
    this.row = row;
    this.table = table;
    this.columns = columns;
  }

  void read() {
    if (row.has("split")) {
      Section split = row.requiredSection("split", "the fields, and the form of each one's text.");
      if (split != null) {
        split.members().forEach((field, form) -> split(split, field, form));
      }
    }
    if (row.has("join")) {
      Section join = row.requiredSection("join", "the columns, and the form of each one's text.");
      if (join != null) {
        join.members().forEach((column, form) -> join(join, column, form));
      }
    }
  }

  private void split(Section section, String field, JsonNode form) {
    FieldPath path = path(section, field, field);
    Template template = template(section, field, form);
    if (path == null || template == null) {
      return;
    }
    if (template.names().size() < 2) {
      section.problem(field, "must name two columns at least; map one column to the field itself.");
      return;
    }
    for (int i = 0; i < template.names().size(); i++) {
      put(section, field, template.names().get(i), new ColumnSpec.Piece(path, template, i));
    }
  }

  private void join(Section section, String column, JsonNode form) {
    Template template = template(section, column, form);
    if (template == null) {
      return;
    }
    List<FieldPath> paths = new ArrayList<>();
    for (String field : template.names()) {
      FieldPath path = path(section, column, field);
      if (path == null) {
        return;
      }
      paths.add(path);
    }
    put(section, column, column, new ColumnSpec.Joined(template, List.copyOf(paths)));
  }

  private static @Nullable Template template(Section section, String member, JsonNode form) {
    if (!form.isString()) {
      section.problem(member, "must be a text with names in braces, like \"{a}, {b}\".");
      return null;
    }
    return switch (Template.read(form.stringValue())) {
      case Template.Reading.Ok(Template template) -> template;
      case Template.Reading.Wrong(String sentence) -> {
        section.problem(member, "the text " + sentence);
        yield null;
      }
    };
  }

  private static @Nullable FieldPath path(Section section, String member, String pointer) {
    FieldPath path = FieldPath.parse(pointer);
    if (path == null) {
      section.problem(
          member, "\"" + pointer + "\" is not the way to a field: write /name or /outer/inner.");
    }
    return path;
  }

  private boolean isTenant(String column) {
    Column tenant = table.tenantColumn();
    return tenant != null && tenant.name().equals(column);
  }

  private void put(Section section, String member, String column, ColumnSpec spec) {
    if (table.position(column) < 0) {
      List<String> known =
          table.columns().stream().map(Column::name).filter(name -> !isTenant(name)).toList();
      section.problem(
          member, table + " has no column \"" + column + "\"" + DidYouMean.hint(column, known));
    } else if (isTenant(column)) {
      section.problem(member, "\"" + column + "\" is the tenant column: it is filled by itself.");
    } else if (columns.putIfAbsent(column, spec) != null) {
      section.problem(
          member, "\"" + column + "\" is filled twice: a column has one place that fills it.");
    }
  }
}
