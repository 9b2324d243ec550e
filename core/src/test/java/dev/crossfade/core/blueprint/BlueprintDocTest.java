package dev.crossfade.core.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.legacy.StoreDecoders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds {@code docs/blueprint.md} against the loader. */
class BlueprintDocTest {
  private static final Pattern FILE =
      Pattern.compile("```(?:yaml|json) (\\S+)\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  @DisplayName("the example loads as it is printed")
  void example() throws IOException {
    // given
    Matcher files = FILE.matcher(doc());
    while (files.find()) {
      Path file = folder.resolve(files.group(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, files.group(2), UTF_8);
    }

    // when
    Blueprint example = Blueprint.load(folder);

    // then
    assertThat(example.domains()).extracting(Domain::name).containsExactly("books", "loans");
    assertThat(example.domains().getFirst().legacyPlaces())
        .containsExactly(new LegacyPlace("library-store", List.of("zustand"), "/books"));
    assertThat(example.tablesParentsFirst())
        .extracting(Table::qualifiedName)
        .containsExactly("library.books", "library.book_authors", "library.loans");
  }

  @Test
  @DisplayName("each type, policy, scope and envelope is described")
  void complete() throws IOException {
    // given
    String doc = doc();

    // then
    for (SqlType type : SqlType.values()) {
      assertThat(doc).contains("`" + type.sqlName());
    }
    for (ConflictPolicy policy : ConflictPolicy.values()) {
      assertThat(doc).contains("`" + policy + "`");
    }
    for (String envelope : new StoreDecoders().names()) {
      assertThat(doc).contains("`" + envelope + "`");
    }
    assertThat(doc).contains("`tenant`", "`source`");
  }

  private static String doc() throws IOException {
    return Files.readString(School.resource("/docs/blueprint.md"), UTF_8);
  }
}
