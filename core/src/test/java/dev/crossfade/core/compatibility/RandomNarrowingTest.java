package dev.crossfade.core.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.BlueprintProblems;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * No narrowing is overlooked: where a record is a witness of it, the check complains. {@code
 * -Dblueprint.changes=100000} makes a campaign of it, {@code -Dblueprint.seed=…} another one.
 */
class RandomNarrowingTest {
  private static final int CHANGES = Integer.getInteger("blueprint.changes", 250);
  private static final long SEED = Long.getLong("blueprint.seed", 1);
  private static final int WITNESSES = 150;
  private static final String FORM =
      """
      {"blueprint": 1, "name": "x", "schemaVersion": 1,
       "tables": [{"name": "s.a", "key": "id", "columns": [{"id": "uuid"}, {"data": "jsonb"}]}],
       "domains": [{"name": "a", "id": {"field": "id", "scope": "tenant"},
         "conflicts": "AUTO_OVERWRITE",
         "schema": {"properties": {"id": {"type": "string"}}},
         "rows": {"r": {"table": "s.a", "columns": {"id": {"record": "id"}, "data": "/data"}}}}]}
      """;

  @Test
  @DisplayName("a record that was taken and is not any more has a problem that says so")
  void witnesses() {
    int loaded = 0;
    int narrowed = 0;
    for (long seed = SEED; seed < SEED + CHANGES; seed++) {
      // given
      RandomSchemas random = new RandomSchemas(seed);
      JsonNode schema = random.schema(2);
      ObjectNode definitions = random.definitions();
      boolean within = seed % 4 == 0;
      Blueprint published = blueprint(schema, definitions);
      Blueprint next =
          within
              ? blueprint(schema, (ObjectNode) random.changed(definitions))
              : blueprint(random.changed(schema), definitions);
      if (published == null || next == null) {
        continue;
      }
      loaded++;

      // when
      JsonNode witness = witness(random, published, next);

      // then
      assertThat(Compatibility.check(published, published)).isEmpty();
      if (witness != null) {
        narrowed++;
        assertThat(Compatibility.check(published, next))
            .as(
                "seed %d, witness %s\n%s\n%s",
                seed, witness, published.json().at("/domains/0"), next.json().at("/domains/0"))
            .isNotEmpty();
      }
    }
    assertThat(loaded).isGreaterThan(CHANGES / 2);
    assertThat(narrowed).isGreaterThan(CHANGES / 20);
    System.out.printf("%d changes, %d of them narrow, from seed %d%n", loaded, narrowed, SEED);
  }

  private static @Nullable JsonNode witness(
      RandomSchemas random, Blueprint published, Blueprint next) {
    Domain before = published.domain("a").orElseThrow();
    Domain now = next.domain("a").orElseThrow();
    for (int i = 0; i < WITNESSES; i++) {
      ObjectNode record = Json.MAPPER.createObjectNode().put("id", "1");
      record.set("data", random.value(2));
      if (before.validate(record).isEmpty() && !now.validate(record).isEmpty()) {
        return record;
      }
    }
    return null;
  }

  private static @Nullable Blueprint blueprint(JsonNode schema, ObjectNode definitions) {
    ObjectNode form = (ObjectNode) Json.MAPPER.readTree(FORM);
    ObjectNode whole = (ObjectNode) form.at("/domains/0/schema");
    ((ObjectNode) whole.get("properties")).set("data", schema);
    whole.set("$defs", definitions);
    try {
      return Blueprint.fromJson(form);
    } catch (BlueprintProblems e) {
      return null;
    }
  }
}
