package dev.crossfade.core.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignKeysTest {
  private static final String BLUEPRINT =
      """
      blueprint: 1
      name: circle
      schemaVersion: 1
      tables:
        - name: c.a
          key: id
          columns: [{id: uuid}, {b_id: uuid}]
        - name: c.b
          key: id
          columns: [{id: uuid}, {a_id: uuid}]
      domains:
        - name: a
          schema: a.json
          id: {field: id, scope: tenant}
          conflicts: AUTO_OVERWRITE
          rows:
            a:
              table: c.a
              columns:
                id: {record: id}
                b_id: {from: /b, reference: b, FIRST}
        - name: b
          schema: b.json
          id: {field: id, scope: tenant}
          conflicts: AUTO_OVERWRITE
          rows:
            b:
              table: c.b
              columns:
                id: {record: id}
                a_id: {from: /a, reference: a, SECOND}
      """;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @DisplayName("a circle needs one reference that can wait; it is written the other way round")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          missing: null, onDelete: null | missing: park, onDelete: park | c.a, c.b
          missing: park, onDelete: park | missing: null, onDelete: park | c.b, c.a
          missing: unchecked            | missing: park, onDelete: null | c.a, c.b
          missing: null, onDelete: null | missing: unchecked            | c.b, c.a
          """)
  void circles(String first, String second, String order) throws IOException {
    // when
    Blueprint blueprint = load(first, second);

    // then
    assertThat(blueprint.tablesParentsFirst().stream().map(Table::qualifiedName))
        .containsExactly(order.split(", "));
  }

  @Test
  @DisplayName("a circle in which all wait for each other is a problem")
  void circle() {
    // when
    BlueprintProblems problems =
        catchThrowableOfType(
            BlueprintProblems.class,
            () -> load("missing: park, onDelete: null", "missing: park, onDelete: park"));

    // then
    assertThat(problems.problems()).hasSize(1);
    assertThat(problems)
        .hasMessageContaining("c.a → c.b → c.a")
        .hasMessageContaining("say missing");
  }

  @Test
  @DisplayName("foreign keys tell what is missing and deleted, and whether they are checked")
  void told() throws IOException {
    // when
    List<ForeignKey> keys =
        load("missing: unchecked", "missing: park, onDelete: null").foreignKeys();

    // then
    assertThat(keys)
        .extracting(
            k -> k.table() + "." + k.column().name() + " → " + k.references(),
            ForeignKey::missing,
            ForeignKey::onDelete,
            ForeignKey::checked)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "c.a.b_id → c.b", Missing.UNCHECKED, OnDelete.PARK, false),
            org.assertj.core.groups.Tuple.tuple(
                "c.b.a_id → c.a", Missing.PARK, OnDelete.NULL, true));
  }

  @Test
  @DisplayName("the school's foreign keys are its references and its rows' own links")
  void school() {
    assertThat(School.BLUEPRINT.foreignKeys())
        .extracting(k -> k.table() + "." + k.column().name() + " → " + k.references())
        .contains("school.students.user_id → school.users")
        .contains("school.students.class_id → school.classes");
    assertThat(School.BLUEPRINT.foreignKeys()).allMatch(ForeignKey::checked);
  }

  private Blueprint load(String first, String second) throws IOException {
    String schema = "{\"properties\": {\"id\": {}, \"%s\": {\"type\": \"string\"}}}";
    String text = BLUEPRINT.replace("FIRST", first).replace("SECOND", second);
    Files.writeString(folder.resolve("blueprint.yaml"), text, UTF_8);
    Files.writeString(folder.resolve("a.json"), schema.formatted("b"), UTF_8);
    Files.writeString(folder.resolve("b.json"), schema.formatted("a"), UTF_8);
    return Blueprint.load(folder);
  }
}
