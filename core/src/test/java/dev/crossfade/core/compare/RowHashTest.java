package dev.crossfade.core.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Forward;
import dev.crossfade.core.blueprint.RecordContext;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.golden.GoldenFile;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RowHashTest {
  private static final Blueprint BLUEPRINT =
      Blueprint.fromJson(
          (ObjectNode)
              Json.MAPPER.readTree(
                  """
                  {"blueprint": 1, "name": "types", "schemaVersion": 1,
                   "tables": [{"name": "types.things", "key": "id", "columns": [{"id": "uuid"},
                      {"a_text": "text"}, {"a_uuid": "uuid"}, {"flag": "boolean"},
                      {"small": "integer"}, {"big": "bigint"}, {"price": "numeric(40,6)"},
                      {"day": "date"}, {"hour": "time"}, {"moment": "timestamptz"},
                      {"any": "jsonb"}, {"vec": "vector(3)"}, {"texts": "text[]"},
                      {"prices": "numeric(8,2)[]"}, {"moments": "timestamptz[]"}]}],
                   "domains": [{"name": "things", "id": {"field": "id", "scope": "tenant"},
                     "conflicts": "AUTO_OVERWRITE", "schema": true,
                     "rows": {"thing": {"table": "types.things", "columns": {
                       "id": {"record": "id"}, "a_text": "/a_text", "a_uuid": "/a_uuid",
                       "flag": "/flag", "small": "/small", "big": "/big", "price": "/price",
                       "day": "/day", "hour": "/hour", "moment": "/moment", "any": "/any",
                       "vec": "/vec", "texts": "/texts", "prices": "/prices",
                       "moments": "/moments"}}}}]}
                  """));

  private static final List<String> DOCUMENTS =
      List.of(
          "{}",
          """
          {"a_text": "", "flag": false, "small": 0, "big": 0, "price": 0, "day": "2000-01-01",
           "hour": "00:00", "moment": "2000-01-01T00:00:00Z", "any": {}, "vec": [0, -0.0, 0],
           "texts": [], "prices": [], "moments": []}
          """,
          """
          {"a_text": "Zoë 🎓", "a_uuid": "abcdefab-2222-4333-8444-abcdefabcdef", "flag": true,
           "small": -2147483648, "big": 9223372036854775807, "price": -12345678901234567890.120,
           "day": "1900-01-01", "hour": "23:59:59", "moment": "2024-07-01T09:30:00.000001+02:00",
           "any": {"bb": [1.50, -0.0, 1e3, 25e-4], "a": "q\\"\\\\\\n\\u0001", "é": null, "": [[], {}]},
           "vec": [0.1, -2e-300, 1.7976931348623157e308], "texts": ["", "NULL", "a,b"],
           "prices": [1.5, 100], "moments": ["1900-01-01T00:00:00.000Z"]}
          """);

  private static Row row(String document) {
    Domain domain = BLUEPRINT.domain("things").orElseThrow();
    var context = new RecordContext(new RecordKey("t-1", "things", "1"), "s", Instant.EPOCH);
    var mapped =
        domain
            .mapping()
            .forward(Document.parse(document.getBytes(StandardCharsets.UTF_8)), context);
    return ((Forward.Mapped) mapped).rows().getFirst();
  }

  @Test
  @DisplayName("Hashes of rows are those of the golden file")
  void golden() throws IOException {
    GoldenFile file = new GoldenFile("row-hashes.txt");
    file.line("no rows", RowHash.ofSet(List.of()).toString());
    for (String document : DOCUMENTS) {
      file.line(
          document.replaceAll("\\s*\\n\\s*", " ").strip(), RowHash.of(row(document)).toString());
    }
    List<Row> all = DOCUMENTS.stream().map(RowHashTest::row).toList();
    file.line("all of one id", RowHash.ofSet(all).toString());
    Row low = withId("7fffffff-0000-4000-8000-000000000000");
    Row high = withId("80000000-0000-4000-8000-000000000000");
    file.line("two ids", RowHash.ofSet(List.of(high, low)).toString());
    file.check();
  }

  @Test
  @DisplayName("A set's hash follows the ids as PostgreSQL orders them, not the order of the list")
  void order() {
    // given
    Row low = withId("7fffffff-0000-4000-8000-000000000000");
    Row high = withId("80000000-0000-4000-8000-000000000000");

    // when
    UUID hash = RowHash.ofSet(List.of(low, high));

    // then
    assertThat(RowHash.ofSet(List.of(high, low))).isEqualTo(hash);
    assertThat(low.key().id()).isGreaterThan(high.key().id()); // Java compares them as signed
  }

  private static Row withId(String id) {
    @Nullable Object[] values = row("{}").values().clone();
    values[1] = UUID.fromString(id);
    return new Row(row("{}").table(), values);
  }

  @Test
  @DisplayName("A null is not an empty text, and no column's end is another one's beginning")
  void distinct() {
    assertThat(RowHash.of(row("{\"a_text\": \"\"}"))).isNotEqualTo(RowHash.of(row("{}")));
    assertThat(RowHash.of(row("{\"texts\": [\"ab\"]}")))
        .isNotEqualTo(RowHash.of(row("{\"texts\": [\"a\", \"b\"]}")));
  }
}
