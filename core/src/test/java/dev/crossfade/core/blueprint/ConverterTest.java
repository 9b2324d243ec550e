package dev.crossfade.core.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Converter.Refusal;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Json;
import java.util.TimeZone;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** One line a case: the type, a JSON value, and what becomes of it. */
class ConverterTest {
  private static final String[] ZONES = {
    "UTC", "America/St_Johns", "Europe/Berlin", "Pacific/Chatham"
  };

  private static Converter converter(String type) {
    return switch (ColumnTypes.read("c", type)) {
      case ColumnTypes.Reading.Ok(Column column) -> Converter.of(column);
      case ColumnTypes.Reading.Wrong(String sentence) -> throw new AssertionError(sentence);
    };
  }

  @ParameterizedTest(name = "{0}: {1} → {2}")
  @DisplayName("fits, and comes back as it was")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text           | "Ada"                                  | Ada
          text           | ""                                     | ''
          text(3)        | "äöü"                                  | äöü
          text(2)        | "🎓🎓"                                 | 🎓🎓
          uuid           | "00000000-0000-0000-0000-00000000000a" | 00000000-0000-0000-0000-00000000000a
          boolean        | true                                   | true
          boolean        | false                                  | false
          integer        | 5                                      | 5
          integer        | 5.0                                    | 5
          integer        | 5e0                                    | 5
          integer        | -0.0                                   | 0
          integer        | 2147483647                             | 2147483647
          integer        | -2147483648                            | -2147483648
          bigint         | 9007199254740993                       | 9007199254740993
          bigint         | 9223372036854775807                    | 9223372036854775807
          bigint         | -9223372036854775808                   | -9223372036854775808
          bigint         | 1e3                                    | 1000
          numeric(4,2)   | 12.34                                  | 12.34
          numeric(4,2)   | 12                                     | 12.00
          numeric(4,2)   | 12.340                                 | 12.34
          numeric(4,2)   | -99.99                                 | -99.99
          numeric(4,2)   | 0                                      | 0.00
          numeric(4,2)   | -0.0                                   | 0.00
          numeric(4,2)   | 0e300                                  | 0.00
          numeric(2,2)   | 0.99                                   | 0.99
          numeric(12,0)  | 1e11                                   | 100000000000
          date           | "2024-02-29"                           | 2024-02-29
          date           | "1900-01-01"                           | 1900-01-01
          date           | "2200-12-31"                           | 2200-12-31
          time           | "09:30"                                | 09:30
          time           | "00:00"                                | 00:00
          time           | "23:59:59"                             | 23:59:59
          timestamptz    | "2024-03-01T09:30:00.000Z"             | 2024-03-01T09:30Z
          timestamptz    | "2024-03-01T09:30:00.120Z"             | 2024-03-01T09:30:00.120Z
          timestamptz    | "2024-03-01T09:30:00.123456Z"          | 2024-03-01T09:30:00.123456Z
          timestamptz    | "1900-01-01T00:00:00.000Z"             | 1900-01-01T00:00Z
          timestamptz    | "2200-12-31T23:59:59.999Z"             | 2200-12-31T23:59:59.999Z
          jsonb          | {"b":[1.50,null],"a":{}}               | {"a":{},"b":[15e-1,null]}
          jsonb          | []                                     | []
          jsonb          | "x"                                    | "x"
          jsonb          | 12345678901234567890.123456789          | 12345678901234567890123456789e-9
          """)
  void fits(String type, String json, String expected) {
    // given
    Converter converter = converter(type);
    JsonNode value = Json.MAPPER.readTree(json);

    // when
    Object read = converter.read(value);

    // then
    assertThat(read).hasToString(expected);
    assertThat(converter.exact(value, read)).isTrue();
    assertThat(CanonicalJson.equal(converter.write(read), value)).isTrue();
  }

  @ParameterizedTest(name = "{0}: {1} → {2}")
  @DisplayName("fits, but comes back spelled otherwise, and says so")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          uuid        | "0000000A-0000-0000-0000-00000000000a"  | "0000000a-0000-0000-0000-00000000000a"
          time        | "09:30:00"                              | "09:30"
          timestamptz | "2024-03-01T09:30:00Z"                  | "2024-03-01T09:30:00.000Z"
          timestamptz | "2024-03-01t09:30:00.000z"              | "2024-03-01T09:30:00.000Z"
          timestamptz | "2024-03-01T09:30:00.12Z"               | "2024-03-01T09:30:00.120Z"
          timestamptz | "2024-03-01T09:30:00.123456000Z"        | "2024-03-01T09:30:00.123456Z"
          timestamptz | "2024-03-01T09:30:00.000+00:00"         | "2024-03-01T09:30:00.000Z"
          timestamptz | "2024-03-01T09:30:00.000-00:00"         | "2024-03-01T09:30:00.000Z"
          timestamptz | "2024-03-01T09:30:00.000+05:45"         | "2024-03-01T03:45:00.000Z"
          timestamptz | "2024-12-31T23:59:59.999-12:00"         | "2025-01-01T11:59:59.999Z"
          timestamptz | "1899-12-31T23:00:00.000-01:00"         | "1900-01-01T00:00:00.000Z"
          """)
  void respelled(String type, String json, String expected) {
    // given
    Converter converter = converter(type);
    JsonNode value = Json.MAPPER.readTree(json);

    // when
    Object read = converter.read(value);

    // then
    assertThat(converter.write(read)).hasToString(expected);
    assertThat(converter.exact(value, read)).isFalse();
    assertThat(converter.read(converter.write(read))).isEqualTo(read);
  }

  @ParameterizedTest(name = "{0}: {1} is refused: {2}")
  @DisplayName("does not fit, and is neither cut nor rounded nor guessed")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text           | 5                                      | not a string
          text           | true                                   | not a string
          text           | {}                                     | not a string
          text(3)        | "four"                                 | longer than 3
          text(1)        | "🎓🎓"                                 | longer than 1
          uuid           | "1-1-1-1-1"                            | not a UUID
          uuid           | "{00000000-0000-0000-0000-00000000000a}" | not a UUID
          uuid           | "0000000000000000000000000000000a"     | not a UUID
          uuid           | "0000000g-0000-0000-0000-00000000000a" | not a UUID
          uuid           | "00000000-0000-0000-00000-0000000000a" | not a UUID
          boolean        | "true"                                 | not true or false
          boolean        | 1                                      | not true or false
          integer        | "5"                                    | not a whole number
          integer        | 5.5                                    | not a whole number
          integer        | 1e-1                                   | not a whole number
          integer        | 2147483648                             | outside
          integer        | -2147483649                            | outside
          integer        | 1e400                                  | outside
          bigint         | 9223372036854775808                    | outside
          bigint         | -9223372036854775809                   | outside
          numeric(4,2)   | 12.345                                 | more than 2 decimal places
          numeric(4,2)   | 123.4                                  | more than 2 digits
          numeric(4,2)   | 100                                    | more than 2 digits
          numeric(4,2)   | 1e400                                  | more than 2 digits
          numeric(4,2)   | 1e-400                                 | more than 2 decimal places
          numeric(4,2)   | "12.34"                                | not a number
          numeric(2,2)   | 1                                      | more than 0 digits
          date           | "2023-02-29"                           | not a date
          date           | "2024-13-01"                           | not a date
          date           | "2024-00-10"                           | not a date
          date           | "2024-1-01"                            | not a date
          date           | "2024-01-01T00:00:00Z"                 | not a date
          date           | "2024/01/01"                           | not a date
          date           | "٢٠٢٤-01-01"                           | not a date
          date           | "infinity"                             | not a date
          date           | "1899-12-31"                           | outside
          date           | "2201-01-01"                           | outside
          date           | "0001-01-01"                           | outside
          date           | 20240101                               | not a date
          time           | "24:00"                                | not a time
          time           | "09:60"                                | not a time
          time           | "09:30:60"                             | not a time
          time           | "9:30"                                 | not a time
          time           | "09-30"                                | not a time
          time           | "09:30Z"                               | not a time
          timestamptz    | "2024-03-01T09:30:00.000"              | not a timestamp
          timestamptz    | "2024-03-01 09:30:00Z"                 | not a timestamp
          timestamptz    | "2024-03-01T09:30Z"                    | not a timestamp
          timestamptz    | "2016-12-31T23:59:60Z"                 | not a timestamp
          timestamptz    | "2024-03-01T24:00:00Z"                 | not a timestamp
          timestamptz    | "2024-02-30T09:30:00Z"                 | not a timestamp
          timestamptz    | "2024-03-01T09:30:00.Z"                | not a timestamp
          timestamptz    | "2024-03-01T09:30:00.0000000000Z"      | not a timestamp
          timestamptz    | "2024-03-01T09:30:00+0100"             | not a timestamp
          timestamptz    | "2024-03-01T09:30:00+19:00"            | not a timestamp
          timestamptz    | "2024-03-01T09:30:00+01:60"            | not a timestamp
          timestamptz    | "2024-03-01T09:30:00ZZ"                | not a timestamp
          timestamptz    | "2024-03-01T09:30:00.1234567Z"         | finer than microseconds
          timestamptz    | "1899-12-31T23:59:59Z"                 | outside
          timestamptz    | "1900-01-01T00:00:00+00:01"            | outside
          timestamptz    | "2200-12-31T23:59:59-00:01"            | outside
          timestamptz    | "+275760-09-13T00:00:00Z"              | not a timestamp
          timestamptz    | "0001-01-01T00:00:00Z"                 | outside
          timestamptz    | "infinity"                             | not a timestamp
          timestamptz    | 1709285400000                          | not a timestamp
          """)
  void refused(String type, String json, String reason) {
    // when
    Object read = converter(type).read(Json.MAPPER.readTree(json));

    // then
    assertThat(read).isInstanceOf(Refusal.class);
    assertThat(((Refusal) read).detail()).contains(reason);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("failure class 22: dates and times are the same in each time zone, over its changes")
  @ValueSource(
      strings = {
        "2024-03-31T01:30:00.000Z",
        "2024-03-31T02:30:00.000Z",
        "2024-10-27T00:30:00.000Z",
        "2024-10-27T01:30:00.000Z",
        "1900-01-01T00:00:00.000Z",
        "1911-03-11T00:00:00.000Z",
        "2011-12-30T12:00:00.000Z"
      })
  void sameInEachZone(String text) {
    TimeZone before = TimeZone.getDefault();
    try {
      for (String zone : ZONES) {
        // given
        TimeZone.setDefault(TimeZone.getTimeZone(zone));

        // when
        Converter timestamps = converter("timestamptz");
        Object time = timestamps.read(Json.MAPPER.valueToTree(text));
        Converter dates = converter("date");
        Object date = dates.read(Json.MAPPER.valueToTree(text.substring(0, 10)));

        // then
        assertThat(timestamps.write(time).stringValue()).as(zone).isEqualTo(text);
        assertThat(dates.write(date).stringValue()).as(zone).isEqualTo(text.substring(0, 10));
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }
}
