package dev.crossfade.ingest.admit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import dev.crossfade.ingest.admit.RecordRules.Answer;
import dev.crossfade.ingest.admit.RecordRules.Broken;
import dev.crossfade.ingest.admit.RecordRules.Change;
import dev.crossfade.ingest.admit.RecordRules.Sound;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What is accepted of clients that still write an older version. */
class OlderVersionsTest {
  private static final Blueprint BLUEPRINT =
      Blueprint.fromJson(
          (ObjectNode)
              Json.MAPPER.readTree(
                  """
                  {"blueprint": 1, "name": "library", "schemaVersion": 3,
                   "tables": [{"name": "library.books", "key": "id", "columns": [
                     {"id": "uuid"}, {"title": "text(5)"}, {"authors": "jsonb"}]}],
                   "domains": [{"name": "books", "id": {"field": "id", "scope": "tenant"},
                     "conflicts": "AUTO_OVERWRITE",
                     "schema": {"type": "object", "required": ["id", "title"], "properties": {
                       "id": {"type": "string"}, "title": {"type": "string"},
                       "authors": {"type": "array", "items": {"type": "string"}}}},
                     "upcast": [{"from": 2,
                       "schema": {"type": "object", "properties": {
                         "bookId": {"type": "string"}, "name": {"type": "string"},
                         "author": {}, "deep": {}}},
                       "steps": [{"rename": {"/bookId": "/id", "/name": "/title"}},
                         {"wrap": {"/author": "/authors"}}, {"wrap": {"/deep": "/deep"}}]}],
                     "rows": {"book": {"table": "library.books", "columns": {
                       "id": {"record": "id"}, "title": "/title", "authors": "/authors"}}}}]}
                  """));

  private static Answer judge(@Nullable Integer version, String json) {
    Document data = Document.parse(json.replace('\'', '"').getBytes(UTF_8));
    return new RecordRules(BLUEPRINT, 3, 10_000)
        .judge(
            new Envelope("e", new SourceKey("t", "s"), 1, null, null),
            new Change(Kind.UPDATED, "books", "b1", Basis.UNKNOWN, version, data));
  }

  @Test
  @DisplayName("an older record is appended as it was sent, with its version")
  void asSent() {
    // given
    String json = "{'bookId':'b1','name':'Momo','author':'Ende'}";

    // when
    Answer answer = judge(1, json);

    // then
    assertThat(answer).isInstanceOf(Sound.class);
    RecordChange event = ((Sound) answer).event();
    assertThat(event.schema().version()).isEqualTo(1);
    assertThat(event.schema().blueprint()).isEqualTo(BLUEPRINT.digest());
    assertThat(new String(event.data().bytes(), UTF_8)).isEqualTo(json.replace('\'', '"'));
  }

  @Test
  @DisplayName("without a version it is a record of the present one")
  void present() {
    Answer answer = judge(null, "{'id':'b1','title':'Momo'}");

    assertThat(answer).isInstanceOf(Sound.class);
    assertThat(((Sound) answer).event().schema().version()).isEqualTo(3);
  }

  @ParameterizedTest(name = "version {0}: {1}")
  @DisplayName("what is wrong is told in the sender's terms")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          4 | {'id':'b1','title':'Momo'}              | UNKNOWN_SCHEMA_VERSION | #/schemaversion | between 1 and 3
          0 | {'id':'b1','title':'Momo'}              | UNKNOWN_SCHEMA_VERSION | #/schemaversion | between 1 and 3
          3 | {'bookId':'b1','name':'Momo'}           | SCHEMA_VIOLATION       | #/data          | required
          2 | {'bookId':'b1','name':5}                | SCHEMA_VIOLATION       | #/data/name     | string
          2 | {'bookId':'b1'}                         | SCHEMA_VIOLATION       | #/data          | in the present version's shape, the record:
          2 | {'bookId':'b1','name':'M','author':5}   | SCHEMA_VIOLATION       | #/data/author   | in the present version's shape, /authors/0:
          2 | {'bookId':'b2','name':'Momo'}           | ID_MISMATCH            | #/data/bookId   | subject
          1 | {'bookId':'b1','name':'Momo, again'}    | UNMAPPABLE_DATA        | #/data/name     | in the present version's shape, /title:
          """)
  void refused(int version, String json, Refusal refusal, String pointer, String detail) {
    Answer answer = judge(version, json);

    assertThat(answer).isInstanceOf(Broken.class);
    Broken broken = (Broken) answer;
    assertThat(broken.refusal()).isEqualTo(refusal);
    assertThat(Findings.of(broken.violations()).errors())
        .anySatisfy(
            error -> {
              assertThat(error.pointer()).isEqualTo(pointer);
              assertThat(error.detail()).contains(detail);
            });
  }

  @Test
  @DisplayName("a record that nests too deeply only afterwards is refused")
  void tooDeep() {
    String deep = "[".repeat(Json.MAX_DEPTH - 1) + "]".repeat(Json.MAX_DEPTH - 1);

    Answer answer = judge(2, "{'bookId':'b1','name':'Momo','deep':" + deep + "}");

    assertThat(answer).isInstanceOf(Broken.class);
    assertThat(((Broken) answer).refusal()).isEqualTo(Refusal.UNSTORABLE_DATA);
  }
}
