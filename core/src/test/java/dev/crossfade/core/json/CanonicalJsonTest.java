package dev.crossfade.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.golden.GoldenFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class CanonicalJsonTest {
  private static final List<String> VALUES =
      List.of(
          "0",
          "-0",
          "0.0",
          "-0.0e5",
          "1",
          "-1",
          "10",
          "100",
          "120",
          "1.0",
          "1.50",
          "1e2",
          "1E+2",
          "1e-7",
          "1E400",
          "1e-400",
          "0.1",
          "0.10",
          "123456.789",
          "9007199254740993",
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775808",
          "123456789012345678901234567890",
          "1000000000000000000000000000000",
          "3.14159265358979323846264338327950288",
          "true",
          "false",
          "null",
          "\"\"",
          "\"plain\"",
          "\"q\\\"b\\\\s\\/\"",
          "\"\\b\\t\\n\\f\\r\"",
          "\"\\u0001\\u001f\\u007f\\u0080\"",
          "\"\\u00e9 \\u20ac \\ud83d\\ude00\"",
          "\"\\u2028\\u2029</script>\"",
          "[]",
          "{}",
          "[1,[2,[3,{}]],null]",
          "{\"b\":1,\"a\":2,\"\":3,\"A\":4,\"aa\":5,\"10\":6,\"9\":7}",
          "{\"z\":{\"y\":[{\"x\":1.0,\"w\":[]}]}}",
          "{\"\\ufb33\":\"BMP, above the surrogates\",\"\\ud83d\\ude00\":\"astral\",\"\\u00e9\":1}",
          "{\"a\\\"b\":1,\"a\\nb\":2}");

  @Test
  @DisplayName("The canonical bytes and digests of the golden file")
  void golden() throws IOException {
    // given
    GoldenFile bytes = new GoldenFile("canonical-json.txt");
    GoldenFile digests = new GoldenFile("digests.txt");

    // when
    for (String json : VALUES) {
      JsonNode value = parse(json);
      bytes.line(json, CanonicalJson.bytes(value));
      digests.line(json, Digest.of(value).hex());
    }

    // then
    bytes.check();
    digests.check();
  }

  @ParameterizedTest
  @DisplayName("Failure class 17: equal values have equal bytes")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0                | -0
          0                | 0.000
          0                | 0e999
          1                | 1.0
          1.0              | 1.00
          100              | 1e2
          100              | 1E+2
          0.1              | 1e-1
          {"a":1,"b":2}    | {"b":2.0,"a":1}
          ["\\u0041\\u002f"] | ["A/"]
          """)
  void oneSpellingForOneValue(String a, String b) {
    assertThat(CanonicalJson.bytes(parse(a))).isEqualTo(CanonicalJson.bytes(parse(b)));
    assertThat(CanonicalJson.equal(parse(a), parse(b))).isTrue();
  }

  @ParameterizedTest
  @DisplayName("Failure class 16: different values have different bytes")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          9007199254740992 | 9007199254740993
          0.1              | 0.10000000000000001
          1                | true
          [1,2]            | [2,1]
          {}               | []
          "1"              | 1
          {"a":null}       | {}
          [[1],2]          | [1,[2]]
          """)
  void differentValues(String a, String b) {
    assertThat(CanonicalJson.equal(parse(a), parse(b))).isFalse();
  }

  @ParameterizedTest
  @DisplayName("Failure class 12: the greatest and smallest exponents have a spelling too")
  @ValueSource(
      strings = {
        "100e2147483647",
        "1e2147483647",
        "1e-2147483647",
        "0e2147483647",
        "1000e-2147483647"
      })
  void extremeExponents(String number) {
    String spelling = CanonicalJson.number(new BigDecimal(number));

    assertThat(spelling).matches("0|1(e-?[0-9]{1,11})");
  }

  @Test
  @DisplayName("An exponent is the sum of the scale and the zeros stripped")
  void exponentBeyondInt() {
    assertThat(CanonicalJson.number(new BigDecimal("100e2147483647"))).isEqualTo("1e2147483649");
  }

  @Property
  void numbersKeepTheirValue(@ForAll BigDecimal value) {
    assertThat(new BigDecimal(CanonicalJson.number(value))).isEqualByComparingTo(value);
  }

  @Property
  void spellingDoesNotDependOnTheNodeType(@ForAll long value) {
    // given
    JsonNodeFactory nodes = JsonNodeFactory.instance;

    // when
    byte[] asLong = CanonicalJson.bytes(nodes.numberNode(value));

    // then
    assertThat(asLong)
        .isEqualTo(CanonicalJson.bytes(nodes.numberNode(BigInteger.valueOf(value))))
        .isEqualTo(CanonicalJson.bytes(nodes.numberNode(BigDecimal.valueOf(value))))
        .isEqualTo(CanonicalJson.bytes(nodes.numberNode(new BigDecimal(value + ".00"))));
  }

  @Property
  void canonicalIsItsOwnCanonicalForm(@ForAll String text, @ForAll BigDecimal number) {
    // given
    JsonNode value =
        JsonNodeFactory.instance
            .objectNode()
            .put(wellFormed(text), number)
            .set("list", JsonNodeFactory.instance.arrayNode().add(wellFormed(text)).add(number));

    // when
    byte[] once = CanonicalJson.bytes(value);

    // then
    assertThat(CanonicalJson.bytes(Json.MAPPER.readTree(once))).isEqualTo(once);
  }

  private static String wellFormed(String text) {
    String form = new String(text.getBytes(UTF_8), UTF_8);
    return form.substring(
        0, form.offsetByCodePoints(0, Math.min(200, form.codePointCount(0, form.length()))));
  }

  private static JsonNode parse(String json) {
    return Json.MAPPER.readTree(json);
  }
}
