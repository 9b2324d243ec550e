package dev.crossfade.core.event.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.crossfade.core.event.http.Incoming.Fault;
import dev.crossfade.core.json.Document;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudEvents HTTP protocol binding 1.0.2, section 3.1. */
class BinaryModeTest {
  @ParameterizedTest
  @DisplayName("A header's value is unquoted, then percent-decoded exactly once")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          plain                | plain
          a%20b                | a b
          %41%42               | AB
          100%25               | 100%
          %2541                | %41
          %25%34%31            | %41
          %C3%A9               | é
          %c3%a9               | é
          %F0%9F%98%80         | 😀
          Euro%20%E2%82%AC     | Euro €
          a+b                  | a+b
          "quoted"             | quoted
          "a b"                | a b
          "q\\"b\\\\s"         | q"b\\s
          "%41"                | A
          """)
  void decoded(String header, String value) throws Exception {
    Incoming event = read("ce-comment", header);

    assertThat(event.faults()).isEmpty();
    assertThat(event.attribute("comment")).isEqualTo(value);
  }

  @ParameterizedTest
  @DisplayName("What is not percent-encoded UTF-8 is refused, never guessed")
  @ValueSource(
      strings = {
        "%C0%A0",
        "%c0%a0",
        "%80",
        "%ff",
        "%ED%A0%80",
        "%F4%90%80%80",
        "%C3",
        "é%C3",
        "%",
        "a%",
        "%4",
        "%4g",
        "%g4",
        "% 41",
        "%-1",
        "%00",
        "%0A",
        "%7F",
        "%C2%85",
        "é",
        "ſ%20",
        "😀",
        "％41",
        "%４１",
        "\"open",
        "\"a\\\"",
        "\"a\"b"
      })
  void refused(String header) throws Exception {
    Incoming event = read("ce-comment", header);

    assertThat(event.faults()).extracting(Fault::pointer).containsExactly("/comment");
    assertThat(event.attributes()).doesNotContainKey("comment");
  }

  @ParameterizedTest
  @CsvSource({
    "ce-datacontenttype, /datacontenttype",
    "ce-data, /data",
    "ce-data_base64, /?",
    "ce-, /?",
    "ce-with-dash, /?",
    "ce-Upper, /?",
    "ce-abcdefghijklmnopqrstu, /?",
    "ce-größe, /?",
  })
  void names(String header, String pointer) throws Exception {
    Incoming event = read(header, "application/json");

    assertThat(event.faults()).extracting(Fault::pointer).containsExactly(pointer);
    assertThat(event.attributes()).isEqualTo(Map.of("id", "1"));
  }

  @Test
  void longestName() throws Exception {
    assertThat(read("ce-abcdefghijklmnopqrst", "x").attribute("abcdefghijklmnopqrst"))
        .isEqualTo("x");
  }

  @Test
  @DisplayName("The body is the data, byte for byte")
  void body() throws Exception {
    // given
    byte[] body = " {\"a\" : 1.00, \"é\":\"\\u00e9\"}\n".getBytes(UTF_8);

    // when
    Incoming event = HttpEvents.read("application/json", Map.of("ce-id", "1"), body).getFirst();

    // then
    assertThat(Objects.requireNonNull(event.data()).bytes()).isEqualTo(body);
  }

  @Test
  void emptyBodyIsNoData() throws Exception {
    Incoming event = HttpEvents.read(null, Map.of("ce-id", "1"), new byte[0]).getFirst();

    assertThat(event.data()).isNull();
    assertThat(event.faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "1", "true", "\"{}\"", " "})
  void otherData(String body) throws Exception {
    Incoming event = HttpEvents.read(null, Map.of("ce-id", "1"), body.getBytes(UTF_8)).getFirst();

    assertThat(event.data()).isNull();
    assertThat(event.faults()).containsExactly(new Fault("/data", "is not a JSON object"));
  }

  @Test
  void malformedBody() {
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(() -> HttpEvents.read(null, Map.of("ce-id", "1"), "{}}".getBytes(UTF_8)))
        .returns(MalformedBodyException.Kind.MALFORMED_JSON, MalformedBodyException::kind);
  }

  private static Incoming read(String header, String value) throws MalformedBodyException {
    Incoming event =
        HttpEvents.read(
                "application/json", Map.of("ce-id", "1", header, value), "{}".getBytes(UTF_8))
            .getFirst();
    assertThat(event.data()).isEqualTo(Document.parse("{}".getBytes(UTF_8)));
    return event;
  }
}
