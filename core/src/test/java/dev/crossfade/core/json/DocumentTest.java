package dev.crossfade.core.json;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class DocumentTest {
  @Test
  @DisplayName("The bytes stay as they were sent, and equality is that of the values")
  void bytesAndValue() {
    // given
    byte[] sent = "{ \"b\" : 1.00, \"a\":\"\\u0041\" }".getBytes(UTF_8);

    // when
    Document document = Document.parse(sent);

    // then
    assertThat(document.bytes()).isEqualTo(sent);
    assertThat(document)
        .isEqualTo(Document.parse("{\"a\":\"A\",\"b\":1}".getBytes(UTF_8)))
        .isNotEqualTo(Document.parse("{\"a\":\"A\",\"b\":2}".getBytes(UTF_8)));
    assertThat(document.digest()).isEqualTo(Digest.of(document.tree()));
  }

  @Test
  @DisplayName("Failure class 16: no digit is lost")
  void exactNumbers() {
    // given
    String json = "{\"a\":9007199254740993,\"b\":0.1000000000000000055511151231257827,\"c\":1E400}";

    // when
    Document document = Document.parse(json.getBytes(UTF_8));

    // then
    assertThat(document.tree().get("a").longValue()).isEqualTo(9007199254740993L);
    assertThat(document.tree().get("b").decimalValue())
        .isEqualByComparingTo("0.1000000000000000055511151231257827");
    assertThat(document.tree().get("c").decimalValue()).isEqualByComparingTo("1E400");
  }

  @Test
  void showsNoData() {
    assertThat(Document.parse("{\"name\":\"Ada\"}".getBytes(UTF_8)))
        .hasToString("Document[14 bytes]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "1", "\"{}\"", "true", "", "  "})
  void otherThanAnObject(String json) {
    assertThatThrownBy(() -> Document.parse(json.getBytes(UTF_8)))
        .isInstanceOf(Document.NotAnObjectException.class);
  }

  @ParameterizedTest
  @DisplayName("Failure classes 16 and 18: strict, and a fault is always a JacksonException")
  @ValueSource(
      strings = {
        "{",
        "{\"a\":1}x",
        "{}{}",
        "{} []",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"a\":{\"b\":[{\"c\":1,\"c\":1}]}}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":0x10}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{/**/}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":1e99999999999}",
        "{\"a\":1e-99999999999}",
        "{\"a\":1e2147483648}"
      })
  void strict(String json) {
    assertThatThrownBy(() -> Document.parse(json.getBytes(UTF_8)))
        .isInstanceOf(JacksonException.class);
  }

  static Stream<Charset> charsets() {
    return Stream.of(UTF_16BE, UTF_16LE, Charset.forName("UTF-32BE"), Charset.forName("UTF-32LE"));
  }

  @ParameterizedTest
  @DisplayName("Only UTF-8: what the parser would guess to be UTF-16 or UTF-32 is refused")
  @MethodSource("charsets")
  void otherCharsets(Charset charset) {
    assertThatThrownBy(() -> Document.parse("{\"a\":1}".getBytes(charset)))
        .isInstanceOf(JacksonException.class);
  }

  @ParameterizedTest
  @DisplayName("Failure class 19: depth 64 is read, depth 65 is refused")
  @ValueSource(strings = {"{\"a\":", "["})
  void depth(String opening) {
    String closing = opening.equals("[") ? "]" : "}";
    // The outermost object is a level too.
    String deepest = "{\"d\":" + opening.repeat(63) + "1" + closing.repeat(63) + "}";
    String deeper = "{\"d\":" + opening.repeat(64) + "1" + closing.repeat(64) + "}";

    assertThat(Document.parse(deepest.getBytes(UTF_8)).tree().isEmpty()).isFalse();
    assertThatThrownBy(() -> Document.parse(deeper.getBytes(UTF_8)))
        .isInstanceOf(JacksonException.class);
  }
}
