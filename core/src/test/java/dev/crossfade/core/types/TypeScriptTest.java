package dev.crossfade.core.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.golden.GoldenFile;
import dev.crossfade.core.json.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Types of the school, and of single schemas. */
class TypeScriptTest {

  @Test
  @DisplayName("the school's types")
  void school() throws IOException, URISyntaxException {
    // given
    Blueprint school =
        Blueprint.load(
            Path.of(
                Objects.requireNonNull(TypeScriptTest.class.getResource("/blueprints/school"))
                    .toURI()));

    // when
    String types = TypeScript.of(school);

    // then
    new GoldenFile("tools/school.ts").line(types.stripTrailing()).check();
    assertThat(school.domains())
        .map(Domain::name)
        .allSatisfy(name -> assertThat(types).contains("\n  " + name + ": "));
    assertThat(types.chars().filter(c -> c == '{').count())
        .isEqualTo(types.chars().filter(c -> c == '}').count());
  }

  @Test
  @DisplayName("a schema and its type")
  void expressions() {
    String cases =
        """
        {"type": "string"} => string
        {"type": "integer"} => number
        {"type": ["string", "null"]} => string | null
        {"enum": ["a", 1, null]} => "a" | 1 | null
        {"const": "x"} => "x"
        {"type": "array", "items": {"enum": ["a","b"]}} => ("a" | "b")[]
        {"type": "array"} => unknown[]
        {"prefixItems": [{}, {"type": "number"}], "type": "array", "items": false, "minItems": 1} => [unknown, number?]
        {"type": "array", "prefixItems": [{"type": "string"}], "minItems": 1} => [string, ...unknown[]]
        {"type": "object"} => Record<string, unknown>
        {"type": "object", "additionalProperties": {"type": "number"}} => Record<string, number>
        {"type": "object", "additionalProperties": false} => Record<string, never>
        {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]} => string | string[]
        {"anyOf": [{"type": "string"}, {}]} => unknown
        {"allOf": [{"$ref": "#/$defs/big-thing"}, {"type": ["string", "null"]}]} => ThingBigThing & (string | null)
        {"$ref": "#/$defs/big-thing"} => ThingBigThing
        {"$ref": "#"} => Thing
        true => unknown
        false => never
        """;
    for (String line : cases.lines().toList()) {
      // given
      String schema = line.substring(0, line.indexOf(" => "));
      String type = line.substring(line.indexOf(" => ") + 4);
      // then
      assertThat(types(schema)).as(line).containsPattern("\n  v\\?: " + Pattern.quote(type + ";"));
    }
  }

  @Test
  @DisplayName("members: optional, quoted, described, nested")
  void members() {
    assertThat(
            types(
                """
                {"type": ["object", "null"], "required": ["a", "x"],
                 "description": "It ends */ here.",
                 "properties": {"a": {"type": "integer", "description": "one\\ntwo"},
                   "b-c": {"type": "object", "additionalProperties": false,
                           "properties": {"d": {"type": "string", "format": "date", "default": ""}}}}}
                """))
        .contains(
            """
              /** It ends *\\/ here. */
              v?: {
                /**
                 * one
                 * two
                 * @type integer
                 */
                a: number;
                "b-c"?: {
                  /**
                   * @format date
                   * @default ""
                   */
                  d?: string;
                };
                x: unknown;
                [name: string]: unknown;
              } | null;
            """)
        .contains("export type ThingBigThing = string;", "\n  things: Thing;\n");
  }

  /** The types of a domain with this schema for the member v. */
  private static String types(String schema) {
    String form =
        """
        {"blueprint": 1, "name": "n", "schemaVersion": 1,
         "tables": [{"name": "n.things", "key": "id", "columns": [{"id": "uuid"}, {"v": "jsonb"}]}],
         "domains": [{"name": "things", "id": {"field": "id", "scope": "tenant"},
           "conflicts": "AUTO_SKIP",
           "rows": {"r": {"table": "n.things", "columns": {"id": {"record": "id"}, "v": "/v"}}},
           "schema": {"type": "object", "properties": {"id": {"type": "string"}, "v": %s},
                      "$defs": {"big-thing": {"type": "string"}}}}]}
        """
            .formatted(schema);
    return TypeScript.of(
        Blueprint.fromJson((ObjectNode) Json.parse(form.getBytes(StandardCharsets.UTF_8))));
  }
}
