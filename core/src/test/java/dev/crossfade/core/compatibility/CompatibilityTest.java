package dev.crossfade.core.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Problem;
import dev.crossfade.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** A published blueprint, and what may follow it. */
class CompatibilityTest {
  private static final String PUBLISHED =
      """
      {"blueprint": 1, "name": "shop", "schemaVersion": 2,
       "tables": [{"name": "shop.items", "key": "id", "columns": [
         {"id": "uuid"}, {"name": "text(100)"}, {"count": "integer"}, {"more": "jsonb"}]}],
       "domains": [{"name": "items", "id": {"field": "id", "scope": "tenant"},
         "conflicts": "AUTO_OVERWRITE",
         "upcast": [{"from": 1, "steps": [{"rename": {"/title": "/name"}}],
           "schema": {"type": "object", "properties": {
             "id": {"type": "string"}, "title": {"type": "string"}}}}],
         "schema": {"type": "object", "additionalProperties": false, "required": ["id"],
           "properties": {"id": {"type": "string"}, "name": {"type": ["string", "null"], "maxLength": 100},
             "count": {"type": "integer", "minimum": 0, "maximum": 10},
             "more": {"type": "object", "properties": {"kind": {"enum": ["a", "b"]}}}}},
         "rows": {"item": {"table": "shop.items", "columns": {"id": {"record": "id"},
           "name": "/name", "count": "/count", "more": "/more"}}}}]}
      """;

  @Test
  @DisplayName("the same may follow, and so may one that takes more")
  void fine() {
    String cases =
        """
        blueprint => blueprint
        "maximum": 10 => "maximum": 11
        ["string", "null"] => ["null", "string"]
        {"enum": ["a", "b"]} => {"enum": ["a", "b", "c"]}
        {"enum": ["a", "b"]} => {"type": "string"}
        {"name": "text(100)"} => {"name": "text(200)"}
        {"name": "text(100)"} => {"name": "text"}
        "required": ["id"], => "description": "x",
        "AUTO_OVERWRITE" => "AUTO_MERGE"
        "AUTO_OVERWRITE" => "AUTO_MERGE", "fieldConflicts": {"name": "INTERACTIVE"}
        "conflicts" => "legacy": {"key": "items", "at": "/all"}, "conflicts"
        "conflicts" => "legacy": [{"key": "item:{id}"}, {"key": "items", "envelope": "zustand"}], "conflicts"
        "additionalProperties": false, "required" => "required"
        "minimum": 0, => ""
        """;
    for (String line : cases.lines().toList()) {
      assertThat(problems(line)).as(line).isEmpty();
    }
  }

  @Test
  @DisplayName("what would not understand what is there is refused, with the place and a way out")
  void refused() {
    String cases =
        """
        "name": "shop", => "name": "shop2", => name => another migration
        "scope": "tenant" => "scope": "source" => domains.items.id => other ids
        {"name": "text(100)"} => {"name": "text(99)"} => tables.shop.items.columns.name => another type
        {"count": "integer"} => {"count": "bigint"} => tables.shop.items.columns.count => another type
        "key": "id", => "key": "id", "tenant": "t", => tables.shop.items.key => keep key
        "shop.items" => "shop.things" => tables.shop.items => keep the table
        "items" => "things" => domains.items => keep the domain
        {"rename": {"/title": "/name"}} => {"remove": ["/title"]} => domains.items.upcast.1 => never change
        "required": ["id"] => "required": ["id", "name"] => domains.items.schema.required => name is required now
        "maximum": 10 => "maximum": 9 => domains.items.schema.properties.count.maximum => is lower than before
        "minimum": 0 => "minimum": 1 => domains.items.schema.properties.count.minimum => is higher than before
        "minimum": 0 => "minimum": 0, "multipleOf": 2 => domains.items.schema.properties.count.multipleOf => coarser
        ["string", "null"] => "string" => domains.items.schema.properties.name.type => the type null
        "maxLength": 100 => "maxLength": 50 => domains.items.schema.properties.name.maxLength => raise schemaVersion
        "maxLength": 100 => "maxLength": 100, "pattern": "a" => domains.items.schema.properties.name.pattern => pattern is new
        {"enum": ["a", "b"]} => {"enum": ["a"]} => domains.items.schema.properties.more.properties.kind.enum => the value "b"
        {"kind": {"enum" => {"kin": {"type": "string"}, "kind": {"enum" => domains.items.schema.properties.more.properties.kin => the field is described now
        "more": {"type": "object", => "more": {"type": "object", "additionalProperties": false, => domains.items.schema.properties.more.additionalProperties => not named
        """;
    for (String line : cases.lines().toList()) {
      String[] parts = line.split(" => ", -1);
      assertThat(problems(parts[0] + " => " + parts[1]))
          .as(line)
          .anySatisfy(
              problem -> {
                assertThat(problem.path()).isEqualTo(parts[2]);
                assertThat(problem.sentence()).contains(parts[3]);
              });
    }
  }

