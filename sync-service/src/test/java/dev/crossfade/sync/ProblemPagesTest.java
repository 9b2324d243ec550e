package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.sync.read.ReadProblem;
import dev.crossfade.testsupport.contract.ProblemPages;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProblemPagesTest {
  @Test
  void eachProblemHasAPage() {
    // given
    Set<String> slugs =
        Arrays.stream(ReadProblem.values()).map(ReadProblem::slug).collect(Collectors.toSet());

    // when
    Set<String> pages = ProblemPages.read().slugs();

    // then
    assertThat(slugs).hasSameSizeAs(ReadProblem.values());
    assertThat(pages).containsAll(slugs);
  }

  @Test
  void noProblemStandsOutsideTheRegistry() {
    // given // when
    Set<String> literals = ProblemPages.literals(Path.of("src/main/java"));

    // then
    assertThat(literals).isEmpty();
  }
}
