package dev.crossfade.ingest.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.kit.problem.Problem;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingsTest {
  @ParameterizedTest
  @DisplayName("pointers are URI fragments: the examples of RFC 6901, section 6, and more")
  @CsvSource({
    "/foo/0, #/foo/0",
    "/a~1b, #/a~1b",
    "/c%d, #/c%25d",
    "/e^f, #/e%5Ef",
    "/g|h, #/g%7Ch",
    "/i\\j, #/i%5Cj",
    "/k\"l, #/k%22l",
    "'/ ', #/%20",
    "/m~0n, #/m~0n",
    "/ü, #/%C3%BC"
  })
  void pointersAreFragments(String pointer, String fragment) {
    // when
    String made = Problem.Error.at(pointer, "d").pointer();

    // then
    assertThat(made).isEqualTo(fragment);
  }

  @Test
  void areBounded() {
    // given
    Findings findings = new Findings();

    // when
    for (int i = 0; i < 100; i++) {
      findings.add("/x", "is wrong");
    }

    // then
    assertThat(findings.errors()).hasSize(20);
  }
}
