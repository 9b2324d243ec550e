package dev.crossfade.standalone.demo.check;

import dev.crossfade.standalone.demo.check.ExpectedTable.Column;
import dev.crossfade.standalone.demo.history.RecordExpectation;
import dev.crossfade.standalone.demo.history.WrittenEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Holds the users' tables against the history: each present record has its rows with each column as
 * its last acknowledged document says, and there are no rows besides.
 */
final class TableCheck {
  private final Plan plan;
  private final Connection connection;
  private final Findings findings;

  TableCheck(Plan plan, Connection connection, Findings findings) {
    this.plan = plan;
    this.connection = connection;
    this.findings = findings;
  }

  /** A row that must be there. */
  private record Expected(RecordExpectation record, List<@Nullable String> values) {
    String name() {
      return record.record().domain() + "/" + record.record().id();
    }
  }

  /** Without a tenant where the table has no such column. */
  private record RowName(String tenant, String id) {}

  void check(List<RecordExpectation> records) throws SQLException {
    Map<String, List<ExpectedTable>> byTable =
        plan.tables().stream()
            .collect(
                Collectors.groupingBy(
                    ExpectedTable::table, LinkedHashMap::new, Collectors.toList()));
    Map<String, List<RecordExpectation>> byDomain =
        records.stream().collect(Collectors.groupingBy(record -> record.record().domain()));
    Set<List<String>> present = new HashSet<>();
    records.stream()
        .filter(RecordExpectation::present)
        .forEach(
            record -> present.add(List.of(record.tenant(), record.record().domain(), key(record))));
    Subject.Present isPresent =
        (tenant, domain, key) -> present.contains(List.of(tenant, domain, key));
    for (var entry : byTable.entrySet()) {
      Map<RowName, Expected> expected = new HashMap<>();
      Set<RowName> uncertain = new HashSet<>();
      for (ExpectedTable table : entry.getValue()) {
        for (RecordExpectation record : byDomain.getOrDefault(table.domain(), List.of())) {
          expect(table, record, isPresent, expected, uncertain);
        }
      }
      compare(entry.getValue().getFirst(), expected, uncertain);
    }
    findings.records(records.stream().filter(RecordExpectation::settled).count());
  }

  private static String key(RecordExpectation record) {
    var name = record.record();
    return RowIds.ofKey(record.tenant(), name.domain(), name.id(), name.source());
  }

  private static void expect(
      ExpectedTable table,
      RecordExpectation record,
      Subject.Present present,
      Map<RowName, Expected> expected,
      Set<RowName> uncertain) {
    WrittenEvent last = record.last();
    boolean there = last != null && record.present();
    if (record.settled() && !there) {
      return;
    }
    JsonNode document =
        Form.parse(there && last != null ? Objects.requireNonNull(last.data()) : "{}");
    Subject subject =
        new Subject(
            record.tenant(),
            table.domain(),
            key(record),
            last == null ? "" : last.source(),
            document,
            last == null ? "1970-01-01T00:00:00Z" : last.time(),
            document,
            0,
            present);
    for (Subject row : rows(table, subject)) {
      Column key = table.columns().get(table.key());
      String id = Objects.requireNonNull(text(key, row));
      RowName name = new RowName(table.tenant() == null ? "" : record.tenant(), id);
      if (record.settled()) {
        List<@Nullable String> values = new ArrayList<>();
        table.columns().forEach(column -> values.add(text(column, row)));
        expected.put(name, new Expected(record, values));
      } else {
        uncertain.add(name);
      }
    }
  }

  private static List<Subject> rows(ExpectedTable table, Subject record) {
    String each = table.each();
    if (each == null) {
      return List.of(record);
    }
    List<Subject> rows = new ArrayList<>();
    for (JsonNode element : record.document().at(each)) {
      rows.add(record.element(element, rows.size()));
    }
    return rows;
  }

  private static @Nullable String text(Column column, Subject subject) {
    JsonNode value = column.value().of(subject);
    return value == null ? null : column.type().ofDocument(value);
  }

  private void compare(ExpectedTable table, Map<RowName, Expected> expected, Set<RowName> uncertain)
      throws SQLException {
    List<Column> columns = table.columns();
    String names =
        columns.stream()
            .map(column -> column.type().selected(quoted(column.name())))
            .collect(Collectors.joining(", "));
    String tenant = table.tenant() == null ? "''" : quoted(table.tenant());
    String sql = "SELECT " + tenant + ", " + names + " FROM " + quotedTable(table.table());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(2_000);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String id =
              Objects.requireNonNull(
                  columns.get(table.key()).type().ofColumn(rows, table.key() + 2));
          RowName name = new RowName(rows.getString(1), id);
          Expected one = expected.remove(name);
          if (one != null) {
            compare(table, one, rows);
          } else if (!uncertain.contains(name)) {
            findings.add(
                new Difference(
                    table.table(), name.tenant(), "row " + name.id(), "row", null, "a row"));
          }
        }
      }
    }
    expected.forEach(
        (name, one) ->
            findings.add(
                new Difference(
                    table.table(), one.record().tenant(), one.name(), "row", "a row", null)));
  }

  private void compare(ExpectedTable table, Expected one, ResultSet row) throws SQLException {
    List<Column> columns = table.columns();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      String actual = column.type().ofColumn(row, i + 2);
      Findings.Place place =
          new Findings.Place(table.table(), one.record().tenant(), one.name(), column.name());
      findings.compare(place, one.values().get(i), actual, column.secret());
    }
  }

  private static String quotedTable(String name) {
    int dot = name.indexOf('.');
    return quoted(name.substring(0, dot)) + "." + quoted(name.substring(dot + 1));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
