package dev.crossfade.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Without any one of its rules the design breaks, and TLC says which property it breaks. */
final class MutantTest {
  @SuppressWarnings("UnusedVariable") // named below
  private static final List<Mutant> MUTANTS = Mutant.ALL;

  private final Specification specification = Specification.here();

  @ParameterizedTest(name = "{0}")
  @FieldSource("MUTANTS")
  void breaks(Mutant mutant, @TempDir Path folder) throws Exception {
    // given
    Configuration configuration =
        specification
            .configuration(mutant.configuration())
            .without(mutant.rule(), mutant.violates());

    // when
    TlcResult result =
        new Tlc(specification, folder, "1g", Duration.ofMinutes(10)).check(configuration);
    System.out.println(result.line(mutant.configuration() + ": " + mutant.rule()));

    // then
    assertThat(result.violated()).as(result.output()).isEqualTo(mutant.violates());
    assertThat(result.distinctStates()).as(result.output()).isPositive();
  }

  @Test
  @DisplayName("each rule that a module can leave out has its mutant")
  void allRulesAreTried() {
    // given
    List<String> tried = Mutant.ALL.stream().map(Mutant::rule).toList();

    // then
    assertThat(specification.rules()).containsExactlyInAnyOrderElementsOf(tried);
  }
}
