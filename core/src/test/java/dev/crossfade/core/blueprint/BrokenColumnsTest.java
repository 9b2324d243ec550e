package dev.crossfade.core.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sound blueprint with many forms of columns, broken in one place at a time. */
class BrokenColumnsTest {
  private static final String BLUEPRINT =
      """
      blueprint: 1
      name: forms
      schemaVersion: 1
      tables:
        - name: f.things
          key: id
          columns:
            - id: uuid
            - vec: vector(3)
            - tags: text(10)[]
            - title: text(5)
            - status: text
            - made_at: timestamptz
            - token: text
            - details: jsonb
            - a_part: text
            - b_part: text
            - whole: text
            - other_id: uuid
            - extra_id: uuid
        - name: f.others
          key: id
          columns:
            - id: uuid
            - name: text
      domains:
        - name: things
          schema: things.json
          id: {field: id, scope: tenant}
          conflicts: AUTO_OVERWRITE
          rows:
            thing:
              table: f.things
              split: {/split: "{a_part}, {b_part}"}
              join: {whole: "{/x} {/y}"}
              columns:
                id: {record: id}
                vec: /vec
                tags: /tags
                title: {from: /title, truncate: true}
                status: {from: /status, map: {open: todo, closed: done}, else: todo}
                made_at: {from: /madeAt, format: epoch-millis}
                token: {from: /token, secret: true}
                details: {object: {p: /p, q: {from: /q, secret: true}}}
                other_id: {from: /otherId, reference: things, missing: null, onDelete: null}
                extra_id: {from: /extraId, reference: things, missing: unchecked}
        - name: others
          schema: others.json
          id: {field: id, scope: tenant}
          conflicts: AUTO_OVERWRITE
          rows:
            other:
              table: f.others
              columns:
                id: {record: id}
                name: /name
      """;
  private static final String THINGS =
      """
      {"type": "object", "properties": {"id": {"type": "string"}, "vec": {"type": "array", "items": {"type": "number"}},
        "tags": {"type": "array", "items": {"type": "string"}}, "title": {"type": "string"},
        "status": {"type": "string", "enum": ["open", "closed", "lost"]},
        "madeAt": {"type": "integer"}, "token": {"type": "string"}, "p": {}, "q": {},
        "split": {"type": "string"}, "x": {"type": "string"}, "y": {"type": "string"},
        "num": {"type": "number"},
        "otherId": {"type": "string"}, "extraId": {"type": "string"}}}
      """;
  private static final String OTHERS =
      """
      {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}
      """;

  @TempDir Path folder;

