package dev.crossfade.core.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Forward.Mapped;
import dev.crossfade.core.blueprint.Forward.Unmappable;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What the forms of a column make of a record, one line a case. */
class FormsTest {
  private static final Instant TIME = Instant.parse("2026-03-01T09:30:00.123456789Z");
  private static final String REQUIRED = "\"id\": \"x\", \"status\": \"open\", \"madeAt\": 0";
  private static final Mapping MAPPING = Forms.THINGS.mapping();

  @ParameterizedTest(name = "{0} → {1} = {2}, {3}")
  @DisplayName("what stands in the column, and whether it comes back exactly")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "embedding": [1, 0.1, -2.50]       | embedding     | [1.0, 0.1, -2.5]      | true
          "embedding": [1e-400, 0, 0]        | embedding     | [0.0, 0.0, 0.0]       | false
          "embedding": [9007199254740993, 0, 0] | embedding  | [9.007199254740992E15, 0.0, 0.0] | false
          "texts": []                        | texts         | []                    | true
          "prices": [1, 2.50]                | prices        | [1.00, 2.50]          | true
          "uuids": ["ABCDEFAB-2222-4333-8444-ABCDEFABCDEF"] | uuids | [abcdefab-2222-4333-8444-abcdefabcdef] | false
          "title": "abcde"                   | title         | abcde                 | true
          "title": "abcdef"                  | title         | abcde                 | false
          "title": "aaaa🎓🎓"                | title         | aaaa🎓                | false
          "title": "abcdef"                  | title_copy    | abcde                 | false
          "grade": 1.50                      | grade         | A                     | true
          "grade": 2                         | grade         | B                     | true
          "grade": 7                         | grade         | B                     | false
          "level": ""                        | level         | 0                     | true
          "level": "other"                   | level         | 0                     | false
          "open": true                       | open          | false                 | true
          "seenAt": -1                       | seen_at       | 1969-12-31T23:59:59Z  | true
          "seenAt": 7289654399               | seen_at       | 2200-12-31T23:59:59Z  | true
          "pages": 1                         | details       | {"pages":1}           | true
          "pages": null, "isbn": null        | details       | {"isbn":null,"pages":null} | true
          "meta": {}                         | details       |                       | false
          "meta": {"note": [1]}              | details       | {"note":[1]}          | true
          "contact": "Ann, 12 <a@b>"         | parent_name   | Ann                   | true
          "contact": "Ann, 12 <a@b>"         | parent_phone  | 12                    | true
          "contact": "Ann, 12 <a@b>"         | parent_mail   | a@b                   | true
          "contact": "Ann, 12"               | parent_name   | Ann, 12               | true
          "contact": "Ann, 12"               | parent_phone  |                       | true
          "contact": ""                      | parent_name   | ''                    | true
          "contact": "Ann, 12"               | contact_copy  | Ann, 12               | true
          "last": "B", "first": "A"          | full_name     | B, A                  | true
          "last": "B, C", "first": "A"       | full_name     | B, C, A               | false
          "last": "B, C", "first": "A"       | first_copy    | C, A                  | false
          "last": "B"                        | full_name     | 'B, '                 | false
          "price": 0.00                      | is_free       | true                  | true
          "price": 0.01                      | is_free       | false                 | true
          "title": "x"                       | is_free       |                       | true
          "address": {"street": "s", "a": 1} | street        | s                     | true
          "address": {}                      | street        |                       | true
          "otherId": "ABCDEFAB-2222-4333-8444-ABCDEFABCDEF" | other_text | abcdefab-2222-4333-8444-abcdefabcdef | false
          """)
  void columns(String members, String column, @Nullable String value, boolean exact) {
    // when
    Forward forward = forward("{" + REQUIRED + ", " + members + "}");

    // then
    Row row = ((Mapped) forward).rows().getFirst();
    Object actual = row.value(row.table().position(column));
    assertThat(actual == null ? null : actual.toString()).isEqualTo(value);
    assertThat(((Mapped) forward).exact()).isEqualTo(exact);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @DisplayName("what does not fit is refused, not cut and not guessed")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "embedding": [1, 2]                | /embedding | is not an array of 3 numbers
          "embedding": [1, 2, "3"]           | /embedding | is not an array of 3 numbers
          "embedding": [1, 2, null]          | /embedding | is not an array of 3 numbers
          "embedding": [1, 2, 1e400]         | /embedding | has a number that is too large
          "texts": "a"                       | /texts     | is not an array
          "texts": ["a", null]               | /texts     | has an element that is null
          "texts": ["123456789"]             | /texts     | has an element that is longer than 8 characters
          "flags": ["true"]                  | /flags     | has an element that is not true or false
          "title": 5                         | /title     | is not a string
          "status": "unknown"                | /status    | is none of the values that are translated
          "grade": "1.5"                     | /grade     | is not of type number
          "madeAt": 1.5                      | /madeAt    | is not a whole number
          "madeAt": 1e300                    | /madeAt    | is a time outside 1900 to 2200
          "seenAt": 7289654400               | /seenAt    | is a time outside 1900 to 2200
          "seenAt": -2208988801              | /seenAt    | is a time outside 1900 to 2200
          "contact": 5                       | /contact   | is not a string
          "contact": "0123456789012345678901234567890123456789x" | /contact | is longer than 40 characters
          "last": {}                         | /last      | is not a string
          "last": "0123456789012345678901234567890123456789", "first": "0123456789012345678901234567890123456789" | /last | is longer than 60 characters
          "meta": 5                          | /meta/note | lies within something that is not an object
          """)
  void refused(String members, String pointer, String detail) {
    // when
    ObjectNode document = (ObjectNode) Json.MAPPER.readTree("{" + REQUIRED + "}");
    document.setAll((ObjectNode) Json.MAPPER.readTree("{" + members + "}"));
    Forward forward = forward(document.toString());

    // then
    assertThat(((Unmappable) forward).violations())
        .anySatisfy(
            violation -> {
              assertThat(violation.pointer()).isEqualTo(pointer);
              assertThat(violation.detail()).isEqualTo(detail);
            });
  }

  @Test
  @DisplayName("$time in the place of a number is as fine as the number, so it comes back")
  void timeAsNumber() {
    // when
    Mapped mapped = (Mapped) forward("{\"id\": \"x\"}");
    ObjectNode back = MAPPING.backward(mapped.rows(), (domain, rowId) -> "x");

    // then
    assertThat(back.get("madeAt").longValue()).isEqualTo(TIME.toEpochMilli());
    assertThat(((Mapped) forward(back.toString())).rows()).isEqualTo(mapped.rows());
  }

  @Test
  @DisplayName("what somebody else put into the columns comes back as well as it can")
  void strangers() {
    // given
    Row row = ((Mapped) forward("{" + REQUIRED + "}")).rows().getFirst();
    set(row, "status", "what");
    set(row, "details", "{\"pages\": 3, \"other\": 1}");
    set(row, "full_name", "Madonna");
    set(row, "parent_phone", "12");
    set(row, "embedding", Arrays.asList(Double.NaN, null, 1.0));
    set(row, "texts", Arrays.asList("a", null));

    // when
    ObjectNode back = MAPPING.backward(List.of(row), (domain, rowId) -> "x");

    // then
    ObjectNode expected =
        (ObjectNode)
            Json.MAPPER.readTree(
                """
                {"id": "x", "madeAt": 0, "pages": 3, "last": "Madonna", "contact": ", 12 <",
                 "embedding": [null, null, 1], "texts": ["a", null]}
                """);
    expected.put("contact", ", 12 <>");
    assertThat(CanonicalJson.equal(back, expected)).as(back.toString()).isTrue();
    set(row, "details", "[1]");
    assertThat(MAPPING.backward(List.of(row), (d, id) -> "x").has("pages")).isFalse();
  }

  @Test
  @DisplayName("a condition is refused where a column value stands for several field values")
  void filters() {
    assertThat(MAPPING.filter("t", "status", "open")).isInstanceOf(Filter.Equal.class);
    assertThat(MAPPING.filter("t", "status", "closed")).isInstanceOf(Filter.Misfit.class);
    assertThat(MAPPING.filter("t", "grade", "1.5")).isInstanceOf(Filter.Equal.class);
    assertThat(MAPPING.filter("t", "grade", "2")).isInstanceOf(Filter.Misfit.class);
    assertThat(MAPPING.filter("t", "title", "abcd")).isInstanceOf(Filter.Equal.class);
    assertThat(MAPPING.filter("t", "title", "abcde")).isInstanceOf(Filter.Misfit.class);
    assertThat(MAPPING.filter("t", "madeAt", "0")).isInstanceOf(Filter.Equal.class);
    assertThat(MAPPING.filter("t", "texts", "[\"a\"]"))
        .isEqualTo(
            new Filter.Equal(
                MAPPING.recordTable().columns().get(MAPPING.recordTable().position("texts")),
                List.of("a")));
    assertThat(MAPPING.filter("t", "contact", "a")).isInstanceOf(Filter.UnknownField.class);
    assertThat(MAPPING.secrets()).containsExactly("/token", "/isbn", "/items/*/x");
    assertThat(Forms.THINGS.keepsDocument()).isTrue();
  }

  private static void set(Row row, String column, Object value) {
    row.values()[row.table().position(column)] = value;
  }

  private static Forward forward(String json) {
    Document document = Document.of((ObjectNode) Json.MAPPER.readTree(json));
    RecordKey key = new RecordKey("t1", "things", "x");
    return MAPPING.forward(document, new RecordContext(key, "laptop", TIME));
  }
}
