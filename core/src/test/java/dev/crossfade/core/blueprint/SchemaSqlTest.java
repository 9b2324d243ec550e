package dev.crossfade.core.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Holds {@code schema.sql} of the school against its blueprint, as text. */
class SchemaSqlTest {
  private static final Pattern TABLE =
      Pattern.compile("CREATE TABLE IF NOT EXISTS (\\S+) \\(\n(.*?)\n\\);", Pattern.DOTALL);
  private static final Pattern COLUMN = Pattern.compile("  ([a-z_]+) (\\S+?)( .*)?");

  @Test
  @DisplayName("the tables have the blueprint's columns, in its order, of its types")
  void columns() throws IOException {
    // when
    Map<String, List<String>> actual = new LinkedHashMap<>();
    tables()
        .forEach(
            (name, body) ->
                actual.put(
                    name,
                    body.lines()
                        .map(line -> COLUMN.matcher(line.replaceAll(",$", "")))
                        .filter(Matcher::matches)
                        .map(column -> column.group(1) + " " + column.group(2))
                        .toList()));

    // then
    Map<String, List<String>> expected = new LinkedHashMap<>();
    for (Table table : School.BLUEPRINT.tablesParentsFirst()) {
      expected.put(
          table.qualifiedName(), table.columns().stream().map(SchemaSqlTest::declared).toList());
    }
    assertThat(actual).isEqualTo(expected);
    assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
  }

  @Test
  @DisplayName("I13 isolation: each key, foreign key and index begins with the tenant; no cascade")
  void tenantFirst() throws IOException {
    // given
    String sql = sql();

    // then
    assertThat(sql).doesNotContain("ON DELETE", "ON UPDATE");
    Matcher keys =
        Pattern.compile("(?:KEY|UNIQUE|REFERENCES \\S+|ON school\\.\\S+) \\(([^)]*)\\)")
            .matcher(sql);
    int found = 0;
    while (keys.find()) {
      assertThat(keys.group(1)).startsWith("tenant, ");
      found++;
    }
    assertThat(found).isGreaterThan(40);
    assertThat(tables().values())
        .allSatisfy(body -> assertThat(body).contains("PRIMARY KEY (tenant, id)"));
  }

  @Test
  @DisplayName("each reference of the blueprint is a foreign key, and there is no other")
  void foreignKeys() throws IOException {
    // given
    Map<String, String> tables = tables();
    Pattern foreignKey =
        Pattern.compile("FOREIGN KEY \\(tenant, (\\S+)\\) REFERENCES (\\S+) \\(tenant, id\\)");

    for (Domain domain : School.BLUEPRINT.domains()) {
      Table table = domain.mapping().recordTable();
      Map<String, String> actual = new LinkedHashMap<>();
      Matcher keys = foreignKey.matcher(tables.get(table.qualifiedName()));
      while (keys.find()) {
        actual.put(keys.group(1), keys.group(2));
      }

      // then
      List<String> uuids =
          table.columns().stream()
              .filter(column -> column.type() == SqlType.UUID && !column.name().equals("id"))
              .map(Column::name)
              .toList();
      assertThat(actual.keySet()).as(domain.name()).containsExactlyElementsOf(uuids);
      List<Table> order = School.BLUEPRINT.tablesParentsFirst();
      List<String> before =
          order.subList(0, order.indexOf(table)).stream().map(Table::qualifiedName).toList();
      assertThat(before).as(domain.name()).containsAll(actual.values());
    }
  }

  private static String declared(Column column) {
    String type = column.type().sqlName();
    // A text's limit is kept by the mapping, which refuses; the table has none.
    return column.name()
        + " "
        + (column.type() == SqlType.NUMERIC
            ? type + "(" + column.size() + "," + column.scale() + ")"
            : type);
  }

  private static Map<String, String> tables() throws IOException {
    Map<String, String> tables = new LinkedHashMap<>();
    Matcher matcher = TABLE.matcher(sql());
    while (matcher.find()) {
      tables.put(matcher.group(1), matcher.group(2));
    }
    return tables;
  }

  private static String sql() throws IOException {
    return Files.readString(School.FOLDER.resolve("schema.sql"), UTF_8);
  }
}
