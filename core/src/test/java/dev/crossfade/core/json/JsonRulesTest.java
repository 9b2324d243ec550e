package dev.crossfade.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.json.JsonRules.Violation;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class JsonRulesTest {
  @ParameterizedTest
  @DisplayName("Failure class 15: text that PostgreSQL refuses is found wherever it hides")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":"\\u0000"}              | /a       | holds the character U+0000
          {"a":"x\\u0000y"}            | /a       | holds the character U+0000
          {"a":"\\ud800"}              | /a       | holds an unpaired surrogate
          {"a":"\\udc00"}              | /a       | holds an unpaired surrogate
          {"a":"\\udc00\\ud800"}       | /a       | holds an unpaired surrogate
          {"a":"\\ud800\\ud800\\udc00"}| /a       | holds an unpaired surrogate
          {"a":"\\ud83d\\ude00\\ud83d"}| /a       | holds an unpaired surrogate
          {"a":{"b":["x",["\\u0000"]]}}| /a/b/1/0 | holds the character U+0000
          ["x","\\ud800"]              | /1       | holds an unpaired surrogate
          "\\u0000"                    | ''       | holds the character U+0000
          {"a":[{"\\u0000":1}]}        | /a/0/�   | its name holds the character U+0000
          {"\\ud83d\\ude00\\u0000":1}  | /😀�     | its name holds the character U+0000
          """)
  void text(String json, String pointer, String detail) {
    assertThat(check(json)).containsExactly(new Violation(pointer, detail));
  }

  @Test
  @DisplayName("The parser refuses such a name already; a tree made elsewhere may hold it")
  void unpairedSurrogateInName() {
    // given
    JsonNode tree = JsonNodeFactory.instance.objectNode().put("x\ud800y\ud83d\ude00", 1);

    // then
    assertThat(JsonRules.check(tree))
        .containsExactly(new Violation("/x\ufffdy😀", "its name holds an unpaired surrogate"));
  }

  @ParameterizedTest
  @DisplayName("Names that a JavaScript object takes as its prototype, at any depth and spelling")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"__proto__":{}}              | /__proto__
          {"constructor":1}             | /constructor
          {"a":[{"prototype":1}]}       | /a/0/prototype
          {"\\u005f_proto__":1}         | /__proto__
          """)
  void prototypes(String json, String pointer) {
    assertThat(check(json))
        .containsExactly(new Violation(pointer, "the name is reserved in JavaScript objects"));
  }

  @ParameterizedTest
  @DisplayName("Failure class 16: numbers that grow when they are written out")
  @CsvSource({
    "1e401, has an exponent beyond ±400",
    "-1E401, has an exponent beyond ±400",
    "10e400, has an exponent beyond ±400",
    "1e-401, has an exponent beyond ±400",
    "0.1e-400, has an exponent beyond ±400",
    "1e100000, has an exponent beyond ±400",
    "1e2147483647, has an exponent beyond ±400",
    "1e-2147483647, has an exponent beyond ±400",
    "0e-999, has an exponent beyond ±400",
  })
  void exponents(String number, String detail) {
    assertThat(check("{\"n\":" + number + "}")).containsExactly(new Violation("/n", detail));
  }

  @Test
  void digits() {
    // given
    String most = "1".repeat(JsonRules.MAX_DIGITS);

    // then
    assertThat(check("[" + most + ",-" + most + ",0." + most + "]")).isEmpty();
    assertThat(check("[" + most + "1,0." + most + "1]"))
        .containsExactly(
            new Violation("/0", "has more than 100 digits"),
            new Violation("/1", "has more than 100 digits"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{\"a\":\"\\ud83d\\ude00\\u0001\\u007f\\uffff\"}",
        "{\"proto\":1,\"__proto\":1,\"Constructor\":1}",
        "{\"a\":[1e400,1e-400,-0,9223372036854775808,0.1,true,null]}",
        "{\"\":{\"/\":{\"~\":1}}}"
      })
  void sound(String json) {
    assertThat(check(json)).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("Pointers are escaped as RFC 6901 says")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a/b":"\\u0000"}         | /a~1b
          {"a~b":"\\u0000"}         | /a~0b
          {"~1":"\\u0000"}          | /~01
          {"":{"":"\\u0000"}}       | //
          {"0":["\\u0000"]}         | /0/0
          {"é😀":"\\u0000"}         | /é😀
          {"a\\nb":"\\u0000"}       | /a�b
          """)
  void pointers(String json, String pointer) {
    assertThat(check(json)).extracting(Violation::pointer).containsExactly(pointer);
  }

  @Test
  @DisplayName("A document full of faults gives no endless answer")
  void atMostTwenty() {
    assertThat(check("[" + "\"\\u0000\",".repeat(500) + "1]")).hasSize(20);
  }

  private static List<Violation> check(String json) {
    return JsonRules.check(Json.MAPPER.readTree(json));
  }
}
