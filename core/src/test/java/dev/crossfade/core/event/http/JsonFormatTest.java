package dev.crossfade.core.event.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.http.Incoming.Fault;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudEvents JSON format 1.0.2. */
class JsonFormatTest {
  @ParameterizedTest
  @DisplayName("Attributes: strings, 32-bit integers and booleans; null is absent")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":"text"}              | a=text
          {"a":""}                  | a=
          {"a":"\\u00e9 \\ud83d\\ude00"} | a=é 😀
          {"a":7}                   | a=7
          {"a":-0}                  | a=0
          {"a":2147483647}          | a=2147483647
          {"a":-2147483648}         | a=-2147483648
          {"a":true,"b":false}      | a=true,b=false
          {"a":null}                | ''
          {"a":null,"data":null,"data_base64":null} | ''
          {"abcdefghijklmnopqrst":"x"} | abcdefghijklmnopqrst=x
          {"0":"x","9z":"y"}        | 0=x,9z=y
          {"datacontenttype":"application/json"} | datacontenttype=application/json
          {"datacontenttype":"Application/Vnd.X+JSON; charset=utf-8"} | datacontenttype=Application/Vnd.X+JSON; charset=utf-8
          """)
  void attributes(String json, String expected) throws Exception {
    Incoming event = structured(json);

    assertThat(event.faults()).isEmpty();
    assertThat(event.data()).isNull();
    assertThat(event.attributes())
        .isEqualTo(
            expected.isEmpty()
                ? Map.of()
                : List.of(expected.split(",", -1)).stream()
                    .map(pair -> pair.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
  }

  @ParameterizedTest
  @DisplayName("Faults of form leave the rest of the event readable")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"id":"1","a":1.0}                       | /a
          {"id":"1","a":1e3}                       | /a
          {"id":"1","a":2147483648}                | /a
          {"id":"1","a":-2147483649}               | /a
          {"id":"1","a":99999999999999999999}      | /a
          {"a":{"data":{}},"id":"1"}               | /a
          {"a":[{"id":"2"}],"id":"1"}              | /a
          {"a":"\\u0000","id":"1"}                 | /a
          {"a":"x\\ny","id":"1"}                   | /a
          {"a":"\\u0085","id":"1"}                 | /a
          {"a":"\\ud800","id":"1"}                 | /a
          {"A":"x","id":"1"}                       | /?
          {"":"x","id":"1"}                        | /?
          {"a_b":"x","id":"1"}                     | /?
          {"a-b":null,"id":"1"}                    | /?
          {"abcdefghijklmnopqrstu":"x","id":"1"}   | /?
          {"Data":{},"id":"1"}                     | /?
          {"data":"{}","id":"1"}                   | /data
          {"data":"{\\"a\\":1}","id":"1"}          | /data
          {"data":1,"id":"1"}                      | /data
          {"data":[{"a":1}],"id":"1"}              | /data
          {"data":true,"id":"1"}                   | /data
          {"data_base64":"?","id":"1"}             | /data_base64
          {"data_base64":{},"id":"1"}              | /data_base64
          {"data_base64":"","id":"1"}              | /data_base64
          {"data_base64":"W10=","id":"1"}          | /data_base64
          {"data_base64":"e30","id":"1","data":{}} | /data_base64
          {"data_base64":"/w==","id":"1"}          | /data_base64
          {"data_base64":"AHsAfQ==","id":"1"}      | /data_base64
          {"datacontenttype":"text/plain","data":{},"id":"1"} | /datacontenttype
          {"datacontenttype":"","data":{},"id":"1"}           | /datacontenttype
          """)
  void faults(String json, String pointer) throws Exception {
    Incoming event = structured(json);

    assertThat(event.faults()).extracting(Fault::pointer).containsExactly(pointer);
    assertThat(event.attribute("id")).isEqualTo("1");
  }

  @Test
  @DisplayName("data_base64 holds the data's bytes")
  void base64() throws Exception {
    Incoming event = structured("{\"data_base64\":\"eyAiYSI6IDEuMCB9\",\"data\":null}");

    assertThat(event.faults()).isEmpty();
    assertThat(Objects.requireNonNull(event.data()).bytes())
        .asString(UTF_8)
        .isEqualTo("{ \"a\": 1.0 }");
  }

  @Test
  @DisplayName("An event of a batch with a fault leaves its neighbours alone")
  void neighbours() throws Exception {
    List<Incoming> events =
        batch("[{\"id\":\"1\",\"data\":{}},{\"id\":\"2\",\"data\":[]},{\"id\":\"3\",\"data\":{}}]");

    assertThat(events).extracting(event -> event.attribute("id")).containsExactly("1", "2", "3");
    assertThat(events).extracting(event -> event.faults().size()).containsExactly(0, 1, 0);
  }

  @Test
  @DisplayName("Endless attributes and endless faults are bounded")
  void bounded() throws Exception {
    String many =
        IntStream.range(0, 500)
            .mapToObj(i -> "\"a" + i + "\":\"x\"")
            .collect(Collectors.joining(","));
    String bad =
        IntStream.range(0, 500)
            .mapToObj(i -> "\"A" + i + "\":\"x\"")
            .collect(Collectors.joining(","));

    assertThat(structured("{" + many + "}").attributes()).hasSize(50);
    assertThat(structured("{" + many + "}").faults()).isNotEmpty();
    assertThat(structured("{" + bad + "}").faults()).hasSize(50);
  }

  @ParameterizedTest
  @DisplayName("I2: the data's bytes are exactly those that were sent")
  @ValueSource(
      strings = {
        "{}",
        "{ }",
        "{\n\t\"a\" :\r\n 1 }",
        "{\"n\":[1.00,1E+2,-0,0.10,1e400,123456789012345678901234567890]}",
        "{\"é\":\"\\u00e9 / \\/ 😀 \\ud83d\\ude00\"}",
        "{\"data\":{\"data\":\"}\",\"id\":\"x\"},\"b\":[[],{}]}"
      })
  void dataBytes(String data) throws Exception {
    // given
    List<String> around =
        List.of(
            "{\"id\":\"1\",\"data\":%s}",
            "{\"data\":%s,\"id\":\"1\"}",
            "{\"subject\":\"学校/é😀\",\"data\"  :\n  %s  ,\"id\":\"1\"}",
            " {\"id\":\"1\",\"comment\":\"" + "é".repeat(9_000) + "\",\"data\":%s } ");

    for (String frame : around) {
      // when
      Incoming event = structured(frame.formatted(data));

      // then
      assertSent(event, data);
    }
    String body =
        around.stream()
            .map(frame -> frame.formatted(data))
            .collect(Collectors.joining(" , ", " [", "] "));
    List<Incoming> events = batch(body);
    assertThat(events).hasSize(around.size()).allSatisfy(event -> assertSent(event, data));
  }

  private static void assertSent(Incoming event, String data) {
    assertThat(event.faults()).isEmpty();
    assertThat(event.attribute("id")).isEqualTo("1");
    assertThat(Objects.requireNonNull(event.data()).bytes()).asString(UTF_8).isEqualTo(data);
  }

  private static Incoming structured(String json) throws MalformedBodyException {
    return HttpEvents.read("application/cloudevents+json", Map.of(), json.getBytes(UTF_8))
        .getFirst();
  }

  private static List<Incoming> batch(String json) throws MalformedBodyException {
    return HttpEvents.read("application/cloudevents-batch+json", Map.of(), json.getBytes(UTF_8));
  }
}
