package dev.crossfade.core.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The blueprint with every rule of identity, broken in one place at a time. */
class BrokenIdsTest {
  @TempDir Path folder;

  @BeforeEach
  void copy() throws IOException {
    try (var files = Files.list(School.resource("/identities"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName().toString()));
      }
    }
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("broken, it tells the path and what to do")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {field: number, scope: tenant} | {field: number, key: true, scope: tenant} | domains.rooms.id | exactly one of field, key, composite, singleton
          {field: number, scope: tenant} | {scope: tenant}                  | domains.rooms.id.field | say key: true
          {field: number, scope: tenant} | {feld: number, scope: tenant}    | domains.rooms.id.feld | Did you mean "field"?
          {key: true, scope: tenant}     | {key: false, scope: tenant}      | domains.devices.id.key | can only be true
          {key: true, scope: tenant}     | {key: id, scope: tenant}         | domains.devices.id.key | can only be true
          {key: true, scope: tenant}     | {key: true, scope: source}       | domains.devices.id.scope | the key would be lost
          {singleton: true, scope: tenant} | {singleton: yes, scope: tenant} | domains.settings.id.singleton | can only be true
          {singleton: true, scope: tenant} | {singleton: true}              | domains.settings.id.scope | There is no default
          '[/task, /number]'             | /task                            | domains.visits.id.composite | a list of ways to fields
          '[/task, /number]'             | '[]'                             | domains.visits.id.composite | a list of ways to fields
          '[/task, /number]'             | '[task]'                         | domains.visits.id.composite | a list of ways to fields
          '[/task, /number]'             | '[/task, /task]'                 | domains.visits.id.composite | names a field twice
          '[/task, /number]'             | '[/task, /nr]'                   | domains.visits.id.composite | the schema has no field /nr
          '[/task, /number]'             | '[/task, /booking]'              | domains.visits.id.composite | does not require /booking
          '[/task, /number]'             | '[/task, /detail]'               | domains.visits.id.composite | can be of type object
          tenancy: derived               | tenancy: shared                  | tables.lab.devices.tenancy | can only be derived
          tenancy: derived               | 'tenancy: derived\\n    tenant: org' | tables.lab.devices.tenant | has no tenant column
          'label: /label\\n  - name: tasks' | 'label: /label\\n          tenant: /label\\n  - name: tasks' | domains.devices.rows.device.columns.tenant | has no such column
          each: /steps                   | each: steps                      | domains.tasks.rows.step.each | is not the way to an array
          each: /steps                   | each: /stepz                     | domains.tasks.rows.step.columns | Did you mean "/steps"?
          each: /steps                   | each: /title                     | domains.tasks.rows.step.columns | each needs an array
          each: /steps                   | each: /tags                      | domains.tasks.rows.tag.columns | already comes back from step.place
          each: /steps                   | each: /tags                      | domains.tasks.rows | no column holds the field /steps
          each: /steps                   | ''                               | domains.tasks.rows.step.columns.place | only a row with each has elements
          'id: {row: step}'              | 'id: {record: id}'               | domains.tasks.rows.step.columns.id | must be {row: step}
          'task_id: {record: id}'        | 'task_id: {row: note}'           | domains.tasks.rows.step.columns | exactly one column must be {record: id}
          'place: {element: index}'      | 'place: {element: place}'        | domains.tasks.rows.step.columns.place.element | can only be value
          'place: {element: index}'      | 'place: {constant: 1}'           | domains.tasks.rows.step.columns | exactly one column must be {element: index}
          '{place: integer}, {label'     | '{place: bigint}, {label'        | domains.tasks.rows.step.columns.place | of type integer
          'label: /label\\n          done' | 'label: {element: value}\\n          done' | domains.tasks.rows.step.columns | holds the whole element
          'label: /label\\n          done' | 'label: /lable\\n          done' | domains.tasks.rows.step.columns.label | Did you mean "/label"?
          'label: /label\\n          done' | 'done' | domains.tasks.rows | no column holds the field /label of the elements of /steps
          'label: /label\\n          done' | 'label: {from: /label, backward: false}\\n          done' | domains.tasks.rows.step.columns.label | nothing else holds /label
          'tag: {element: value}'        | 'tag: /tag'                      | domains.tasks.rows.tag.columns | give them a column {element: value}
          '{tag: text}'                  | '{tag: integer}'                 | domains.tasks.rows.tag.columns.tag | the elements of /tags can be of type string
          'note_id: {row: note}'         | 'note_id: {row: step}'           | domains.tasks.rows.task.columns.note_id | stands for many
          'title: /title'                | 'title: {element: value}'        | domains.tasks.rows.task.columns.title | only a row with each has elements
          'table: lab.tags'              | 'table: lab.steps'               | domains.tasks.rows.tag.columns | need a table of their own
          reference: rooms, missing: unchecked | reference: rooms, missing: park, onDelete: park | domains.devices.rows.device.columns.room_id | say missing: unchecked
          reference: rooms, missing: park | reference: devices, missing: park | domains.tasks.rows.task.columns.room_id | takes only string
          reference: devices, missing: park | reference: rooms, missing: park | domains.tasks.rows.step.columns.device_id | takes only integer
          """)
  void broken(String find, String replacement, String path, String sentence) throws IOException {
    // given
    Path file = folder.resolve("blueprint.yaml");
    String blueprint = Files.readString(file, UTF_8);
    String by = replacement == null ? "" : replacement.replace("\\n", "\n");
    String from = find.replace("\\n", "\n");
    assertThat(blueprint).contains(from);
    int at = blueprint.indexOf(from);
    Files.writeString(
        file, blueprint.substring(0, at) + by + blueprint.substring(at + from.length()), UTF_8);

    // then
    assertThat(problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo(path);
              assertThat(problem.toString()).contains(sentence);
            });
  }

  @ParameterizedTest(name = "{1} → {2}")
  @DisplayName("a schema that leaves the id open is told at the id")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rooms  | {"number": {"type": "integer"}                 | {"number": {"type": "number"}              | domains.rooms.id.field | either always a string or always an integer
          rooms  | {"number": {"type": "integer"}                 | {"number": {"type": ["string", "integer"]} | domains.rooms.id.field | either always a string or always an integer
          visits | "number": {"type": "integer"}, "booking"       | "number": {}, "booking"                    | domains.visits.id.composite | must say that /number is
          visits | "required": ["task", "number"]                 | "required": ["task"]                       | domains.visits.id.composite | does not require /number
          """)
  void brokenSchema(String schema, String find, String by, String path, String sentence)
      throws IOException {
    // given
    Path file = folder.resolve(schema + ".json");
    String text = Files.readString(file, UTF_8).replace("\n ", "");
    assertThat(text).contains(find);
    Files.writeString(file, text.replace(find, by), UTF_8);

    // then
    assertThat(problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo(path);
              assertThat(problem.toString()).contains(sentence);
            });
  }

  private List<Problem> problems() {
    BlueprintProblems thrown =
        catchThrowableOfType(BlueprintProblems.class, () -> Blueprint.load(folder));
    assertThat(thrown).isNotNull();
    return thrown.problems();
  }
}
