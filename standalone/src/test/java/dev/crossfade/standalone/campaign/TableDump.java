package dev.crossfade.standalone.campaign;

import dev.crossfade.standalone.campaign.Site.Part;
import dev.crossfade.testsupport.history.Place;
import dev.crossfade.testsupport.history.RecordName;
import dev.crossfade.testsupport.history.SourceName;
import dev.crossfade.testsupport.history.Tables;
import dev.crossfade.testsupport.history.Tables.Content;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The tables of one migration in one snapshot of the database; rows as the API gives them. */
final class TableDump {
  private final Connection connection;
  private final String migration;

  private TableDump(Connection connection, String migration) {
    this.connection = connection;
    this.migration = migration;
  }

  private interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Reads them; nothing may write meanwhile, or rows and states would not be of one moment. */
  static Tables read(
      Site site, Wire wire, String migration, Set<String> tenants, Set<String> domains)
      throws SQLException, IOException, InterruptedException {
    List<Tables.Row> rows = rows(wire, tenants, domains);
    try (Connection connection = site.connect()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      TableDump dump = new TableDump(connection, migration);
      return new Tables(
          System.nanoTime(),
          true,
          next(connection, migration),
          dump.states(),
          rows,
          dump.parked(),
          dump.held(),
          dump.conflicts(),
          dump.sources(),
          dump.decisions());
    }
  }

  private static List<Tables.Row> rows(Wire wire, Set<String> tenants, Set<String> domains)
      throws IOException, InterruptedException {
    List<Tables.Row> rows = new ArrayList<>();
    for (String tenant : tenants) {
      for (String domain : domains) {
        String after = null;
        do {
          JsonNode page = wire.page(Part.FIRST_SYNC, tenant, domain, after);
          for (JsonNode record : page.path("records")) {
            if (record.path("data").isObject()) {
              rows.add(
                  new Tables.Row(
                      new RecordName(tenant, domain, record.path("id").stringValue()),
                      place(record.path("position").stringValue()).offset(),
                      record.path("data").toString()));
            }
          }
          after = page.path("next").isString() ? page.path("next").stringValue() : null;
        } while (after != null);
      }
    }
    return rows;
  }

  private static Place place(String text) {
    Place place = Place.parse(text);
    if (place == null) {
      throw new IllegalStateException("no position: " + text);
    }
    return place;
  }

  /** How far each partition is applied. */
  static Map<Integer, Long> next(Connection connection, String migration) throws SQLException {
    Map<Integer, Long> next = new TreeMap<>();
    new TableDump(connection, migration)
        .list(
            "SELECT partition, next_offset FROM crossfade.applied_position WHERE migration = ?",
            row -> next.put(row.getInt(1), row.getLong(2)));
    return next;
  }

  private <T> List<T> list(String query, Reading<T> reading) throws SQLException {
    List<T> all = new ArrayList<>();
    String of = "(SELECT id FROM crossfade.migration WHERE name = ?)";
    try (PreparedStatement statement =
        connection.prepareStatement(query.replace("migration = ?", "migration = " + of))) {
      statement.setString(1, migration);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          all.add(reading.read(rows));
        }
      }
    }
    return all;
  }

  private List<Tables.State> states() throws SQLException {
    return list(
        "SELECT tenant, domain, id, partition, decided_offset, digest, source, revision, reflects,"
            + " held_offset FROM crossfade.record_state WHERE migration = ?",
        row -> {
          Long decided = number(row, 5);
          byte[] digest = row.getBytes(6);
          return new Tables.State(
              name(row),
              decided == null ? null : new Place(row.getInt(4), decided),
              digest == null ? Content.NONE : new Content.Digest(HexFormat.of().formatHex(digest)),
              row.getString(7),
              row.getLong(8),
              numbers(row.getString(9)),
              number(row, 10));
        });
  }

  private static @Nullable Long number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  private static RecordName name(ResultSet row) throws SQLException {
    return new RecordName(row.getString(1), row.getString(2), row.getString(3));
  }

  /** Of each source its number, alone or as {@code n}. */
  private static Map<String, Long> numbers(String reflects) {
    Map<String, Long> numbers = new HashMap<>();
    for (var member : Wire.json().readTree(reflects).properties()) {
      JsonNode known = member.getValue();
      long number = known.isNumber() ? known.longValue() : known.path("n").asLong(0);
      if (number > 0) {
        numbers.put(member.getKey(), number);
      }
    }
    return numbers;
  }

  private List<Tables.Parked> parked() throws SQLException {
    return list(
        "SELECT tenant, domain, id, decided_offset, document FROM crossfade.parked_write WHERE"
            + " migration = ?",
        row -> new Tables.Parked(name(row), row.getLong(4), row.getString(5)));
  }

  private List<Place> held() throws SQLException {
    return list(
        "SELECT partition, \"offset\" FROM crossfade.held_event WHERE migration = ?",
        row -> new Place(row.getInt(1), row.getLong(2)));
  }

  private List<Tables.Conflict> conflicts() throws SQLException {
    return list(
        "SELECT tenant, domain, id, source, \"offset\", state FROM crossfade.conflict WHERE"
            + " migration = ?",
        row ->
            new Tables.Conflict(
                name(row), row.getString(4), row.getLong(5), row.getString(6).equals("WAITING")));
  }

  private List<Tables.Source> sources() throws SQLException {
    return list(
        "SELECT tenant, source, last_sequence, taken, holes FROM crossfade.source_progress WHERE"
            + " migration = ?",
        row ->
            new Tables.Source(
                new SourceName(row.getString(1), row.getString(2)),
                row.getLong(3),
                row.getLong(4),
                List.of((Long[]) row.getArray(5).getArray())));
  }

  /** Null while no such table is there. */
  private @Nullable List<Tables.Decision> decisions() throws SQLException {
    try (PreparedStatement there =
            connection.prepareStatement("SELECT to_regclass('crossfade.decision')");
        ResultSet found = there.executeQuery()) {
      if (!found.next() || found.getString(1) == null) {
        return null;
      }
    }
    return list(
        "SELECT partition, \"offset\", outcome FROM crossfade.decision WHERE migration = ?",
        row ->
            new Tables.Decision(new Place(row.getInt(1), row.getLong(2)), row.getString(3), null));
  }
}
