package dev.crossfade.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.json.Json;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Records put where the application keeps them. */
class StoreWriterTest {
  private static final String FORM =
      """
      {"blueprint": 1, "name": "desk", "schemaVersion": 1,
       "tables": [
         {"name": "desk.a", "key": "id", "columns": [{"id": "uuid"}, {"n": "integer"}]},
         {"name": "desk.b", "key": "id", "columns": [{"id": "uuid"}, {"n": "integer"}]},
         {"name": "desk.c", "key": "id", "columns": [{"id": "uuid"}, {"n": "integer"}]}],
       "domains": [
         {"name": "a", "id": {"field": "id", "scope": "tenant"}, "conflicts": "AUTO_SKIP",
          "schema": {"type": "object", "properties": {
            "id": {"type": "string"}, "n": {"type": "integer"}}},
          "rows": {"a": {"table": "desk.a", "columns": {"id": {"record": "id"}, "n": "/n"}}}},
         {"name": "b", "id": {"singleton": true, "scope": "tenant"}, "conflicts": "AUTO_SKIP",
          "schema": {"type": "object", "properties": {"n": {"type": "integer"}}},
          "rows": {"b": {"table": "desk.b", "columns": {"id": {"record": "id"}, "n": "/n"}}}},
         {"name": "c", "id": {"key": true, "scope": "tenant"}, "conflicts": "AUTO_SKIP",
          "schema": {"type": "object", "properties": {"n": {"type": "integer"}}},
          "rows": {"c": {"table": "desk.c", "columns": {"id": {"record": "id"}, "n": "/n"}}}}]}
      """;

  @Test
  @DisplayName("without a place: bare JSON under the domain's name")
  void bare() {
    assertThat(written("null", "null", "null"))
        .isEqualTo(
            json(
                """
                {"a": "[{\\"id\\":\\"1\\",\\"n\\":1},{\\"id\\":\\"2\\",\\"n\\":2}]",
                 "b": "{\\"n\\":3}", "c": "{\\"x\\":{\\"n\\":4},\\"y\\":{\\"n\\":5}}"}
                """));
  }

  @Test
  @DisplayName("one key for several domains, in its envelope; the first place is written to")
  void shared() {
    // given
    String a = "[{'key': 's', 'envelope': 'zustand', 'at': '/in/a'}, {'key': 'old'}]";
    String b = "{'key': 's', 'envelope': 'zustand'}";
    String c = "{'key': 's', 'envelope': 'zustand', 'at': '/c'}";

    // when
    ObjectNode entries = written(a, b, c);

    // then
    assertThat(entries.propertyNames()).containsExactly("s");
    assertThat(json(entries.get("s").stringValue()))
        .isEqualTo(
            json(
                """
                {"state": {"n": 3, "in": {"a": [{"id": "1", "n": 1}, {"id": "2", "n": 2}]},
                  "c": {"x": {"n": 4}, "y": {"n": 5}}}, "version": 0}
                """));
  }

  @Test
  @DisplayName("one record a key; redux-persist encodes each member once more")
  void keys() {
    // when
    ObjectNode entries =
        written(
            "{'key': 'persist:a', 'envelope': 'redux-persist', 'at': '/all'}",
            "{'key': 'b', 'envelope': ['redux-persist', 'superjson'], 'at': '/b'}",
            "{'key': 'c:{id}', 'envelope': 'tanstack-query'}");

    // then
    assertThat(entries.propertyNames()).containsExactly("c:x", "c:y", "persist:a", "b");
    assertThat(entries.get("c:x").stringValue()).as("not written: bare").isEqualTo("{\"n\":4}");
    JsonNode persisted = json(entries.get("persist:a").stringValue());
    assertThat(persisted.get("all").stringValue()).startsWith("[{\"id\":\"1\"");
    assertThat(persisted.get("_persist").stringValue()).contains("\"rehydrated\":true");
    assertThat(json(json(entries.get("b").stringValue()).get("json").stringValue()))
        .isEqualTo(json("{\"b\": {\"n\": 3}}"));
  }

  private static ObjectNode written(String a, String b, String c) {
    ObjectNode form = (ObjectNode) json(FORM);
    List<String> places = List.of(a, b, c);
    for (int i = 0; i < places.size(); i++) {
      JsonNode legacy = json(places.get(i).replace('\'', '"'));
      ((ObjectNode) form.get("domains").get(i)).set("legacy", legacy);
    }
    Blueprint blueprint = Blueprint.fromJson(form);
    StoreWriter writer = new StoreWriter(blueprint);
    List<Domain> domains = blueprint.domains();
    for (int i = 1; i <= 2; i++) {
      String record = "{\"id\": \"%d\", \"n\": %d}".formatted(i, i);
      writer.add(domains.get(0), "" + i, (ObjectNode) json(record));
    }
    ObjectNode single = (ObjectNode) json("{\"n\": 3}");
    writer.add(domains.get(1), "singleton", single);
    writer.add(domains.get(2), "x", (ObjectNode) json("{\"n\": 4}"));
    writer.add(domains.get(2), "y", (ObjectNode) json("{\"n\": 5}"));
    ObjectNode entries = writer.entries();
    assertThat(single).as("is not changed").isEqualTo(json("{\"n\": 3}"));
    return entries;
  }

  private static JsonNode json(String text) {
    return Json.parse(text.getBytes(UTF_8));
  }
}
