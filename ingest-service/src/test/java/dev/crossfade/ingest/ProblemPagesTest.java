package dev.crossfade.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.ingest.admit.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemPagesTest {
  private static final Path KIT = Path.of("../service-kit/src/main/java");
  private static final Pattern PROBLEM =
      Pattern.compile("Problem\\.of\\(\\s*\\d+,\\s*\"([^\"]+)\"");

  @Test
  void eachRefusalHasAPage() {
    // given
    Set<String> slugs =
        Arrays.stream(Refusal.values()).map(Refusal::slug).collect(Collectors.toSet());

    // when
    Set<String> pages = Contract.problemPages();

    // then
    assertThat(slugs).hasSameSizeAs(Refusal.values());
    assertThat(pages).containsAll(slugs);
  }

  @Test
  void eachProblemOfTheServiceKitHasAPage() throws IOException {
    // given
    Set<String> slugs;
    try (Stream<Path> files = Files.walk(KIT)) {
      slugs =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(ProblemPagesTest::slugs)
              .collect(Collectors.toSet());
    }

    // when
    Set<String> pages = Contract.problemPages();

    // then
    assertThat(slugs).contains("unauthenticated", "too-large", "unknown-migration");
    assertThat(pages).containsAll(slugs);
  }

  private static Stream<String> slugs(Path file) {
    try {
      return PROBLEM.matcher(Files.readString(file)).results().map(found -> found.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