  @Test
  @DisplayName("unbroken, it loads, and tells its secrets")
  void sound() throws IOException {
    write(BLUEPRINT);

    Mapping mapping = Blueprint.load(folder).domain("things").orElseThrow().mapping();
    assertThat(mapping.secrets()).containsExactly("/token", "/q");
    assertThat(mapping.recordTable().columns().subList(1, 5))
        .extracting(Column::typeName)
        .containsExactly("uuid", "vector(3)", "text(10)[]", "text(5)");
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("broken, it tells the path and what to do")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vector(3)                   | vector              | tables.f.things.columns.vec | like vector(1536)
          vector(3)                   | vector(0)           | tables.f.things.columns.vec | like vector(1536)
          vector(3)                   | vector(2,1)         | tables.f.things.columns.vec | like vector(1536)
          text(10)[]                  | jsonb[]             | tables.f.things.columns.tags | no arrays of jsonb
          text(10)[]                  | vector(3)[]         | tables.f.things.columns.tags | no arrays of vector
          text(10)[]                  | text(10)[][]        | tables.f.things.columns.tags | is not known
          text(10)[]                  | text(10)            | rows.thing.columns.tags | can be of type array
          text(10)[]                  | integer[]           | rows.thing.columns.tags | elements of /tags can be of type string
          '- id: uuid'                | '- id: uuid[]'      | tables.f.things.key | must have the type uuid
          'extra_id: uuid'            | 'extra_id: uuid[]'  | rows.thing.columns.extra_id | a reference needs a column of type uuid
          text(5)                     | text                | rows.thing.columns.title | a length, like text(200)
          'truncate: true'            | 'truncate: true, map: {a: b}' | rows.thing.columns.title | only one of truncate, map and format
          'truncate: true'            | 'truncate: 5'       | rows.thing.columns.title.truncate | true or false
          'map: {open: todo, closed: done}' | 'map: {}'     | rows.thing.columns.status.map | what each value becomes
          'map: {open: todo, closed: done}' | 'map: [a]'    | rows.thing.columns.status.map | what each value becomes
          'map: {open: todo, closed: done}, ' | ''          | rows.thing.columns.status | else needs a map
          'closed: done}'             | 'closed: 5}'        | rows.thing.columns.status | the map's value for closed does not fit text
          'closed: done}'             | 'closed: }'         | rows.thing.columns.status | it is null
          ', else: todo'              | ''                  | rows.thing.columns.status | the schema allows lost
          'else: todo'                | 'else: other'       | rows.thing.columns.status | else must be one of the values
          'else: todo'                | 'else: '            | rows.thing.columns.status.else | has no value
          'else: todo'                | 'else: todo, default: new' | rows.thing.columns.status | the default must be one of the values
          'from: /status'             | 'from: /p'          | rows.thing.columns.status | give /p one type in the schema
          'from: /status'             | 'from: /num'          | rows.thing.columns.status | translates "open", which is no number
          'from: /status, map: {open: todo, closed: done}' | 'from: /num, map: {"1": a, "1.0": todo}' | rows.thing.columns.status | names one value twice, as 1 and 1.0
          format: epoch-millis        | format: epoch-milis | rows.thing.columns.made_at.format | Did you mean "epoch-millis"?
          format: epoch-millis        | 'format: epoch-millis, default: "2026-01-01T00:00:00.000001Z"' | rows.thing.columns.made_at | finer than the format
          'from: /token, secret: true' | 'from: /token, format: epoch-millis' | rows.thing.columns.token | needs a column of type timestamptz
          'vec: /vec'                 | 'vec: {from: /vec, secret: true}' | rows.thing.columns.vec | secret is for columns of type text
          'details: jsonb'            | 'details: text'     | rows.thing.columns.details | an object needs a column of type jsonb
          '{p: /p,'                   | '{p: 5,'            | rows.thing.columns.details.object.p | must be a field
          '{p: /p,'                   | '{p: p,'            | rows.thing.columns.details | is not the way to a field
          '{p: /p,'                   | '{p: /zzzz,'        | rows.thing.columns.details | no field /zzzz
          '{p: /p,'                   | '{p: /title,'       | rows.thing.columns.details | is already mapped to thing.title
          'object: {p: /p, q: {from: /q, secret: true}}' | 'object: {}' | rows.thing.columns.details.object | has no member
          'q: {from: /q, secret: true}' | 'q: {from: /q, default: 1}' | rows.thing.columns.details.object.q.default | is not known here
          '{a_part}, {b_part}'        | '{a_part}{b_part}'  | rows.thing.split./split | something between
          '{a_part}, {b_part}'        | '{a_part}'          | rows.thing.split./split | two columns at least
          '{a_part}, {b_part}'        | '{a_part}, {a_part}' | rows.thing.split./split | names a_part twice
          '{a_part}, {b_part}'        | '{a_part}, {b_pat}' | rows.thing.split./split | Did you mean "b_part"?
          '{a_part}, {b_part}'        | '{a_part}, b_part}' | rows.thing.split./split | a } without a {
          '{a_part}, {b_part}'        | '{a_part}, {b_part' | rows.thing.split./split | a { that no name
          '{a_part}, {b_part}'        | '{a_part}, {token}' | rows.thing.split./split | is filled twice
          '{a_part}, {b_part}'        | '{a_part}, {tenant}' | rows.thing.split./split | is the tenant column
          '- b_part: text'            | '- b_part: jsonb'   | rows.thing.columns.b_part | needs a column of type text
          'split: {/split:'           | 'split: {/num:'       | rows.thing.columns.a_part | can be of type number
          'split: {/split:'           | 'split: {split:'    | rows.thing.split.split | is not the way to a field
          '"{/x} {/y}"'               | '"nothing"'         | rows.thing.join.whole | names nothing in braces
          '"{/x} {/y}"'               | 5                   | rows.thing.join.whole | must be a text
          '"{/x} {/y}"'               | '"{/x} {/num}"'       | rows.thing.columns.whole | can be of type number
          'join: {whole:'             | 'join: {whol:'      | rows.thing.join.whol | Did you mean "whole"?
          'missing: unchecked'        | 'missing: unchecked, onDelete: park' | rows.thing.columns.extra_id.onDelete | leave it out
          'missing: null, onDelete: null' | 'missing: null' | rows.thing.columns.other_id.onDelete | is missing
          'vec: /vec'                 | 'vec: {from: /vec, backward: false}' | rows.thing.columns.vec | nothing else holds /vec
          """)
  void broken(String find, String replacement, String path, String sentence) throws IOException {
    // given: the schema has a number that only the broken ones map
    assertThat(BLUEPRINT).contains(find);
    write(BLUEPRINT.replace(find, replacement == null ? "" : replacement));

    // when
    BlueprintProblems problems =
        catchThrowableOfType(BlueprintProblems.class, () -> Blueprint.load(folder));

    // then
    assertThat(problems).isNotNull();
    assertThat(problems.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).endsWith(path);
              assertThat(problem.toString()).contains(sentence);
            });
  }

  @Test
  @DisplayName("two domains that fill one column mean the same foreign key")
  void twoMeanings() throws IOException {
    // given
    String second =
        """
                id: {row: other}
                other_id: {from: /name, reference: things, missing: park, onDelete: park}
                extra_id: {from: /name, backward: false, reference: others, missing: park, onDelete: park}
            name:
              table: f.others
              columns:
                id: {record: id}
                name: {constant: x}
        """
            .indent(2);
    String columns = "table: f.others\n        columns:\n";
    assertThat(BLUEPRINT).contains(columns);
    String twice =
        BLUEPRINT.substring(0, BLUEPRINT.indexOf(columns))
            + "table: f.things\n        columns:\n"
            + second;
    write(twice);

    // when
    BlueprintProblems problems =
        catchThrowableOfType(BlueprintProblems.class, () -> Blueprint.load(folder));

    // then
    assertThat(problems.problems())
        .extracting(Problem::path)
        .containsExactly("tables.f.things.columns.other_id", "tables.f.things.columns.extra_id");
    assertThat(problems)
        .hasMessageContaining("say the same")
        .hasMessageContaining("no foreign key can hold");
  }

  private void write(String blueprint) throws IOException {
    String things =
        blueprint.contains("/num")
            ? THINGS
            : THINGS.replace("\"num\": {\"type\": \"number\"},", "");
    Files.writeString(folder.resolve("blueprint.yaml"), blueprint, UTF_8);
    Files.writeString(folder.resolve("things.json"), things, UTF_8);
    Files.writeString(folder.resolve("others.json"), OTHERS, UTF_8);
  }
}
