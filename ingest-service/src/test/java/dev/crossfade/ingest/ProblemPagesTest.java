package dev.crossfade.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.ingest.admit.Refusal;
import dev.crossfade.testsupport.contract.ProblemPages;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProblemPagesTest {
  @Test
  void eachRefusalHasAPage() {
    // given
    Set<String> slugs =
        Arrays.stream(Refusal.values()).map(Refusal::slug).collect(Collectors.toSet());

    // when
    Set<String> pages = ProblemPages.read().slugs();

    // then
    assertThat(slugs).hasSameSizeAs(Refusal.values());
    assertThat(pages).containsAll(slugs);
  }

  @Test
  void eachProblemOfTheServiceKitHasAPage() {
    // given
    Set<String> slugs = ProblemPages.literals(Path.of("../service-kit/src/main/java"));

    // when
    Set<String> pages = ProblemPages.read().slugs();

    // then
    assertThat(slugs).contains("unauthenticated", "too-large", "unknown-migration");
    assertThat(pages).containsAll(slugs);
  }
}
