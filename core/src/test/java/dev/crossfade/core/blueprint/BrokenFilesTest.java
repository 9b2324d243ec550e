package dev.crossfade.core.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Files in which YAML and JSON show their odd sides, and blueprints that ask for too much. */
class BrokenFilesTest {
  private static final String BLUEPRINT =
      """
      blueprint: 1
      name: x
      schemaVersion: 2
      tables:
        - name: s.a
          key: id
          columns: [{id: uuid}, {n: jsonb}, {copy: jsonb}]
        - name: s.e
          key: id
          columns: [{id: uuid}, {a_id: uuid}, {place: integer}, {tag: text}]
      domains:
        - name: a
          schema: s.json
          id: {field: id, scope: tenant}
          conflicts: AUTO_MERGE
          upcast: [{from: 1, schema: s.json, steps: [wrap: {/n: /n}]}]
          rows:
            r: {table: s.a, columns: {id: {record: id}, n: /n, copy: {from: /n, backward: false}}}
            e:
              table: s.e
              each: /tags
              columns: {id: {row: e}, a_id: {record: id}, place: {element: index}, tag: {element: value}}
      """;
  private static final String SCHEMA =
      """
      {"properties": {"id": {"type": "string"}, "n": {},
        "tags": {"type": "array", "items": {"type": "string"}}}}
      """;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("each is told with its file, never thrown and never read as something else")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          name: x                | name: *y               | blueprint.yaml | line 2: *y stands for another place
          schemaVersion: 2       | schemaVersion: 1e99999999999 | blueprint.yaml | cannot be parsed
          schemaVersion: 2       | schemaVersion: 1e999999999   | blueprint.yaml | exponent
          name: x                | name: [[              | blueprint.yaml | cannot be parsed
          schema: s.json         | schema: "\\0"          | blueprint.yaml | names no file
          schema: s.json         | schema: ""             | blueprint.yaml | names no file
          schema: s.json         | schema: "a\\u0007?b"   | a\u0007?b      | cannot be read
          /n: /n                 | /n: /{long}            | blueprint.yaml | goes to a place that no record can have
          /n: /n                 | /n: {deep}             | blueprint.yaml | goes to a place that no record can have
          [wrap: {/n: /n}]       | [{many}]               | blueprint.yaml | levels deeper
          {from: /n, backward    | {from: /tags, backward | blueprint.yaml | no copy can be made
          """)
  void told(String find, String replacement, String file, String sentence) throws IOException {
    // given
    assertThat(BLUEPRINT).contains(find);
    String written =
        replacement
            .replace("{long}", "x".repeat(1_001))
            .replace("{deep}", "/x".repeat(65))
            .replace("{many}", "wrap: {/n: /n}, ".repeat(401));
    write(BLUEPRINT.replace(find, written), SCHEMA);

    // when
    BlueprintProblems problems =
        catchThrowableOfType(BlueprintProblems.class, () -> Blueprint.load(folder));

    // then
    assertThat(problems.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.file()).isEqualTo(file);
              assertThat(problem.sentence()).contains(sentence);
            });
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("a schema file that holds no schema is told with its name")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                   | is empty
          null                 | is empty
          5                    | a schema is a JSON object
          {"a": 1e99999999999} | exponent
          {} {}                | something stands behind its end
          {"a"                 | Unexpected end-of-input
          """)
  void schemas(String schema, String sentence) throws IOException {
    // given
    write(BLUEPRINT, schema);

    // when
    BlueprintProblems problems =
        catchThrowableOfType(BlueprintProblems.class, () -> Blueprint.load(folder));

    // then
    assertThat(problems.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.file()).isEqualTo("s.json");
              assertThat(problem.sentence())
                  .contains(sentence)
                  .endsWith(".")
                  .doesNotContain("[Sou");
            });
  }

  @Test
  @DisplayName("a domain without a row is told, not found out later")
  void noRow() throws IOException {
    // given
    String rows = BLUEPRINT.substring(0, BLUEPRINT.indexOf("    rows:")) + "    rows: {}\n";
    write(rows, SCHEMA);

    // when
    BlueprintProblems problems =
        catchThrowableOfType(BlueprintProblems.class, () -> Blueprint.load(folder));

    // then
    assertThat(problems).hasMessageContaining("domains.a.rows: has no row");
  }

  @Test
  @DisplayName("a record as deep as may be can be upcast, mapped and comes back")
  void deep() throws IOException {
    // given
    String steps = "wrap: {/n: /n}, ".repeat(400);
    write(BLUEPRINT.replace("[wrap: {/n: /n}]", "[" + steps + "]"), SCHEMA);
    Domain domain = Blueprint.load(folder).domain("a").orElseThrow();
    String value = "[".repeat(63) + "]".repeat(63);
    Document sent = Document.parse(("{\"id\": \"1\", \"n\": " + value + "}").getBytes(UTF_8));
    RecordContext context =
        new RecordContext(new RecordKey("t", "a", "1"), "laptop", Instant.EPOCH);

    // when
    Document present = Document.stored(domain.upcast(1, sent).bytes());
    Forward.Mapped mapped = (Forward.Mapped) domain.mapping().forward(present, context);
    ObjectNode back = domain.mapping().backward(mapped.allRows(), (name, row) -> "1");

    // then
    assertThat(mapped.exact()).isTrue();
    assertThat(CanonicalJson.equal(back, present.tree())).isTrue();
    assertThat(Json.MAX_DEPTH).isEqualTo(64);
  }

  private void write(String blueprint, String schema) throws IOException {
    Files.writeString(folder.resolve("blueprint.yaml"), blueprint, UTF_8);
    Files.writeString(folder.resolve("s.json"), schema, UTF_8);
  }
}
