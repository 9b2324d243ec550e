package dev.crossfade.standalone.demo.check;

import dev.crossfade.standalone.demo.history.RecordExpectation;
import dev.crossfade.standalone.demo.history.SourceExpectation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what Crossfade keeps of its own against the history: each record was moved by as many
 * events as took effect, each source's numbers are all used, and nothing waits.
 */
final class StateCheck {
  private static final String RECORDS = "crossfade.record_state";
  private static final String SOURCES = "crossfade.source_progress";

  private static final String OF_MIGRATION =
      " WHERE migration = (SELECT id FROM crossfade.migration WHERE name = ?)";

  private final String migration;
  private final Connection connection;
  private final Findings findings;

  StateCheck(String migration, Connection connection, Findings findings) {
    this.migration = migration;
    this.connection = connection;
    this.findings = findings;
  }

  void check(List<RecordExpectation> records, List<SourceExpectation> sources) throws SQLException {
    checkRecords(records);
    checkSources(sources);
    checkEmpty("crossfade.parked_write");
    checkEmpty("crossfade.held_event");
  }

  private void checkRecords(List<RecordExpectation> records) throws SQLException {
    Map<List<String>, RecordExpectation> expected = new HashMap<>();
    for (RecordExpectation record : records) {
      var name = record.record();
      String key = RowIds.ofKey(record.tenant(), name.domain(), name.id(), name.source());
      expected.put(List.of(record.tenant(), name.domain(), key), record);
    }
    try (PreparedStatement statement =
            query(
                """
                SELECT tenant, domain, id, revision, digest IS NOT NULL,
                  written_offset = decided_offset
                FROM crossfade.record_state\
                """);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        List<String> name = List.of(rows.getString(1), rows.getString(2), rows.getString(3));
        RecordExpectation record = expected.remove(name);
        if (record == null) {
          findings.add(
              new Difference(
                  RECORDS, name.get(0), name.get(1) + "/" + name.get(2), "row", null, "a row"));
        } else if (record.settled()) {
          compare(record, rows.getLong(4), rows.getBoolean(5), rows.getBoolean(6));
        }
      }
    }
    expected.values().stream()
        .filter(record -> record.settled() && record.last() != null)
        .forEach(
            record ->
                findings.add(
                    new Difference(RECORDS, record.tenant(), name(record), "row", "a row", null)));
  }

  private void compare(RecordExpectation record, long revision, boolean present, boolean written) {
    String expected =
        record.least() == record.most()
            ? Integer.toString(record.least())
            : record.least() + " to " + record.most();
    boolean within = record.least() <= revision && revision <= record.most();
    String actual = within ? expected : Long.toString(revision);
    findings.compare(RECORDS, record.tenant(), name(record), "revision", expected, actual);
    findings.compare(
        RECORDS,
        record.tenant(),
        name(record),
        "present",
        String.valueOf(record.present()),
        String.valueOf(present));
    findings.compare(
        RECORDS, record.tenant(), name(record), "written", "true", String.valueOf(written));
  }

  private static String name(RecordExpectation record) {
    return record.record().domain() + "/" + record.record().id();
  }

  private void checkSources(List<SourceExpectation> sources) throws SQLException {
    Map<List<String>, SourceExpectation> expected = new HashMap<>();
    sources.forEach(source -> expected.put(List.of(source.tenant(), source.source()), source));
    try (PreparedStatement statement =
            query(
                "SELECT tenant, source, last_sequence, taken, cardinality(holes)"
                    + " FROM crossfade.source_progress");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String tenant = rows.getString(1);
        String name = rows.getString(2);
        SourceExpectation source = expected.remove(List.of(tenant, name));
        if (source == null) {
          findings.add(new Difference(SOURCES, tenant, name, "row", null, "a row"));
          continue;
        }
        String last = Long.toString(source.last());
        String taken = Long.toString(source.last() - source.missing().size());
        findings.compare(SOURCES, tenant, name, "last_sequence", last, rows.getString(3));
        findings.compare(SOURCES, tenant, name, "taken", taken, rows.getString(4));
        if (source.missing().isEmpty()) {
          findings.compare(SOURCES, tenant, name, "holes", "0", rows.getString(5));
        }
      }
    }
    expected
        .values()
        .forEach(
            source ->
                findings.add(
                    new Difference(
                        SOURCES, source.tenant(), source.source(), "row", "a row", null)));
  }

  /** Other migrations keep theirs in the same tables. */
  private PreparedStatement query(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql + OF_MIGRATION);
    statement.setString(1, migration);
    return statement;
  }

  private void checkEmpty(String table) throws SQLException {
    try (PreparedStatement statement = query("SELECT count(*) FROM " + table);
        ResultSet count = statement.executeQuery()) {
      count.next();
      findings.compare(table, "all", "all", "rows", "0", count.getString(1));
    }
  }
}
