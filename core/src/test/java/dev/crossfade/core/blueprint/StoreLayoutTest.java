package dev.crossfade.core.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.json.Json;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which keys hold which records, and in which order they are sent. */
class StoreLayoutTest {
  private static final String FORM =
      """
      {"blueprint": 1, "name": "desk", "schemaVersion": 1,
       "tables": [
         {"name": "desk.todos", "key": "id", "columns": [{"id": "uuid"}, {"project_id": "uuid"}]},
         {"name": "desk.drafts", "key": "id", "columns": [{"id": "uuid"}, {"text": "text"}]},
         {"name": "desk.projects", "key": "id", "columns": [{"id": "uuid"}, {"first_id": "uuid"}]}],
       "domains": [
         {"name": "todos", "id": {"field": "id", "scope": "tenant"}, "conflicts": "AUTO_SKIP",
          "schema": {"type": "object", "properties": {
            "id": {"type": "string"}, "projectId": {"type": "string"}}},
          "rows": {"todo": {"table": "desk.todos", "columns": {"id": {"record": "id"},
            "project_id": {"from": "/projectId", "reference": "projects", "missing": "park",
              "onDelete": "park"}}}}},
         {"name": "draft", "id": {"singleton": true, "scope": "tenant"}, "conflicts": "AUTO_SKIP",
          "schema": {"type": "object", "properties": {"text": {"type": "string"}}},
          "rows": {"draft": {"table": "desk.drafts", "columns": {"id": {"record": "id"},
            "text": "/text"}}}},
         {"name": "projects", "id": {"key": true, "scope": "tenant"}, "conflicts": "AUTO_SKIP",
          "schema": {"type": "object", "properties": {"firstId": {"type": "string"}}},
          "rows": {"project": {"table": "desk.projects", "columns": {"id": {"record": "id"},
            "first_id": {"from": "/firstId", "reference": "todos", "missing": "null",
              "onDelete": "null"}}}}}]}
      """;

  static ObjectNode form() {
    return (ObjectNode) Json.parse(FORM.getBytes(UTF_8));
  }

  static Blueprint blueprint(String todos, String draft, String projects) {
    ObjectNode form = form();
    ArrayNode domains = (ArrayNode) form.get("domains");
    ((ObjectNode) domains.get(0)).set("legacy", Json.parse(todos.getBytes(UTF_8)));
    ((ObjectNode) domains.get(1)).set("legacy", Json.parse(draft.getBytes(UTF_8)));
    ((ObjectNode) domains.get(2)).set("legacy", Json.parse(projects.getBytes(UTF_8)));
    return Blueprint.fromJson(form);
  }

  @Test
  @DisplayName("a store's keys: referenced domains first, places as declared, what is left over")
  void sorts() {
    // given
    StoreLayout layout =
        blueprint(
                """
                [{"key": "app", "envelope": "zustand", "at": "/todos"}, {"key": "todo:{id}"}]
                """,
                "{\"key\": \"todo:draft\"}",
                "{\"key\": \"app\", \"envelope\": [\"zustand\"], \"at\": \"/projects\"}")
            .storeLayout();

    // when
    StoreLayout.Contents contents =
        layout.sort(List.of("theme", "todo:2", "todo:draft", "todo:1", "todo:", "app", "a"));

    // then
    assertThat(contents.lying())
        .extracting(l -> l.key() + " " + l.domain() + " " + l.place().at() + " " + l.id())
        .containsExactly(
            "app projects /projects null",
            "app todos /todos null",
            "todo:2 todos  2",
            "todo:1 todos  1",
            "todo:draft draft  null");
    assertThat(contents.unknown()).containsExactly("theme", "todo:", "a");
    assertThat(layout.at("app"))
        .extracting(l -> l.domain().name())
        .containsExactly("projects", "todos");
    assertThat(layout.at("theme")).isEmpty();
  }

  @Test
  @DisplayName("of several forms of keys the longest is meant; the id may have colons")
  void longest() {
    // given
    StoreLayout layout =
        blueprint(
                "[{\"key\": \"t:{id}\"}, {\"key\": \"t:{id}:done\"}]",
                "null",
                "{\"key\": \"t:p:{id}\"}")
            .storeLayout();

    // then
    assertThat(layout.at("t:1:done").getFirst().id()).isEqualTo("1");
    assertThat(layout.at("t:1:2").getFirst().id()).isEqualTo("1:2");
    assertThat(layout.at("t:p:1").getFirst().domain().name()).isEqualTo("projects");
    assertThat(layout.at("t::done").getFirst().id()).isEqualTo(":done");
    assertThat(layout.isEmpty()).isFalse();
    assertThat(Blueprint.fromJson(form()).storeLayout().isEmpty()).isTrue();
  }

  @Test
  @DisplayName("the key of a place holds the id, and the id comes out of it")
  void keys() {
    LegacyPlace place = new LegacyPlace("a{id}b", List.of(), "");

    assertThat(place.keyOf("x")).isEqualTo("axb");
    assertThat(place.idIn("axb")).isEqualTo("x");
    assertThat(place.idIn("ab")).isNull();
    assertThat(place.idIn("axc")).isNull();
    assertThat(new LegacyPlace("aba", List.of(), "").idIn("aba")).isNull();
    assertThat(new LegacyPlace("ab{id}ba", List.of(), "").idIn("aba")).isNull();
  }

  @Test
  @DisplayName("domains are sent referenced ones first; what need not be there gives way")
  void order() {
    assertThat(Blueprint.fromJson(form()).domainsParentsFirst())
        .extracting(Domain::name)
        .containsExactly("projects", "todos", "draft");
  }

  @ParameterizedTest
  @ValueSource(strings = {"school", "agent-tasks", "prompts", "documents"})
  @DisplayName("each blueprint that comes along: parents first, and each domain once")
  void orderOf(String name) {
    // given
    Blueprint blueprint = Blueprint.load(School.resource("/blueprints/" + name));

    // when
    List<Domain> order = blueprint.domainsParentsFirst();

    // then
    assertThat(order).containsExactlyInAnyOrderElementsOf(blueprint.domains());
    for (Domain domain : order) {
      for (ReferenceField field : domain.referenceFields()) {
        Domain target = blueprint.domain(field.domain()).orElseThrow();
        assertThat(order.indexOf(target)).isLessThanOrEqualTo(order.indexOf(domain));
      }
    }
  }

  @Test
  @DisplayName("a blueprint says where its records lie; the digest covers it")
  void digest() {
    Blueprint without = Blueprint.fromJson(form());
    Blueprint with = blueprint("{\"key\": \"todos\"}", "null", "null");

    assertThat(with.domains().getFirst().legacyPlaces())
        .containsExactly(new LegacyPlace("todos", List.of(), ""));
    assertThat(with.digest()).isNotEqualTo(without.digest());
  }
}
