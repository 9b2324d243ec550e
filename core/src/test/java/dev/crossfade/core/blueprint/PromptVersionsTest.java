package dev.crossfade.core.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Forward.Mapped;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Document;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The templates of the prompts blueprint through their three versions. */
class PromptVersionsTest {
  private static final Blueprint PROMPTS = Blueprint.load(School.resource("/blueprints/prompts"));
  private static final Domain TEMPLATES = PROMPTS.domain("templates").orElseThrow();

  @Test
  @DisplayName("1.0.0 → 3.0.0, field by field")
  void first() {
    // given
    Document old =
        document(
            """
            {"id": "t-1", "name": "N", "content": "c", "is_favorite": true, "tag": "draft", "author": "Ada",
             "usage_count": 3, "last_used": "2026-01-02T03:04:05Z", "created_at": "2025-01-02T03:04:05Z"}
            """);

    // when
    Document present = TEMPLATES.upcast(1, old);

    // then
    assertThat(present)
        .isEqualTo(
            document(
                """
                {"id": "t-1", "name": "N", "content": "c", "favorite": true, "tags": ["draft"],
                 "metadata": {"author": "Ada", "usageCount": 3, "lastUsedAt": "2026-01-02T03:04:05Z"},
                 "performance": {"temperature": 1, "maxTokens": 4096}, "createdAt": "2025-01-02T03:04:05Z"}
                """));
  }

  @Test
  @DisplayName("an older version's event changes only what its version knows")
  void overlay() {
    // given
    Document present =
        document(
            """
            {"id": "t-1", "name": "N", "content": "c", "folderId": "f-1", "favorite": true, "tags": ["a", "b"],
             "variables": ["x"], "context": {"description": "d"}, "performance": {"model": "large"},
             "metadata": {"author": "Ada", "usageCount": 3}}
            """);
    Document first =
        document("{\"id\": \"t-1\", \"name\": \"M\", \"content\": \"c\", \"tag\": \"z\"}");

    // when
    Document after = TEMPLATES.overlay(1, first, present);

    // then
    assertThat(after)
        .isEqualTo(
            document(
                """
                {"id": "t-1", "name": "M", "content": "c", "folderId": "f-1", "tags": ["z"],
                 "variables": ["x"], "context": {"description": "d"}, "performance": {"model": "large"}}
                """));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @DisplayName(
      "whatever keeps to an older schema keeps to the present one when upcast, and has rows")
  void random(int version) {
    // given
    JsonNode schema = PROMPTS.json().at("/domains/1/upcast/" + (version - 1) + "/schema");

    for (long seed = 0; seed < 500; seed++) {
      Document old = Document.of(new RandomRecords(seed, schema).record());

      // when
      Document present = TEMPLATES.upcast(version, old);

      // then
      String id = TEMPLATES.idOf(present).orElseThrow();
      var key = TEMPLATES.recordKey(new SourceKey("t1", "laptop"), id);
      assertThat(TEMPLATES.validate(version, old.tree())).isEmpty();
      assertThat(TEMPLATES.validate(present.tree())).as("seed " + seed).isEmpty();
      assertThat(
              TEMPLATES.mapping().forward(present, new RecordContext(key, "laptop", Instant.EPOCH)))
          .as("seed " + seed)
          .isInstanceOf(Mapped.class);
    }
  }

  private static Document document(String json) {
    Document parsed = Document.parse(json.getBytes(UTF_8));
    return Document.parse(CanonicalJson.bytes(parsed.tree()));
  }
}
