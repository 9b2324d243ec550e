package dev.crossfade.core.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no browser writes, given to each decoder. */
class HostileValuesTest {
  private static final int DEEP = 200_000;

  private final StoreDecoders decoders = new StoreDecoders();

  static Collection<String> names() {
    return new StoreDecoders().names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void anyBytesAreAValueOrAProblem(String name) {
    // given
    StoreDecoder decoder = decoders.named(name).orElseThrow();

    // then
    for (byte[] raw : hostile()) {
      decoder.detect("persist:" + name, raw);
      try {
        assertThat(decoder.decode(Slice.of(raw)).length()).isPositive();
      } catch (UndecodableException e) {
        assertThat(e.getMessage()).hasSizeLessThan(40_000).doesNotContain("secret");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void deepNestingIsAProblemWhereItIsRead(String name) {
    for (String open : List.of("[", "{\"a\":", "{\"state\":", "{\"json\":", "{\"clientState\":")) {
      assertThatThrownBy(() -> decoders.decode(List.of(name), Slice.of(open.repeat(DEEP))))
          .isInstanceOf(UndecodableException.class);
    }
  }

  @Test
  void aByteOrderMarkIsNoJson() {
    assertThatThrownBy(() -> decoders.decode(List.of("json"), Slice.of("\uFEFF{}")))
        .hasMessage("The value begins with a byte order mark.");
  }

  @Test
  void noEncodingIsGuessed() {
    for (var encoding : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      assertThatThrownBy(() -> decoders.decode(List.of("json"), Slice.of("[1]".getBytes(encoding))))
          .hasMessageContaining("zero byte");
    }
  }

  @Test
  void malformedUtf8IsAProblemWithItsPlace() {
    // given
    byte[] raw = Decoding.bytes("{\"a\":[\"x\",\"yz\"],\"b\":2}");
    raw[12] = (byte) 0xFF;

    // then
    assertThatThrownBy(() -> decoders.decode(List.of("json"), Slice.of(raw)))
        .hasMessage("/a/1: The value is not UTF-8.");
  }

  @Test
  void aStringWithAnUnpairedSurrogateHasNoBytes() throws Exception {
    assertThatThrownBy(() -> Slice.of("a\ud800")).hasMessageContaining("unpaired surrogate");
    assertThat(Slice.of("a\u0000🎓").length()).isEqualTo(6);
  }

  private static List<byte[]> hostile() {
    List<byte[]> values = new ArrayList<>();
    for (String text :
        List.of(
            "",
            " ",
            "\uFEFF",
            "\u0000",
            "\"secret",
            "secret",
            "{\"a\":secret}",
            "[1,2",
            "{\"state\":{\"a\":\"\\ud800\"}}",
            "{\"a\":\"\\udfff\\u0000\"}",
            "-",
            "01",
            "1e",
            "'a'",
            "{\"__proto__\":\"{\\\"__proto__\\\":1}\"}",
            "{\"a\":1e999999999999999999}",
            "NaN",
            "{\"a\":\"1\",\"a\":\"2\"}",
            "[[\"a\",1],[\"a\",2]]",
            "__lfsc__:",
            "__lfsc__:fl64AA==",
            "{\"json\":{},\"meta\":{\"values\":{\"__proto__\":[\"set\"]}}}",
            "{\"n\":" + "1".repeat(20_000) + "}",
            "{\"" + "k".repeat(20_000) + "\":\"1\"}")) {
      values.add(Decoding.bytes(text));
    }
    for (byte[] malformed :
        new byte[][] {
          {'"', (byte) 0xC0, (byte) 0x80, '"'},
          {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
          {'"', (byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'},
          {'"', (byte) 0xE2},
        }) {
      values.add(malformed);
    }
    Random random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      byte[] soup = new byte[random.nextInt(40)];
      for (int j = 0; j < soup.length; j++) {
        soup[j] = (byte) "{}[]\",:\\u0d8 1e-.tfn\"state json\u007f".charAt(random.nextInt(32));
      }
      values.add(soup);
    }
    return values;
  }
}
