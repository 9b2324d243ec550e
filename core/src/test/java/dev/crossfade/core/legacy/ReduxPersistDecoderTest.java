package dev.crossfade.core.legacy;

import static dev.crossfade.core.legacy.Decoding.bytes;
import static dev.crossfade.core.legacy.Decoding.decoded;
import static dev.crossfade.core.legacy.Decoding.problem;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReduxPersistDecoderTest {
  private final ReduxPersistDecoder decoder = new ReduxPersistDecoder();

  @Test
  void eachMemberIsDecodedOnceMore() throws Exception {
    // given
    String raw =
        """
        {"a": "{\\"t\\":\\"x \\\\\\"y\\\\\\" \\\\\\\\ \\\\n\\",\\"n\\":1.50}", "b/":"5","c":"null", "d":"\\"\\"",
        "_persist":"{\\"version\\":-1,\\"rehydrated\\":true}"}\
        """;

    // then
    assertThat(decoded("redux-persist", raw))
        .isEqualTo(
            "{\"a\":{\"t\":\"x \\\"y\\\" \\\\ \\n\",\"n\":1.50},\"b/\":5,\"c\":null,\"d\":\"\"}");
    assertThat(decoded("redux-persist", "{\"_persist\":\"x\"}")).isEqualTo("{}");
  }

  @Test
  void escapesOfTheOuterStringAreTakenOut() throws Exception {
    assertThat(
            decoded("redux-persist", "{\"a\":\"\\u0022\\u00e9\\u4e2d\\ud83c\\udf93\\/\\u0022\"}"))
        .isEqualTo("{\"a\":\"é中🎓/\"}");
    assertThat(decoded("redux-persist", "{\"a\":\"\\t[\\n1\\r]\\t\"}"))
        .isEqualTo("{\"a\":\t[\n1\r]\t}");
  }

  @Test
  void anUnpairedSurrogateStaysAnEscape() throws Exception {
    assertThat(decoded("redux-persist", "{\"a\":\"\\\"\\ud800\\\"\"}"))
        .isEqualTo("{\"a\":\"\\ud800\"}");
    assertThat(decoded("redux-persist", "{\"a\":\"\\\"\\ud800\\ud83c\\udf93\\udc00\\\"\"}"))
        .isEqualTo("{\"a\":\"\\ud800🎓\\udc00\"}");
    assertThat(problem("redux-persist", "{\"a\":\"\\\"\\\\\\ud800\\\"\"}"))
        .isEqualTo("/a: The string is broken at an escape.");
  }

  @Test
  void anInnerProblemNamesItsPlace() {
    assertThat(problem("redux-persist", "{\"a\":\"5\",\"b~\":\"{\\\"c\\\":[1,x]}\"}"))
        .startsWith("/b~0/c/1: This is no sound JSON");
    assertThat(problem("redux-persist", "{\"a\":5}"))
        .isEqualTo("/a: The member is no string that holds JSON.");
    assertThat(problem("redux-persist", "{\"a\":\"\"}")).isEqualTo("/a: The value is empty.");
    assertThat(problem("redux-persist", "{\"a\":\"1 2\"}"))
        .isEqualTo("/a: Something follows the value.");
    assertThat(problem("redux-persist", "{\"a\":\"\\\"\\u0000\\\"\"}")).startsWith("/a: ");
    assertThat(problem("redux-persist", "{\"a\":\"{\\\"x\\\":1,\\\"x\\\":2}\"}"))
        .isEqualTo("/a/x: An object holds a name twice.");
    assertThat(problem("redux-persist", "{\"a\":\"1\",\"a\":\"2\"}"))
        .isEqualTo("/a: An object holds a name twice.");
    assertThat(problem("redux-persist", "[]")).contains("no object");
    assertThat(problem("redux-persist", "{\"a\":\"1")).contains("ends in the middle");
    assertThat(problem("redux-persist", "{\"a\":\"\\u12\"}")).startsWith("/a: ");
    assertThat(problem("redux-persist", "{\"a\":\"\\x\"}")).startsWith("/a: ");
  }

  @Test
  void itsShapeIsRecognised() {
    assertThat(decoder.detect("k", bytes("{\"a\":\"5\",\"_persist\":\"{}\"}")))
        .contains("_persist");
    assertThat(decoder.detect("persist:k", bytes("{\"a\":\"5\"}"))).contains("persist:");
    assertThat(decoder.detect("k", bytes("{\"a\":\"5\"}"))).isNull();
    assertThat(decoder.detect("persist:k", bytes("{\"a\":5}"))).isNull();
    assertThat(decoder.detect("persist:k", bytes("{}"))).isNull();
    assertThat(decoder.detect("persist:k", bytes("[]"))).isNull();
  }
}
