package dev.crossfade.standalone.demo.check;

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

/**
 * Holds the users' tables against the history: each present record has its rows with each column as
 * its last acknowledged document says, and there are no rows besides.
 */
final class TableCheck {
  private final Connection connection;
  private final Findings findings;

  TableCheck(Connection connection, Findings findings) {
    this.connection = connection;
    this.findings = findings;
  }

  /** A row that must be there. */
  private record Expected(RecordExpectation record, List<@Nullable String> values) {
    String name() {
      return record.record().domain() + "/" + record.record().id();
    }
  }

  private record RowName(String tenant, String id) {}

  void check(List<RecordExpectation> records) throws SQLException {
    Map<String, List<ExpectedTable>> byTable =
        SchoolTables.all().stream()
            .collect(
                Collectors.groupingBy(
                    ExpectedTable::table, LinkedHashMap::new, Collectors.toList()));
    Map<String, List<RecordExpectation>> byDomain =
        records.stream().collect(Collectors.groupingBy(record -> record.record().domain()));
    for (var entry : byTable.entrySet()) {
      Map<RowName, Expected> expected = new HashMap<>();
      Set<RowName> uncertain = new HashSet<>();
      for (ExpectedTable table : entry.getValue()) {
        for (RecordExpectation record : byDomain.getOrDefault(table.domain(), List.of())) {
          expect(table, record, expected, uncertain);
        }
      }
      compare(entry.getValue().getFirst(), expected, uncertain);
    }
    findings.records(records.stream().filter(RecordExpectation::settled).count());
  }

  private static void expect(
      ExpectedTable table,
      RecordExpectation record,
      Map<RowName, Expected> expected,
      Set<RowName> uncertain) {
    WrittenEvent last = record.last();
    if (!record.settled()) {
      var nothing = Form.parse("{}");
      var subject =
          new Value.Subject(record.tenant(), table.domain(), record.record().id(), nothing, "");
      uncertain.add(new RowName(record.tenant(), id(table, subject)));
    } else if (last != null && record.present()) {
      var document = Form.parse(Objects.requireNonNull(last.data()));
      var subject =
          new Value.Subject(
              record.tenant(), table.domain(), record.record().id(), document, last.time());
      List<@Nullable String> values = new ArrayList<>();
      for (ExpectedTable.Column column : table.columns()) {
        values.add(column.value().of(subject, column.form()));
      }
      expected.put(new RowName(record.tenant(), id(table, subject)), new Expected(record, values));
    }
  }

  private static String id(ExpectedTable table, Value.Subject subject) {
    return Objects.requireNonNull(table.columns().getFirst().value().of(subject, Form.UUID_));
  }

  private void compare(ExpectedTable table, Map<RowName, Expected> expected, Set<RowName> uncertain)
      throws SQLException {
    List<ExpectedTable.Column> columns = table.columns();
    String names =
        columns.stream().map(ExpectedTable.Column::name).collect(Collectors.joining(", "));
    String sql = "SELECT tenant, " + names + " FROM " + table.table();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(2_000);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          RowName name =
              new RowName(rows.getString(1), Objects.requireNonNull(Form.UUID_.ofColumn(rows, 2)));
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
                new Difference(table.table(), name.tenant(), one.name(), "row", "a row", null)));
  }

  private void compare(ExpectedTable table, Expected one, ResultSet row) throws SQLException {
    List<ExpectedTable.Column> columns = table.columns();
    for (int i = 0; i < columns.size(); i++) {
      ExpectedTable.Column column = columns.get(i);
      String actual = column.form().ofColumn(row, i + 2);
      findings.compare(
          table.table(),
          one.record().tenant(),
          one.name(),
          column.name(),
          one.values().get(i),
          actual);
    }
  }
}
