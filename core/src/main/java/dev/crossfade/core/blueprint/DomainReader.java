package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads one entry of {@code domains}. */
final class DomainReader {
  private final Section section;
  private final Map<String, Table> tables;
  private final ProblemList problems;

  DomainReader(Section section, Map<String, Table> tables, ProblemList problems) {
    this.section = section;
    this.tables = tables;
    this.problems = problems;
  }

  /**
   * The domain, or null when too much of it is missing.
   *
   * @param schemaFile where its schema was read from
   */
  @Nullable DomainSpec read(@Nullable String schemaFile) {
    String name = section.requiredText("name", "what the domain is called, for example students.");
    if (name != null && !Names.isName(name)) {
      section.problem("name", Names.RULE);
    }
    IdRule.Field idRule = idRule();
    ConflictPolicy policy =
        choice(
            section,
            "conflicts",
            ConflictPolicy.values(),
            "what happens when two sources change the same record unseen; AUTO_OVERWRITE lets the"
                + " later one win.");
    JsonNode schema = section.get("schema");
    if (schema == null) {
      section.problem("schema", "is missing: the JSON Schema of a record, schemas/….json.");
    }
    List<RowSpec> rows = rows();
    section.refuseUnknown();
    SchemaFields fields = schema == null ? null : fields(schema, schemaFile);
    if (name == null || idRule == null || policy == null || fields == null) {
      return null;
    }
    return new DomainSpec(name, idRule, policy, fields, rows, section);
  }

  private SchemaFields fields(JsonNode schema, @Nullable String schemaFile) {
    SchemaFields fields =
        schemaFile == null
            ? new SchemaFields(problems, BlueprintReader.FILE, section.path("schema") + ".", schema)
            : new SchemaFields(problems, schemaFile, "", schema);
    fields.check();
    return fields;
  }

  private IdRule.@Nullable Field idRule() {
    Section id =
        section.requiredSection(
            "id", "where a record's id comes from, for example {field: id, scope: tenant}.");
    if (id == null) {
      return null;
    }
    String field = id.requiredText("field", "the member of the record that holds its id.");
    IdScope scope =
        choice(
            id,
            "scope",
            IdScope.values(),
            "tenant, if the same id on two devices means the same record, or source, if each device"
                + " counts for itself. There is no default, for a wrong guess mixes records up.");
    id.refuseUnknown();
    return field == null || scope == null ? null : new IdRule.Field(field, scope);
  }

  private List<RowSpec> rows() {
    List<RowSpec> rows = new ArrayList<>();
    Section all = section.requiredSection("rows", "the rows that a record becomes, by name.");
    if (all == null) {
      return rows;
    }
    for (var member : all.members().entrySet()) {
      if (!Names.isName(member.getKey())) {
        all.problem(member.getKey(), Names.RULE);
      }
      if (member.getValue() instanceof ObjectNode object) {
        RowSpec row = row(member.getKey(), all.child(member.getKey(), object));
        if (row != null) {
          rows.add(row);
        }
      } else {
        all.problem(member.getKey(), "must have a table and columns.");
      }
    }
    return rows;
  }

  private @Nullable RowSpec row(String name, Section row) {
    String tableName = row.requiredText("table", "one of the tables declared above.");
    Section columns = row.requiredSection("columns", "where each column's value comes from.");
    Table table = tableName == null ? null : tables.get(tableName);
    row.get("split");
    row.get("join");
    row.refuseUnknown();
    if (tableName == null || columns == null) {
      return null;
    }
    if (table == null) {
      row.problem(
          "table", "no table \"" + tableName + "\"" + DidYouMean.hint(tableName, tables.keySet()));
      return null;
    }
    Map<String, ColumnSpec> specs = new LinkedHashMap<>();
    for (var member : columns.members().entrySet()) {
      String column = member.getKey();
      if (table.position(column) == 0) {
        columns.problem(column, "is the tenant column: it is filled by itself.");
      } else if (table.position(column) < 0) {
        List<String> known = table.columns().stream().skip(1).map(Column::name).toList();
        columns.problem(column, table + " has no such column" + DidYouMean.hint(column, known));
      } else {
        ColumnSpec spec = new ColumnReader(columns, column).read(member.getValue());
        if (spec != null) {
          specs.put(column, spec);
        }
      }
    }
    new RowTemplates(row, table, specs).read();
    return new RowSpec(name, table, specs, columns);
  }

  private static <E extends Enum<E>> @Nullable E choice(
      Section section, String member, E[] choices, String why) {
    String written = section.requiredText(member, why);
    if (written == null) {
      return null;
    }
    boolean lower = choices[0] instanceof IdScope;
    List<String> known = new ArrayList<>();
    for (E choice : choices) {
      String text = lower ? choice.name().toLowerCase(Locale.ROOT) : choice.name();
      if (text.equals(written)) {
        return choice;
      }
      known.add(text);
    }
    section.problem(member, "cannot be \"" + written + "\"" + DidYouMean.hint(written, known));
    return null;
  }
}
