package dev.crossfade.core.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crossfade.core.json.Json;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Where records lie in the legacy store, said wrongly in one way at a time. */
class BrokenLegacyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'key': 'todo-store', 'envelope': ['zustand'], 'at': '/todos'}",
        "{'key': 'todo-store', 'envelope': 'zustand', 'at': '/a~1b/0'}",
        "{'key': 'todo:{id}:v1'}",
        "{'key': '{a:1}'}",
        "{'key': 'todos', 'at': ''}",
        "[{'key': 'todos'}, {'key': 'todo-store', 'envelope': [], 'at': '/old'}]",
        "null"
      })
  @DisplayName("sound, it loads")
  void sound(String legacy) {
    assertThatCode(() -> load(legacy, "null")).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("broken, it tells the path and what to do")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'todos'                                | legacy          | must be a place in the store
          []                                     | legacy          | must be a place in the store
          ['todos']                              | legacy[0]       | must be a place in the store
          {}                                     | legacy.key      | is missing: the key in localStorage
          {'key': 5}                             | legacy.key      | must be a text
          {'key': ''}                            | legacy.key      | is empty
          {'key': '{id}'}                        | legacy.key      | would claim each key
          {'key': '{id}:{id}'}                   | legacy.key      | more than once
          {'key': 'todo:{ID}'}                   | legacy.key      | can only have {id} in braces
          {'key': 'todo:{}'}                     | legacy.key      | can only have {id} in braces
          {'key': 'a', 'envelope': ['zustnad']}  | legacy.envelope | no decoder is called "zustnad". Did you mean "zustand"?
          {'key': 'a', 'envelope': 'zustnad'}    | legacy.envelope | Did you mean "zustand"?
          {'key': 'a', 'envelope': [5]}          | legacy.envelope | must be names of decoders
          {'key': 'a', 'envelope': {'a': 1}}     | legacy.envelope | must be names of decoders
          {'key': 'a', 'at': 'todos'}            | legacy.at       | is no way to a place: write /todos
          {'key': 'a', 'at': '/todos/'}          | legacy.at       | is no way to a place
          {'key': 'a', 'at': 5}                  | legacy.at       | must be a text
          {'key': 'a', 'pth': '/todos'}          | legacy.pth      | is not known here
          [{'key': 'a'}, {'key': 'b', 'kee': 'c'}]| legacy[1].kee   | Did you mean "key"?
          [{'key': 'a'}, {'key': 'a'}]           | legacy[1].key   | names the whole of a a second time
          [{'key': 'a', 'at': '/x'}, {'key': 'a', 'at': '/x'}] | legacy[1].at | names /x in a a second time
          [{'key': 'a', 'at': '/x'}, {'key': 'a', 'at': '/y', 'envelope': 'zustand'}] | legacy[1].envelope | one key has one envelope
          """)
  void broken(String legacy, String path, String sentence) {
    assertTold(load(legacy, "null"), "domains.todos." + path, sentence);
  }

  @Test
  @DisplayName("a singleton has no key with an id; a place has one domain; a key may have several")
  void domains() {
    assertTold(load("null", "{'key': 'draft:{id}'}"), "domains.draft.legacy.key", "of a singleton");
    assertTold(
        load("{'key': 's', 'at': '/a'}", "{'key': 's', 'at': '/a'}"),
        "domains.draft.legacy.at",
        "/a in s holds the records of todos already");
    assertTold(
        load("{'key': 's'}", "{'key': 's'}"),
        "domains.draft.legacy.key",
        "the whole of s holds the records of todos already");
    assertThat(load("{'key': 's', 'at': '/a'}", "{'key': 's'}")).isEmpty();
  }

  @Test
  @DisplayName("all problems are told at once, with those of other parts")
  void allAtOnce() {
    List<Problem> problems =
        load("{'kye': 'a', 'at': 'x', 'envelope': 'y'}", "{'key': 'draft:{id}', 'at': '//'}");

    assertThat(problems)
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "domains.todos.legacy.key",
            "domains.todos.legacy.kye",
            "domains.todos.legacy.at",
            "domains.todos.legacy.envelope",
            "domains.draft.legacy.key",
            "domains.draft.legacy.at");
    assertThat(problems).extracting(Problem::file).containsOnly("blueprint.yaml");
  }

  private static void assertTold(List<Problem> problems, String path, String sentence) {
    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo(path);
              assertThat(problem.sentence()).contains(sentence);
            });
  }

  /** What is wrong with the blueprint of todos and a draft. */
  private static List<Problem> load(String todos, String draft) {
    ObjectNode form = StoreLayoutTest.form();
    ArrayNode domains = (ArrayNode) form.get("domains");
    ((ObjectNode) domains.get(0)).set("legacy", json(todos));
    ((ObjectNode) domains.get(1)).set("legacy", json(draft));
    BlueprintProblems problems =
        catchThrowableOfType(BlueprintProblems.class, () -> Blueprint.fromJson(form));
    return problems == null ? List.of() : problems.problems();
  }

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"').getBytes(UTF_8));
  }
}
