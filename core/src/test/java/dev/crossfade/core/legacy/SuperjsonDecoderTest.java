package dev.crossfade.core.legacy;

import static dev.crossfade.core.legacy.Decoding.bytes;
import static dev.crossfade.core.legacy.Decoding.decoded;
import static dev.crossfade.core.legacy.Decoding.problem;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuperjsonDecoderTest {
  private static final String NAME = "superjson";

  private static String wrapped(String json, String values) {
    return "{\"json\":" + json + ",\"meta\":{\"values\":" + values + ",\"v\":1}}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "\"2024-01-01T00:00:00.000Z\"|[\"Date\"]|\"2024-01-01T00:00:00.000Z\"",
        "{\"a\":\"/x/g\"}|{\"a\":[\"regexp\"]}|{\"a\":\"/x/g\"}",
        "\"https://x/\"|[\"URL\"]|\"https://x/\"",
        "[1,2]|[[\"typed-array\",\"Int8Array\"]]|[1,2]",
        "{\"a\":\"1\"}|[[\"class\",\"C\"],{\"a\":[\"bigint\"]}]|{\"a\":1}",
        "{\"name\":\"E\",\"cause\":\"7\"}|[\"Error\",{\"cause\":[\"bigint\"]}]|{\"name\":\"E\",\"cause\":7}",
        "\"123456789012345678901234567890\"|[\"bigint\"]|123456789012345678901234567890",
        "\"NaN\"|[\"number\"]|null",
        "\"-Infinity\"|[\"number\"]|null",
        "\"-0\"|[\"number\"]|-0",
        "null|[\"undefined\"]|null",
        "{\"a\":null,\"b\":1.50}|{\"a\":[\"undefined\"]}|{\"b\":1.50}",
        "{\"b\":1,\"a\":null}|{\"a\":[\"undefined\"]}|{\"b\":1}",
        "[1,null]|{\"1\":[\"undefined\"]}|[1,null]",
        "[1, \"2\"]|[\"set\",{\"1\":[\"bigint\"]}]|[1,2]",
        "[]|[\"map\"]|{}",
        "[[\"a\",{\"x\": 1}],[\"b\",2]]|[\"map\"]|{\"a\":{\"x\": 1},\"b\":2}",
        "[[\"a\",null]]|[\"map\",{\"0.1\":[\"undefined\"]}]|{\"a\":null}",
        "[[1,\"x\"]]|[\"map\"]|[[1,\"x\"]]",
        "[[\"1\",\"x\"]]|[\"map\",{\"0.0\":[\"bigint\"]}]|[[1,\"x\"]]",
        "[[\"a\",[[\"b\",[[1,\"9\"]]]]]]|[\"map\",{\"0.1\":[\"map\",{\"0.1\":[\"map\",{\"0.1\":[\"bigint\"]}]}]}]|{\"a\":{\"b\":[[1,9]]}}",
        "{\"a.b\":{\"c\\\\\":\"1\"}}|{\"a\\\\.b.c\\\\\\\\\":[\"bigint\"]}|{\"a.b\":{\"c\\\\\":1}}",
        "{\"\":{\"\":\"1\"}}|{\".\":[\"bigint\"]}|{\"\":{\"\":1}}",
        "{ \"a\" : 1 }|{}|{ \"a\" : 1 }",
      })
  void typesBecomePlain(String json, String values, String plain) throws Exception {
    assertThat(decoded(NAME, wrapped(json, values))).isEqualTo(plain);
  }

  @Test
  void metaMayComeFirstOrBeAbsent() throws Exception {
    assertThat(decoded(NAME, "{\"meta\":{\"values\":[\"bigint\"]},\"json\":\"1\"}")).isEqualTo("1");
    assertThat(decoded(NAME, "{\"json\":[ ]}")).isEqualTo("[ ]");
    assertThat(decoded(NAME, "{\"json\":[],\"meta\":{}}")).isEqualTo("[]");
  }

  @Test
  void oldPathsEscapeOnlyTheDot() throws Exception {
    // given
    String json =
        "{\"json\":{\"a\\\\b.c\":\"1\"},\"meta\":{\"values\":{\"a\\\\b\\\\.c\":[\"bigint\"]}";

    // then
    assertThat(decoded(NAME, json + "}}")).isEqualTo("{\"a\\\\b.c\":1}");
    assertThat(decoded(NAME, json + ",\"v\":0}}")).isEqualTo("{\"a\\\\b.c\":1}");
    assertThat(problem(NAME, json + ",\"v\":1}}")).contains("a path with a wrong escape");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[\"custom\",\"Decimal\"]]",
        "[[\"symbol\",\"s\"]]",
        "[\"temporal\"]",
        "[\"class\"]",
        "[[]]"
      })
  void anUnknownTypeIsAProblem(String values) {
    assertThat(problem(NAME, wrapped("1", values)))
        .isEqualTo("superjson's meta.values names a type that is not known here.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":\"x\"}|{\"a\":[\"bigint\"]}|/a: superjson notes a bigint here",
        "{\"a\":\"01\"}|{\"a\":[\"bigint\"]}|/a: superjson notes a bigint here",
        "{\"a\":1}|{\"a\":[\"bigint\"]}|/a: superjson notes a bigint here",
        "{\"a\":\"Nan\"}|{\"a\":[\"number\"]}|/a: superjson notes a special number",
        "{\"a\":{}}|{\"a\":[\"set\"]}|/a: superjson notes a Set",
        "{\"a\":{}}|{\"a\":[\"map\"]}|/a: superjson notes a Map",
        "{\"a\":[1]}|{\"a\":[\"map\"]}|/a/0: superjson notes a Map",
        "{\"a\":[[1]]}|{\"a\":[\"map\"]}|/a/0: superjson notes a Map",
        "{\"a\":[[1,2,3]]}|{\"a\":[\"map\"]}|/a/0: superjson notes a Map",
        "{\"a\":[[\"k\",1],[\"k\",2]]}|{\"a\":[\"map\"]}|/a/1/0: The Map holds a key twice",
        "{\"a\":1}|{\"b\":[\"bigint\"]}|superjson's meta names a place that is not in json",
        "{\"a\":1}|{\"b\":1}|superjson's meta.values holds something other",
        "{\"a\":1}|{\"b\":[\"set\",1]}|superjson's meta.values holds something other",
        "{\"a\":1}|{\"b\":[1]}|superjson's meta holds something other",
        "{\"a\":1}|1|superjson's meta.values holds something other",
      })
  void whatDoesNotFitIsAProblem(String json, String values, String problem) {
    assertThat(problem(NAME, wrapped(json, values))).startsWith(problem);
  }

  @Test
  void aValueLeftOutIsAProblemAndASharedOneIsNot() throws Exception {
    // given
    String meta = ",\"meta\":{\"referentialEqualities\":{\"a\":[\"b.0\"]},\"v\":1}}";

    // then
    assertThat(problem(NAME, "{\"json\":{\"a\":{},\"b\":[null]}" + meta))
        .isEqualTo("/b/0: superjson left out a value here that stands elsewhere too.");
    assertThat(decoded(NAME, "{\"json\":{\"a\":{},\"b\":[{}]}" + meta))
        .isEqualTo("{\"a\":{},\"b\":[{}]}");
    assertThat(
            problem(
                NAME,
                "{\"json\":{\"self\":null},\"meta\":{\"referentialEqualities\":[[\"self\"]]}}"))
        .startsWith("/self: ");
    assertThat(
            problem(
                NAME,
                "{\"json\":{\"x\":[null]},\"meta\":{\"referentialEqualities\":[[],{\"y\":[\"x.0\"]}]}}"))
        .startsWith("/x/0: ");
    assertThat(problem(NAME, "{\"json\":1,\"meta\":{\"referentialEqualities\":1}}"))
        .contains("neither a list nor an object");
  }

  @Test
  void hostileNotesAreBounded() {
    assertThat(problem(NAME, wrapped("1", "{\"" + ".".repeat(2_000) + "\":[\"set\"]}")))
        .contains("too long");
    assertThat(problem(NAME, wrapped("1", "{" + manyPaths() + "}"))).contains("more than 250000");
    String maps = "[\"map\",{\"0.1\":".repeat(9) + "[\"map\"]" + "}]".repeat(9);
    assertThat(problem(NAME, wrapped("[[\"k\",".repeat(9) + "[]" + "]]".repeat(9), maps)))
        .contains("nested deeper than 8");
  }

  @Test
  void itsShapeIsRecognised() {
    SuperjsonDecoder decoder = new SuperjsonDecoder();
    assertThat(decoder.detect("k", bytes("{\"json\":1,\"meta\":{}}"))).contains("superjson");
    assertThat(decoder.detect("k", bytes("{\"json\":[]}"))).contains("superjson");
    assertThat(decoder.detect("k", bytes("{\"json\":1,\"other\":{}}"))).isNull();
    assertThat(decoder.detect("k", bytes("{\"json\":1,\"meta\":1}"))).isNull();
    assertThat(decoder.detect("k", bytes("{\"meta\":{}}"))).isNull();
  }

  private static String manyPaths() {
    StringBuilder paths = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      paths.append(i == 0 ? "" : ",").append('"').append(i).append(".x".repeat(900));
      paths.append("\":[\"set\"]");
    }
    return paths.toString();
  }
}
