package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads one entry of {@code tables}. */
final class TableReader {
  private static final String DEFAULT_TENANT = "tenant";
  private static final String DERIVED = "derived";
  private static final String OWN_SCHEMA = "crossfade";

  private final Section section;

  TableReader(Section section) {
    this.section = section;
  }

  /** The table, or null when a problem was told that leaves nothing to work with. */
  @Nullable Table read() {
    String name =
        section.requiredText("name", "the table as schema.table, for example school.students.");
    Column tenantColumn = tenantColumn();
    List<Column> columns = new ArrayList<>();
    columns(columns, tenantColumn);
    Column id = key(columns);
    section.refuseUnknown();
    String[] parts = name == null ? new String[0] : name.split("\\.", -1);
    if (name == null || id == null) {
      return null;
    }
    if (parts.length != 2) {
      section.problem("name", "must be schema.table, with one dot.");
      return null;
    }
    checkName("name", parts[0]);
    checkName("name", parts[1]);
    checkSchema(parts[0]);
    return new Table(parts[0], parts[1], tenantColumn, columns, id);
  }

  /** The tenant column; null where the tenant is in the derived ids only. */
  private @Nullable Column tenantColumn() {
    String tenant = section.text("tenant");
    String tenancy = section.text("tenancy");
    if (tenancy != null && !tenancy.equals(DERIVED)) {
      section.problem("tenancy", "can only be derived; leave it out for a tenant column.");
    }
    if (tenancy != null) {
      if (tenant != null) {
        section.problem("tenant", "a table whose tenancy is derived has no tenant column.");
      }
      return null;
    }
    String name = tenant == null ? DEFAULT_TENANT : tenant;
    checkName("tenant", name);
    return new Column(name, SqlType.TEXT, 0, 0);
  }

  private void checkSchema(String schema) {
    if (schema.equals(OWN_SCHEMA)
        || schema.equals("information_schema")
        || schema.startsWith("pg_")) {
      section.problem("name", "the schema \"" + schema + "\" is not yours to map; use another.");
    }
  }

  private void checkName(String member, String name) {
    String fault = Identifiers.fault(name);
    if (fault != null) {
      section.problem(member, "the name " + fault + ".");
    }
  }

  private void columns(List<Column> columns, @Nullable Column tenant) {
    JsonNode list = section.get("columns");
    if (list == null || !list.isArray() || list.isEmpty()) {
      section.problem("columns", "must be a list of columns, each like \"- phone: text(40)\".");
      return;
    }
    for (JsonNode entry : list) {
      if (entry instanceof ObjectNode object && object.size() == 1) {
        Map.Entry<String, JsonNode> column = object.properties().iterator().next();
        column(column.getKey(), column.getValue(), columns, tenant);
      } else {
        section.problem("columns", "each entry is one name and its type: \"- phone: text(40)\".");
      }
    }
  }

  private void column(String name, JsonNode type, List<Column> columns, @Nullable Column tenant) {
    String member = "columns." + name;
    checkName(member, name);
    boolean isTenant = tenant != null && tenant.name().equals(name);
    if (isTenant || columns.stream().anyMatch(other -> other.name().equals(name))) {
      section.problem(
          member, "stands there twice; the tenant column counts too and is not to be listed.");
      return;
    }
    switch (ColumnTypes.read(name, type.isString() ? type.stringValue() : type.toString())) {
      case ColumnTypes.Reading.Ok(Column column) -> columns.add(column);
      case ColumnTypes.Reading.Wrong(String sentence) -> section.problem(member, sentence);
    }
  }

  private @Nullable Column key(List<Column> columns) {
    String key =
        section.requiredText(
            "key", "the column that, with the tenant, is the primary key, for example id.");
    if (key == null) {
      return null;
    }
    for (Column column : columns) {
      if (column.name().equals(key)) {
        if (column.type() != SqlType.UUID) {
          section.problem("key", "the key column \"" + key + "\" must have the type uuid.");
        }
        return column;
      }
    }
    List<String> names = columns.stream().map(Column::name).toList();
    section.problem("key", "no column \"" + key + "\"" + DidYouMean.hint(key, names));
    return null;
  }
}
