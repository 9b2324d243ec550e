package dev.crossfade.core.event.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.crossfade.core.event.http.MalformedBodyException.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudEvents HTTP protocol binding 1.0.2, section 3: how the mode is chosen. */
class HttpModesTest {
  private static final Map<String, String> CE =
      Map.of("ce-id", "from-header", "ce-specversion", "1.0", "host", "localhost");

  @ParameterizedTest
  @DisplayName("The mode follows from the content type's beginning, in any case, batch first")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          application/cloudevents-batch+json                   | [{"id":"a"},{"id":"b"}] | a,b
          APPLICATION/CloudEvents-Batch+JSON                   | [{"id":"a"}]            | a
          application/cloudevents-batch+json; charset=UTF-8    | [{"id":"a"}]            | a
          application/cloudevents-batch+json                   | []                      | ''
          application/cloudevents-batch+json                   | ' [ ] '                 | ''
          application/cloudevents+json                         | {"id":"a"}              | a
          Application/CLOUDEVENTS+json                         | {"id":"a"}              | a
          application/cloudevents+json;charset=utf-8           | {"id":"a"}              | a
          application/cloudevents+json; charset="UTF-8"        | {"id":"a"}              | a
          '  application/cloudevents+json ; x=y '              | {"id":"a"}              | a
          application/json                                     | {"id":"a"}              | from-header
          APPLICATION/JSON; charset=utf-8                      | {"id":"a"}              | from-header
          application/vnd.school+json                          | {"id":"a"}              | from-header
          text/json                                            | {"id":"a"}              | from-header
          none                                                 | {"id":"a"}              | from-header
          """)
  void modes(@Nullable String contentType, String body, String ids) throws Exception {
    // when
    List<Incoming> events = HttpEvents.read(contentType, CE, body.getBytes(UTF_8));

    // then
    assertThat(events)
        .extracting(event -> event.attribute("id"))
        .isEqualTo(ids.isEmpty() ? List.of() : List.of(ids.split(",", -1)));
    assertThat(events).allSatisfy(event -> assertThat(event.faults()).isEmpty());
  }

  @ParameterizedTest
  @DisplayName("Another format, media type or charset is refused, never misread")
  @ValueSource(
      strings = {
        "application/cloudevents",
        "application/cloudevents+avro",
        "application/cloudevents+jsonx",
        "application/cloudevents-batch",
        "application/cloudevents-batch+xml",
        "application/cloudevents-batchx+json",
        "application/cloudeventsx+json",
        "application/cloudevents+json; charset=utf-16",
        "application/cloudevents+json; charset=ISO-8859-1",
        "application/cloudevents+json;Charset=\"latin1\"",
        "application/cloudevents-batch+json; charset=utf-16le",
        "application/json; charset=utf-32",
        "text/plain",
        "application/xml",
        "application/octet-stream",
        "multipart/form-data"
      })
  void unsupported(String contentType) {
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(() -> HttpEvents.read(contentType, CE, "{}".getBytes(UTF_8)))
        .returns(Kind.UNSUPPORTED_MEDIA_TYPE, MalformedBodyException::kind);
  }

  @Test
  @DisplayName("Without ce- headers plain JSON is no event")
  void noEvent() {
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(
            () ->
                HttpEvents.read(
                    "application/json", Map.of("host", "x", "cedar", "y"), "{}".getBytes(UTF_8)))
        .returns(Kind.UNSUPPORTED_MEDIA_TYPE, MalformedBodyException::kind);
  }

  @Test
  @DisplayName("In structured mode the ce- headers say nothing")
  void headersIgnored() throws Exception {
    // when
    List<Incoming> events =
        HttpEvents.read("application/cloudevents+json", CE, "{\"type\":\"t\"}".getBytes(UTF_8));

    // then
    assertThat(events.getFirst().attributes()).isEqualTo(Map.of("type", "t"));
  }
}
