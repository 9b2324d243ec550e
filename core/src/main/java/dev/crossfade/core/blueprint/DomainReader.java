package dev.crossfade.core.blueprint;

import dev.crossfade.core.legacy.StoreDecoders;
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
   * @param schemaFiles where schemas were read from, by the domain's name or {@link
   *     UpcastReader#fileKey}
   * @param version of the records that the schemas describe; null where it is not known
   */
  @Nullable DomainSpec read(Map<String, String> schemaFiles, @Nullable Integer version) {
    String name = section.requiredText("name", "what the domain is called, for example students.");
    String schemaFile = name == null ? null : schemaFiles.get(name);
    if (name != null && !Names.isName(name)) {
      section.problem("name", Names.RULE);
    }
    IdRule idRule = IdReader.read(section);
    ConflictPolicy policy =
        choice(
            section,
            "conflicts",
            ConflictPolicy.values(),
            "what happens when two sources change the same record unseen; AUTO_OVERWRITE lets the"
                + " later one win.");
    JsonNode schema = section.get("schema");
    section.get("fieldConflicts");
    if (schema == null) {
      section.problem("schema", "is missing: the JSON Schema of a record, schemas/….json.");
    }
    List<RowSpec> rows = rows();
    List<CounterSpec> counters = CounterReader.read(section);
    List<UpcastEntry> upcast = new UpcastReader(section, problems, version).read(name, schemaFiles);
    List<LegacyEntry> legacy = new LegacyReader(section, new StoreDecoders().names()).read(idRule);
    section.refuseUnknown();
    SchemaFields fields = schema == null ? null : fields(schema, schemaFile);
    Map<String, ConflictPolicy> rules = new FieldConflictsReader(section).read(policy, fields);
    if (name == null || idRule == null || policy == null || fields == null) {
      return null;
    }
    DocumentIds ids = IdReader.resolve(idRule, fields, section);
    Additions more = new Additions(counters, upcast, legacy, rules);
    return new DomainSpec(name, ids, policy, fields, rows, more, section);
  }

  private SchemaFields fields(JsonNode schema, @Nullable String schemaFile) {
    SchemaFields fields =
        schemaFile == null
            ? new SchemaFields(problems, BlueprintReader.FILE, section.path("schema") + ".", schema)
            : new SchemaFields(problems, schemaFile, "", schema);
    fields.check();
    return fields;
  }

  private List<RowSpec> rows() {
    List<RowSpec> rows = new ArrayList<>();
    Section all = section.requiredSection("rows", "the rows that a record becomes, by name.");
    if (all == null) {
      return rows;
    }
    if (all.members().isEmpty()) {
      section.problem("rows", "has no row: name at least the one with {record: id} as its key.");
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
    FieldPath each = each(row);
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
      if (isTenant(table, column)) {
        columns.problem(column, "is the tenant column: it is filled by itself.");
      } else if (table.position(column) < 0) {
        List<String> known =
            table.columns().stream().map(Column::name).filter(c -> !isTenant(table, c)).toList();
        columns.problem(column, table + " has no such column" + DidYouMean.hint(column, known));
      } else {
        ColumnSpec spec = new ColumnReader(columns, column).read(member.getValue());
        if (spec != null) {
          specs.put(column, spec);
        }
      }
    }
    new RowTemplates(row, table, specs).read();
    return new RowSpec(name, table, each, specs, columns);
  }

  private static boolean isTenant(Table table, String column) {
    Column tenant = table.tenantColumn();
    return tenant != null && tenant.name().equals(column);
  }

  private static @Nullable FieldPath each(Section row) {
    String pointer = row.text("each");
    FieldPath path = pointer == null ? null : FieldPath.parse(pointer);
    if (pointer != null && path == null) {
      row.problem("each", "\"" + pointer + "\" is not the way to an array: write /name.");
    }
    return path;
  }

  static <E extends Enum<E>> @Nullable E choice(
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
