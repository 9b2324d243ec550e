package dev.crossfade.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.testsupport.contract.ProblemPages;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReportProblemTest {
  @Test
  @DisplayName("each problem has a page")
  void pages() {
    // given
    Set<String> slugs =
        Arrays.stream(ReportProblem.values()).map(ReportProblem::slug).collect(Collectors.toSet());
    // when
    Set<String> pages = ProblemPages.read().slugs();
    // then
    assertThat(slugs).hasSameSizeAs(ReportProblem.values());
    assertThat(pages).containsAll(slugs);
  }
}
