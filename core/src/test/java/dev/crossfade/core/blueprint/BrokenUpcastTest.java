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

/** A blueprint whose {@code upcast} is broken in one place at a time. */
class BrokenUpcastTest {
  private static final String BLUEPRINT =
      """
      blueprint: 1
      name: library
      schemaVersion: 3
      tables:
        - name: library.books
          key: id
          columns:
            - id: uuid
            - title: text
      domains:
        - name: books
          schema: books.json
          id: {field: id, scope: tenant}
          conflicts: AUTO_OVERWRITE
          upcast:
            - from: 1
              schema: v1/books.json
              steps:
                - camelCase: true
                - rename: {/bookName: /info/name}
                - wrap: {/author: /authors}
            - from: 2
              schema: v2/books.json
              steps:
                - map: {/state: {out: lent}}
                - add: {/shelf: new}
                - remove: [/legacy]
          rows:
            book:
              table: library.books
              columns:
                id: {record: id}
                title: /title
      """;
  private static final String BOOKS =
      """
      {"type": "object", "properties": {"id": {"type": "string"}, "title": {"type": "string"}}}
      """;
  private static final String FIRST =
      """
      {"type": "object", "properties": {"id": {"type": "string"}, "book_name": {}, "author": {}}}
      """;
  private static final String SECOND =
      """
      {"type": "object", "properties": {"id": {"type": "string"}, "state": {}, "legacy": {}}}
      """;

  @TempDir Path folder;

