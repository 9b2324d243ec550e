package dev.crossfade.standalone.load.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.standalone.load.SourceRecord;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of a real database as JSON. */
@ExtendWith(RealServers.class)
class JdbcSourceIT {
  private static final JdbcSettings.Shape PLAIN = shape(null, null, null, false);

  private final TestDatabase database;

  JdbcSourceIT(TestDatabase database) {
    this.database = database;
  }

  private static JdbcSettings.Shape shape(
      @Nullable String tenantColumn,
      @Nullable String idColumn,
      @Nullable String dataColumn,
      boolean keepNulls) {
    return new JdbcSettings.Shape(
        tenantColumn == null ? "t1" : null,
        tenantColumn,
        idColumn,
        dataColumn,
        keepNulls,
        ZoneId.of("Europe/Berlin"));
  }

  private JdbcSettings settings(Map<String, String> queries, JdbcSettings.Shape shape) {
    var account =
        new JdbcSettings.Account(
            database.jdbcUrl(), database.user(), database.password(), List.of());
    return new JdbcSettings(account, queries, shape, 10, true);
  }

  private List<SourceRecord> read(String query, JdbcSettings.Shape shape) throws IOException {
    JdbcSettings settings = settings(Map.of("things", query), shape);
    JdbcSource.check(settings);
    List<SourceRecord> records = new ArrayList<>();
    try (JdbcSource source = JdbcSource.open(settings)) {
      for (SourceRecord next = source.next(); next != null; next = source.next()) {
        records.add(next);
      }
      assertThat(source.total()).isEqualTo(records.size());
    }
    return records;
  }

  private static String text(SourceRecord record) {
    return record instanceof SourceRecord.Line line
        ? new String(line.bytes(), StandardCharsets.UTF_8)
        : record.toString();
  }

  private String data(String expression) throws IOException {
    String line = text(read("SELECT " + expression + " AS v", PLAIN).getFirst());
    return line.replaceAll("^.*\"data\":|}$", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          true                                             | {"v":true}
          42::smallint                                     | {"v":42}
          9007199254740993::bigint                         | {"v":9007199254740993}
          12345678901234567890.123456789::numeric          | {"v":12345678901234567890.123456789}
          1.50::numeric                                    | {"v":1.50}
          0.1::float8                                      | {"v":0.1}
          0.1::float4                                      | {"v":0.1}
          'Zoë 🚀'::text                                   | {"v":"Zoë 🚀"}
          '6F9619FF-8B86-D011-B42D-00C04FC964FF'::uuid     | {"v":"6f9619ff-8b86-d011-b42d-00c04fc964ff"}
          date '2026-03-01'                                | {"v":"2026-03-01"}
          time '10:15'                                     | {"v":"10:15:00"}
          timestamptz '2026-03-01 12:00:00.5+02'           | {"v":"2026-03-01T10:00:00.5Z"}
          timestamp '2026-07-01 12:00'                     | {"v":"2026-07-01T12:00:00+02:00"}
          '{"a":[1,2.50],"b":null}'::jsonb                 | {"v":{"a":[1,2.50],"b":null}}
          '[1]'::json                                      | {"v":[1]}
          ARRAY[1,2,NULL]                                  | {"v":[1,2,null]}
          ARRAY[['a','b'],['c','d']]                       | {"v":[["a","b"],["c","d"]]}
          ARRAY[timestamptz '2026-03-01 12:00+00']         | {"v":["2026-03-01T12:00:00Z"]}
          NULL::text                                       | {}
          """)
  @DisplayName("each type has the form in JSON that one expects, numbers exactly")
  void types(String expression, String expected) throws IOException {
    // when
    String data = data(expression);
    // then
    assertThat(data).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'NaN'::float8             | column v is a number that JSON does not have, such as NaN
          'infinity'::timestamptz   | column v is a time beyond the years 0000 to 9999
          'infinity'::date          | column v is a time beyond the years 0000 to 9999
          """)
  @DisplayName("a value without a form in JSON costs its row, told by its number")
  void unreadable(String expression, String detail) throws IOException {
    // when
    List<SourceRecord> records =
        read("SELECT " + expression + " AS v UNION ALL SELECT NULL", PLAIN);
    // then
    assertThat(records).hasSize(2);
    assertThat(records.getFirst()).isEqualTo(new SourceRecord.Unreadable("things", 1, detail));
  }

  @Test
  @DisplayName("bytes are refused before anything is read, with the column's name and a way out")
  void bytes() {
    assertThatThrownBy(() -> read("SELECT 1 AS id, '\\x00'::bytea AS photo", PLAIN))
        .isInstanceOf(JdbcException.class)
        .hasMessageContaining("photo is of type bytea")
        .hasMessageContaining("encode(photo, 'base64')");
  }

  @Test
  @DisplayName("money, whose text depends on the server's language, is refused, with a way out")
  void money() {
    assertThatThrownBy(() -> read("SELECT 1 AS id, 1.5::money AS fee", PLAIN))
        .isInstanceOf(JdbcException.class)
        .hasMessageContaining("fee is of type money")
        .hasMessageContaining("fee::numeric");
  }

  @Test
  @DisplayName("tenant and id come from their columns, the whole record from one; nulls are kept")
  void shapes() throws IOException {
    // when
    String whole =
        text(
            read(
                    "SELECT 's1' AS school, 7 AS pk, '{\"name\":\"Ada\"}'::jsonb AS doc;",
                    shape("school", "pk", "doc", false))
                .getFirst());
    String nulls =
        text(read("SELECT 1 AS id, NULL::int AS x", shape(null, null, null, true)).getFirst());
    // then
    assertThat(whole)
        .isEqualTo(
            "{\"tenant\":\"s1\",\"domain\":\"things\",\"id\":\"7\",\"data\":{\"name\":\"Ada\"}}");
    assertThat(nulls).endsWith("\"data\":{\"id\":1,\"x\":null}}");
    assertThatThrownBy(() -> read("SELECT 1 AS id", shape("school", null, null, false)))
        .hasMessageContaining("--tenant-column: the query of things has no column school");
  }

  @Test
  @DisplayName("all queries see the database as it was when the first one began")
  void oneMoment() throws IOException, SQLException {
    // given
    execute("CREATE TABLE a (id int); CREATE TABLE b (id int); INSERT INTO a VALUES (1)");
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put("a", "SELECT * FROM a");
    queries.put("b", "SELECT * FROM b");
    List<String> lines = new ArrayList<>();
    // when
    try (JdbcSource source = JdbcSource.open(settings(queries, PLAIN))) {
      lines.add(text(Objects.requireNonNull(source.next())));
      execute("INSERT INTO b VALUES (2)");
      assertThat(source.next()).isNull();
    }
    // then
    assertThat(lines).hasSize(1);
  }

  private void execute(String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  @DisplayName("what cannot be reached and what is wrong are told apart")
  void faults() {
    var nobody =
        new JdbcSettings(
            new JdbcSettings.Account("jdbc:postgresql://127.0.0.1:1/x", "u", null, List.of()),
            Map.of("a", "SELECT 1"),
            PLAIN,
            10,
            true);
    assertThatThrownBy(() -> JdbcSource.check(nobody))
        .isInstanceOfSatisfying(
            JdbcException.class,
            e -> assertThat(e.kind()).isEqualTo(JdbcException.Kind.UNREACHABLE));
    assertThatThrownBy(() -> read("SELECT nothing FROM nowhere", PLAIN))
        .isInstanceOfSatisfying(
            JdbcException.class, e -> assertThat(e.kind()).isEqualTo(JdbcException.Kind.USAGE));
  }
}
