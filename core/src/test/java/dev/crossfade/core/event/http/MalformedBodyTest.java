package dev.crossfade.core.event.http;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.crossfade.core.event.http.MalformedBodyException.Kind;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that cannot be read at all, in each of the three modes alike. */
class MalformedBodyTest {
  /** How a record's data becomes a body. */
  enum Mode {
    BINARY("application/json", "%s"),
    STRUCTURED("application/cloudevents+json", "{\"id\":\"1\",\"data\":%s}"),
    BATCH("application/cloudevents-batch+json", "[{\"id\":\"1\",\"data\":%s}]");

    private final String contentType;
    private final String frame;

    Mode(String contentType, String frame) {
      this.contentType = contentType;
      this.frame = frame;
    }

    List<Incoming> read(byte[] body) throws MalformedBodyException {
      return HttpEvents.read(contentType, Map.of("ce-id", "1"), body);
    }

    String body(String data) {
      return frame.formatted(data);
    }
  }

  static Stream<Arguments> data() {
    return Stream.of(Mode.values())
        .flatMap(
            mode ->
                Stream.of(
                    Arguments.of(mode, "{\"a\":1,\"a\":2}", Kind.DUPLICATE_NAME),
                    Arguments.of(mode, "{\"a\":1,\"\\u0061\":2}", Kind.DUPLICATE_NAME),
                    Arguments.of(
                        mode, "{\"x\":[{\"y\":{\"é\":1,\"\\u00e9\":2}}]}", Kind.DUPLICATE_NAME),
                    Arguments.of(mode, "{\"a\":" + "9".repeat(1_001) + "}", Kind.NUMBER_TOO_LONG),
                    Arguments.of(mode, "{\"a\":0." + "9".repeat(1_001) + "}", Kind.NUMBER_TOO_LONG),
                    Arguments.of(mode, "{\"a\":1e99999999999}", Kind.MALFORMED_JSON),
                    Arguments.of(mode, "{\"a\":1e2147483648}", Kind.MALFORMED_JSON),
                    Arguments.of(mode, "{\"" + "n".repeat(2_000) + "\":1}", Kind.NAME_TOO_LONG),
                    Arguments.of(mode, "{\"a\":NaN}", Kind.MALFORMED_JSON),
                    Arguments.of(mode, "{\"a\":01}", Kind.MALFORMED_JSON),
                    Arguments.of(mode, "{'a':1}", Kind.MALFORMED_JSON),
                    Arguments.of(mode, "{\"a\":1,}", Kind.MALFORMED_JSON),
                    Arguments.of(mode, "{\"a\":\"\t\"}", Kind.MALFORMED_JSON),
                    Arguments.of(mode, "{\"a\":\"\\q\"}", Kind.MALFORMED_JSON),
                    Arguments.of(mode, "{\"a\":\"\u0000\"}", Kind.NOT_UTF_8),
                    Arguments.of(mode, nested(65), Kind.TOO_DEEP),
                    Arguments.of(mode, nested(66), Kind.TOO_DEEP),
                    Arguments.of(mode, nested(100_000), Kind.TOO_DEEP),
                    Arguments.of(
                        mode, "{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}", Kind.TOO_DEEP)));
  }

  @ParameterizedTest
  @DisplayName("Failure classes 16, 18, 19: what no part of the data may hold")
  @MethodSource("data")
  void refused(Mode mode, String data, Kind kind) {
    assertRefused(mode, mode.body(data).getBytes(UTF_8), kind);
  }

  @ParameterizedTest
  @DisplayName("Failure class 19: depth is counted from the data's own beginning, in every mode")
  @EnumSource
  void deepest(Mode mode) throws Exception {
    List<Incoming> events = mode.read(mode.body(nested(64)).getBytes(UTF_8));

    assertThat(events).singleElement().satisfies(event -> assertThat(event.data()).isNotNull());
  }