  @Test
  @DisplayName("where the legacy store holds records is no part of what was written")
  void legacyPlaces() {
    // given
    String at = PUBLISHED.replace("\"conflicts\"", "\"legacy\": {\"key\": \"a\"}, \"conflicts\"");
    Blueprint with = blueprint(at);
    Blueprint other = blueprint(at.replace("{\"key\": \"a\"}", "[{\"key\": \"b\"}]"));

    // then
    assertThat(Compatibility.check(with, other)).isEmpty();
    assertThat(Compatibility.check(with, blueprint(PUBLISHED))).isEmpty();
  }

  @Test
  @DisplayName("a higher schemaVersion may take less, with an entry that takes what was published")
  void newVersion() {
    // given
    Blueprint published = blueprint(PUBLISHED);
    String narrower =
        PUBLISHED
            .replace("\"schemaVersion\": 2", "\"schemaVersion\": 3")
            .replace("\"maximum\": 10", "\"maximum\": 9");
    String entry =
        """
        {"from": 2, "steps": [{"map": {"/count": {"10": 9}}}], "schema": %s}
        """;
    String schema = published.json().at("/domains/0/schema").toString();
    String strict = schema.replace("\"required\":[\"id\"]", "\"required\":[\"id\",\"count\"]");

    // when
    List<Problem> without = Compatibility.check(published, blueprint(narrower));
    List<Problem> with = check(narrower, entry.formatted(schema));
    List<Problem> stricter = check(narrower, entry.formatted(strict));

    // then
    assertThat(without)
        .singleElement()
        .extracting(Problem::sentence)
        .asString()
        .contains("from: 2");
    assertThat(with).isEmpty();
    assertThat(Compatibility.check(blueprint(narrower), published))
        .extracting(Problem::path)
        .contains("schemaVersion");
    assertThat(stricter)
        .singleElement()
        .extracting(Problem::path)
        .isEqualTo("domains.items.upcast.2.schema.required");
  }

  @Test
  @DisplayName(
      "an entry that takes less than was published is told, even where the schema takes more")
  void strictEntry() {
    // given
    String wider =
        PUBLISHED
            .replace("\"schemaVersion\": 2", "\"schemaVersion\": 3")
            .replace("\"maximum\": 10", "\"maximum\": 11");
    String strict = "{\"from\": 2, \"steps\": [], \"schema\": {\"required\": [\"count\"]}}";

    // then
    assertThat(check(wider, strict))
        .extracting(Problem::path)
        .containsExactly("domains.items.upcast.2.schema.required");
  }

  @Test
  @DisplayName("a new entry for versions that were published without it is told")
  void entryForThePast() {
    // given
    String later = PUBLISHED.replace("\"schemaVersion\": 2", "\"schemaVersion\": 4");
    String entry = "\"title\": {\"type\": \"string\"}}}}";
    String added = later.replace(entry, entry + ", {\"from\": 3, \"steps\": [], \"schema\": true}");

    // then
    assertThat(Compatibility.check(blueprint(later), blueprint(added)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo("domains.items.upcast.3");
              assertThat(problem.sentence()).contains("a new entry is from: 4");
            });
  }

  @Test
  @DisplayName("recursive schemas are compared, too")
  void recursive() {
    // given
    String tree =
        "{\"$defs\": {\"n\": {\"type\": \"object\", \"properties\": {\"c\": {\"type\": \"array\","
            + " \"items\": {\"$ref\": \"#/$defs/n\"}}, \"v\": {\"type\": \"%s\"}}}},"
            + " \"$ref\": \"#/$defs/n\"}";

    // then
    assertThat(
            SchemaComparison.narrowings(
                Json.MAPPER.readTree(tree.formatted("number")),
                Json.MAPPER.readTree(tree.formatted("integer"))))
        .extracting(Narrowing::path)
        .contains(".properties.v.type");
  }

  private static List<Problem> check(String next, String entry) {
    String last = "\"title\": {\"type\": \"string\"}}}}";
    assertThat(next).contains(last);
    return Compatibility.check(
        blueprint(PUBLISHED), blueprint(next.replace(last, last + ", " + entry)));
  }

  private static List<Problem> problems(String line) {
    String[] parts = line.split(" => ", -1);
    assertThat(PUBLISHED).contains(parts[0]);
    String by = parts[1].equals("\"\"") ? "" : parts[1];
    return Compatibility.check(blueprint(PUBLISHED), blueprint(PUBLISHED.replace(parts[0], by)));
  }

  private static Blueprint blueprint(String json) {
    return Blueprint.fromJson((ObjectNode) Json.parse(json.getBytes(StandardCharsets.UTF_8)));
  }
}