  @Test
  @DisplayName("unbroken, it loads; the schemas of all versions are part of the digest")
  void sound() throws IOException {
    // given
    write(BLUEPRINT, FIRST);
    Blueprint first = Blueprint.load(folder);

    // when
    write(BLUEPRINT, FIRST.replace("\"author\": {}", "\"author\": {\"type\": \"string\"}"));
    Blueprint second = Blueprint.load(folder);

    // then
    assertThat(first.json().at("/domains/0/upcast/0/schema/properties/author").isObject()).isTrue();
    assertThat(second.digest()).isNotEqualTo(first.digest());
    assertThat(Blueprint.fromJson(first.json()).digest()).isEqualTo(first.digest());
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("broken, it tells the file, the path and what to do")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '- from: 1'                  | '- form: 1'                 | [0].from | is missing
          '- from: 1'                  | '- form: 1'                 | [0].form | Did you mean "from"?
          '- from: 1'                  | '- from: one'               | [0].from | a whole number
          '- from: 1'                  | '- from: 0'                 | [0].from | counted from 1
          '- from: 2'                  | '- from: 1'                 | [1].from | must be above 1
          '- from: 2'                  | '- from: 3'                 | [1].from | below the schemaVersion, 3
          '- from: 2'                  | '- 2'                       | ''       | cannot be parsed
          'schema: v1/books.json'      | ''                          | [0].schema | is missing
          'schema: v1/books.json'      | 'schema: v1/boks.json'      | ''       | v1/boks.json: cannot be read
          'schema: v1/books.json'      | 'schema: ../books.json'     | ''       | within the blueprint's folder
          'camelCase: true'            | 'camelCase: false'          | [0].steps[0].camelCase | can only be true
          'camelCase: true'            | 'camelCas: true'            | [0].steps[0].camelCas | Did you mean "camelCase"?
          'camelCase: true'            | 'camelCase: true\\n            add: {/a: 1}' | [0].steps[0] | must be one of
          '- camelCase: true'          | '- camelCase'               | [0].steps[0] | must be one of
          '{/bookName: /info/name}'    | '/bookName'                 | [0].steps[1].rename | must be a mapping of fields
          '{/bookName: /info/name}'    | '{/book_name: /info/name}'  | [0].steps[1].rename./book_name | Did you mean "/bookName"?
          '{/bookName: /info/name}'    | '{bookName: /info/name}'    | [0].steps[1].rename.bookName | is not the way to a field
          '{/bookName: /info/name}'    | '{/bookName: info}'         | [0].steps[1].rename./bookName | is not the way to a field
          '{/bookName: /info/name}'    | '{/bookName: 5}'            | [0].steps[1].rename./bookName | must say where
          '{/bookName: /info/name}'    | '{/bookName: /bookName}'    | [0].steps[1].rename./bookName | where it is already
          '{/bookName: /info/name}'    | '{/bookName: /__proto__}'   | [0].steps[1].rename./bookName | reserved
          '{/bookName: /info/name}'    | '{/bookName: /x, /author: /x}' | [0].steps[1].rename./author | two steps
          '{/bookName: /info/name}'    | '{/bookName: /author, /author: /x}' | [0].steps[1].rename./author | two steps
          '{/author: /authors}'        | '{/author/name: /author}'   | [0].steps[2].wrap./author/name | always taken
          '{/author: /authors}'        | '{}'                        | [0].steps[2].wrap | must be a mapping of fields
          '{/author: /authors}'        | '{/bookName: /authors}'     | [0].steps[2].wrap./bookName | there is no field /bookName
          'map: {/state: {out: lent}}' | 'map: {/state: lent}'       | [1].steps[0].map./state | which values become which
          'map: {/state: {out: lent}}' | 'map: {/sate: {out: lent}}' | [1].steps[0].map./sate | Did you mean "/state"?
          'map: {/state: {out: lent}}' | 'map: {/state: {out: lent}}\\n            x: 1' | [1].steps[0] | must be one of
          'add: {/shelf: new}'         | 'add: [/shelf]'             | [1].steps[1].add | must be a mapping of fields
          'add: {/shelf: new}'         | 'add: {/a: 1, /a/b: 1}'     | [1].steps[1].add./a/b | two steps
          'add: {/shelf: new}'         | 'add: {shelf: new}'         | [1].steps[1].add.shelf | is not the way to a field
          'remove: [/legacy]'          | 'remove: /legacy'           | [1].steps[2].remove | must be a list of fields
          'remove: [/legacy]'          | 'remove: [5]'               | [1].steps[2].remove | must be a list of fields
          'remove: [/legacy]'          | 'remove: [/legcy]'          | [1].steps[2].remove | Did you mean "/legacy"?
          """)
  void broken(String find, String replacement, String path, String sentence) throws IOException {
    // given
    assertThat(BLUEPRINT).contains(find);
    String by = replacement == null ? "" : replacement.replace("\\n", "\n");
    write(BLUEPRINT.replace(find, by), FIRST);

    // when
    BlueprintProblems problems =
        catchThrowableOfType(BlueprintProblems.class, () -> Blueprint.load(folder));

    // then
    assertThat(problems).isNotNull();
    String whole = path == null || path.isEmpty() ? "" : "domains.books.upcast" + path;
    assertThat(problems.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo(whole);
              assertThat(problem.toString()).contains(sentence);
            });
  }

  @ParameterizedTest(name = "upcast: {0}")
  @DisplayName("what is no list of entries, or has no list of steps")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {from: 1}                                  | domains.books.upcast          | must be a list of entries
          []                                         | domains.books.upcast          | must be a list of entries
          [1]                                        | domains.books.upcast[0]       | must be a mapping
          [{from: 1, schema: v1/books.json}]         | domains.books.upcast[0].steps | is missing
          '[{from: 1, schema: v1/books.json, steps: {add: {/a: 1}}}]' | domains.books.upcast[0].steps | must be a list
          """)
  void noEntries(String upcast, String path, String sentence) throws IOException {
    // given
    int from = BLUEPRINT.indexOf("    upcast:\n");
    int to = BLUEPRINT.indexOf("    rows:\n");
    write(
        BLUEPRINT.substring(0, from) + "    upcast: " + upcast + "\n" + BLUEPRINT.substring(to),
        FIRST);

    // when
    BlueprintProblems problems =
        catchThrowableOfType(BlueprintProblems.class, () -> Blueprint.load(folder));

    // then
    assertThat(problems.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo(path);
              assertThat(problem.sentence()).contains(sentence);
            });
  }

  @Test
  @DisplayName("a broken schema of an older version is told with its own file")
  void brokenSchema() throws IOException {
    // given
    write(BLUEPRINT, FIRST.replace("\"string\"", "\"strng\""));

    // when
    BlueprintProblems problems =
        catchThrowableOfType(BlueprintProblems.class, () -> Blueprint.load(folder));

    // then
    assertThat(problems.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.file()).isEqualTo("v1/books.json");
              assertThat(problem.path()).isEqualTo("properties.id.type");
            });
  }

  private void write(String blueprint, String first) throws IOException {
    Files.createDirectories(folder.resolve("v1"));
    Files.createDirectories(folder.resolve("v2"));
    Files.writeString(folder.resolve("blueprint.yaml"), blueprint, UTF_8);
    Files.writeString(folder.resolve("books.json"), BOOKS, UTF_8);
    Files.writeString(folder.resolve("v1/books.json"), first, UTF_8);
    Files.writeString(folder.resolve("v2/books.json"), SECOND, UTF_8);
  }
}