  @ParameterizedTest
  @EnumSource
  void endsTooEarlyOrTooLate(Mode mode) {
    String whole = mode.body("{\"a\":[1,{\"b\":\"é\"}]}");
    for (int length = 1; length < whole.length(); length++) {
      assertRefused(mode, whole.substring(0, length).getBytes(UTF_8), Kind.MALFORMED_JSON);
    }
    for (String tail : List.of("x", "{}", "[]", "null", "1", "]", "}", ",")) {
      assertRefused(mode, (whole + " " + tail).getBytes(UTF_8), Kind.MALFORMED_JSON);
    }
  }

  @ParameterizedTest
  @DisplayName("Only UTF-8, strictly: nothing is guessed or replaced")
  @EnumSource
  void charsets(Mode mode) {
    String whole = mode.body("{\"a\":\"é\"}");
    for (Charset charset :
        List.of(
            UTF_16BE,
            UTF_16LE,
            Charset.forName("UTF-16"),
            Charset.forName("UTF-32BE"),
            Charset.forName("UTF-32LE"))) {
      assertRefused(mode, whole.getBytes(charset), Kind.NOT_UTF_8);
    }
    assertRefused(mode, ("\ufeff" + whole).getBytes(UTF_8), Kind.NOT_UTF_8);
    for (String bytes : List.of("c0a0", "c3", "80", "ff", "eda080", "f4908080", "e2829f80")) {
      assertRefused(mode, spliced(whole, bytes), Kind.NOT_UTF_8);
    }
    assertRefused(
        mode, spliced(mode.body("{\"a\":\"" + "é".repeat(5_000) + "é\"}"), "ff"), Kind.NOT_UTF_8);
  }

  private static byte[] spliced(String whole, String hex) {
    String body = HexFormat.of().formatHex(whole.getBytes(UTF_8));
    int at = body.lastIndexOf("c3a9");
    return HexFormat.of().parseHex(body.substring(0, at) + hex + body.substring(at + 4));
  }

  @Test
  void otherThanEvents() {
    for (String body : List.of("", " ", "[]", "null", "1", "\"x\"")) {
      assertRefused(Mode.STRUCTURED, body.getBytes(UTF_8), Kind.MALFORMED_JSON);
    }
    for (String body : List.of("", " ", "{}", "null", "[null]", "[1]", "[[]]", "[{},\"x\"]")) {
      assertRefused(Mode.BATCH, body.getBytes(UTF_8), Kind.MALFORMED_JSON);
    }
  }

  @Test
  @DisplayName("A name may not stand twice in the envelope either")
  void duplicateAttribute() {
    assertRefused(
        Mode.STRUCTURED, "{\"id\":\"1\",\"\\u0069d\":\"2\"}".getBytes(UTF_8), Kind.DUPLICATE_NAME);
    assertRefused(
        Mode.STRUCTURED, "{\"data\":{},\"data\":{}}".getBytes(UTF_8), Kind.DUPLICATE_NAME);
  }

  @Test
  void thousandEvents() throws Exception {
    assertThat(Mode.BATCH.read(("[" + "{},".repeat(999) + "{}]").getBytes(UTF_8))).hasSize(1_000);
    assertRefused(
        Mode.BATCH, ("[" + "{},".repeat(1_000) + "{}]").getBytes(UTF_8), Kind.TOO_MANY_EVENTS);
  }

  @Test
  @DisplayName("A fault's words never quote the data")
  void noDataInMessages() {
    for (String body :
        List.of("{\"secret\":1,\"secret\":1}", "{\"secret\":secret}", "{\"a\":\"secret")) {
      assertThatExceptionOfType(MalformedBodyException.class)
          .isThrownBy(() -> Mode.STRUCTURED.read(body.getBytes(UTF_8)))
          .withMessageNotContaining("secret");
    }
  }

  private static String nested(int depth) {
    return "{\"d\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
  }

  private static void assertRefused(Mode mode, byte[] body, Kind kind) {
    assertThatExceptionOfType(MalformedBodyException.class)
        .as("%s of %s bytes", mode, body.length)
        .isThrownBy(() -> mode.read(body))
        .returns(kind, MalformedBodyException::kind);
  }
}
