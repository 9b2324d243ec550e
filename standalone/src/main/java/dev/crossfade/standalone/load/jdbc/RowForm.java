package dev.crossfade.standalone.load.jdbc;

import dev.crossfade.core.json.Json;
import dev.crossfade.standalone.load.SourceRecord;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How the rows of one query become lines. */
final class RowForm {
  private final String domain;
  private final JdbcSettings.Shape shape;
  private final List<Member> members;
  private final @Nullable Member tenant;
  private final @Nullable Member id;
  private final @Nullable Member data;

  /** A column that is read. */
  private record Member(String label, int column, ColumnValue value) {
    @Nullable JsonNode read(ResultSet rows) throws SQLException, UnreadableValueException {
      try {
        return value.read(rows, column);
      } catch (UnreadableValueException e) {
        throw new UnreadableValueException("column " + label + " " + e.getMessage());
      }
    }
  }

  private RowForm(String domain, JdbcSettings.Shape shape, List<Member> columns)
      throws JdbcException {
    this.domain = domain;
    this.shape = shape;
    this.tenant = column(columns, "--tenant-column", shape.tenantColumn());
    this.id = column(columns, "--id-column", shape.idColumn());
    this.data = column(columns, "--data-column", shape.dataColumn());
    List<Member> rest = new ArrayList<>(columns);
    rest.removeIf(member -> member.equals(tenant) || member.equals(id));
    this.members = List.copyOf(rest);
  }

  /**
   * The form of a query's rows.
   *
   * @throws JdbcException when a column has no form in JSON, or one that was named is not there
   */
  static RowForm of(String domain, JdbcSettings.Shape shape, ResultSetMetaData columns)
      throws SQLException, JdbcException {
    List<Member> members = new ArrayList<>();
    Set<String> labels = new HashSet<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String label = columns.getColumnLabel(i);
      String type = columns.getColumnTypeName(i);
      ColumnValue value = ColumnValue.of(columns.getColumnType(i), type, shape.zone());
      if (value == null) {
        throw JdbcException.usage(
            "--query %s: the column %s is of type %s, which has no form in JSON. Leave it out, or have the query turn it into something that has, for example encode(%s, 'base64') or %s::numeric."
                .formatted(domain, label, type, label, label));
      }
      if (!labels.add(label)) {
        throw JdbcException.usage(
            "--query %s: two columns are called %s. Name one of them with AS."
                .formatted(domain, label));
      }
      members.add(new Member(label, i, value));
    }
    return new RowForm(domain, shape, members);
  }

  private @Nullable Member column(List<Member> columns, String option, @Nullable String name)
      throws JdbcException {
    if (name == null) {
      return null;
    }
    for (Member member : columns) {
      if (member.label().equalsIgnoreCase(name)) {
        return member;
      }
    }
    throw JdbcException.usage(
        "%s: the query of %s has no column %s. It has %s."
            .formatted(
                option,
                domain,
                name,
                String.join(", ", columns.stream().map(Member::label).toList())));
  }

  /**
   * The row that the result stands on.
   *
   * @param number which one of its query, from 1
   */
  SourceRecord read(ResultSet rows, long number) throws SQLException {
    try {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      String whose = tenant == null ? shape.tenant() : text(tenant, rows);
      if (whose != null) {
        line.put("tenant", whose);
      }
      line.put("domain", domain);
      if (id != null) {
        line.put("id", text(id, rows));
      }
      line.set("data", data(rows));
      return new SourceRecord.Line(whose, domain, Json.MAPPER.writeValueAsBytes(line));
    } catch (UnreadableValueException e) {
      return new SourceRecord.Unreadable(domain, number, String.valueOf(e.getMessage()));
    }
  }

  private static String text(Member member, ResultSet rows)
      throws SQLException, UnreadableValueException {
    String text = rows.getString(member.column());
    if (text == null) {
      throw new UnreadableValueException(
          "column %s is null".formatted(member.label().toLowerCase(Locale.ROOT)));
    }
    return text;
  }

  private ObjectNode data(ResultSet rows) throws SQLException, UnreadableValueException {
    if (data != null) {
      if (data.read(rows) instanceof ObjectNode object) {
        return object;
      }
      throw new UnreadableValueException("column " + data.label() + " holds no JSON object");
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Member member : members) {
      JsonNode value = member.read(rows);
      if (value != null) {
        object.set(member.label(), value);
      } else if (shape.keepNulls()) {
        object.putNull(member.label());
      }
    }
    return object;
  }
}
