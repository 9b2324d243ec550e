package dev.crossfade.core.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.json.Json;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Schemas that could be read but not be used, and values that a check must not choke on. */
class BrokenSchemasTest {

  @ParameterizedTest(name = "{0}")
  @DisplayName("what could never be checked is told when the blueprint is read")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"$ref": "#"}                                                  | $ref               | leads back to itself
          {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}}   | $defs.a.$ref       | leads back to itself
          {"allOf": [{"$ref": "#/allOf/0"}]}                             | allOf.0.$ref       | leads back to itself
          {"not": {"anyOf": [true, {"if": {"$ref": "#"}}]}}              | not.anyOf.1.if.$ref | leads back to itself
          {"properties": {"a": {"$dynamicRef": "#x"}}}                   | properties.a.$dynamicRef | write $ref
          {"properties": {"a": {"$ref": "#x"}, "b": {"$anchor": "x"}}}   | properties.a.$ref  | only definitions of the same file
          {"properties": {"a": {"$id": "urn:x", "$ref": "#"}}}           | properties.a.$id   | leave it out
          {"properties": {"a": {"type": ["integer", 5]}}}                | properties.a.type.1 | enumeration
          """)
  void told(String schema, String path, String sentence) {
    // given
    ProblemList problems = new ProblemList();
    SchemaFields fields = fields(problems, schema);

    // when
    fields.check();
    fields.types(FieldPath.of("a"));

    // then
    assertThat(problems.toException().problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo(path);
              assertThat(problem.sentence()).contains(sentence);
            });
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("a whole number beyond 64 bits is checked like any other, however it is spelled")
  @ValueSource(strings = {"5e20", "500000000000000000000", "5e20000000", "1e400", "5.0e2"})
  void hugeNumbers(String number) {
    RecordSchema schema =
        RecordSchema.compile(
            json("{\"properties\": {\"a\": {\"type\": \"integer\", \"maximum\": 9}}}"));

    assertThat(schema.validate(json("{\"a\": " + number + "}"))).hasSize(1);
    assertThat(schema.validate(json("{\"a\": 5, \"b\": " + number + "}"))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("a schema that lies within itself has finitely many fields, by either reference")
  @ValueSource(strings = {"#/$defs/node", "#"})
  void withinItself(String reference) {
    // given
    String node =
        "{\"properties\": {\"a\": R, \"b\": R, \"c\": R, \"d\": R, \"x\": {\"type\": \"string\"}}}"
            .replace("R", "{\"$ref\": \"" + reference + "\"}");
    String schema = node.substring(0, node.length() - 1) + ", \"$defs\": {\"node\": " + node + "}}";

    // when
    List<FieldPath> found =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> fields(new ProblemList(), schema).fields(new HashSet<>()));

    // then
    assertThat(found).contains(FieldPath.of("x")).hasSizeLessThan(100);
  }

  private static SchemaFields fields(ProblemList problems, String schema) {
    return new SchemaFields(problems, "a.json", "", json(schema));
  }

  private static JsonNode json(String text) {
    return Json.MAPPER.readTree(text);
  }
}
