package dev.crossfade.core.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.golden.GoldenFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The SQL of the school's tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DdlTest {
  private Blueprint school;

  @BeforeAll
  void load() throws URISyntaxException {
    school =
        Blueprint.load(
            Path.of(
                Objects.requireNonNull(DdlTest.class.getResource("/blueprints/school")).toURI()));
  }

  @Test
  @DisplayName("the school's tables are made by this text, and by no other")
  void tables() throws IOException {
    new GoldenFile("tools/school.sql").line(Ddl.of(school).stripTrailing()).check();
  }

  @Test
  @DisplayName("what comes after the move is this")
  void afterMove() throws IOException {
    new GoldenFile("tools/school-after-move.sql")
        .line(Ddl.afterMove(school).stripTrailing())
        .check();
  }

  @Test
  @DisplayName("I13 isolation: each key, foreign key and index begins with the tenant; no cascade")
  void tenantFirst() {
    // when
    String sql = Ddl.of(school) + Ddl.afterMove(school);
    Matcher keys =
        Pattern.compile("(?:KEY|REFERENCES \\S+|INDEX \\D*? ON school\\.\\S+) \\(([^)]*)\\)")
            .matcher(sql);

    // then
    assertThat(sql).doesNotContain("ON DELETE", "ON UPDATE", "CASCADE");
    int found = 0;
    while (keys.find()) {
      assertThat(keys.group(1)).startsWith("tenant, ");
      found++;
    }
    assertThat(found).isGreaterThan(60);
  }

  @Test
  @DisplayName("a vector has one length, also in its table")
  void vector() throws URISyntaxException {
    // given
    Blueprint documents =
        Blueprint.load(
            Path.of(
                Objects.requireNonNull(DdlTest.class.getResource("/blueprints/documents"))
                    .toURI()));

    // then
    assertThat(Ddl.of(documents))
        .contains("embedding double precision[] CHECK (cardinality(embedding) = 384)");
  }

  @Test
  @DisplayName("the same blueprint, read from its JSON form, gives the same text")
  void deterministic() {
    // given
    Blueprint again = Blueprint.fromJson(school.json());

    // then
    assertThat(Ddl.of(again)).isEqualTo(Ddl.of(school));
    assertThat(Ddl.afterMove(again)).isEqualTo(Ddl.afterMove(school));
  }
}
