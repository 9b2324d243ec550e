package dev.crossfade.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.decide.RuleSettlement.Fields;
import dev.crossfade.core.decide.RuleSettlement.Person;
import dev.crossfade.core.decide.RuleSettlement.Whole;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** In these domains o is AUTO_OVERWRITE, s is AUTO_SKIP, i is INTERACTIVE, b has no rule. */
class RuleSettlementTest {
  static Stream<Arguments> byField() {
    return Stream.of(
        Arguments.of("INTERACTIVE", List.of("o"), new Fields(Set.of("o"))),
        Arguments.of("INTERACTIVE", List.of("s"), new Fields(Set.of())),
        Arguments.of("INTERACTIVE", List.of("o", "s"), new Fields(Set.of("o"))),
        Arguments.of("INTERACTIVE", List.of("o", "b"), new Person()),
        Arguments.of("INTERACTIVE", List.of("s", "i"), new Person()),
        Arguments.of("AUTO_MERGE", List.of("b", "s"), new Fields(Set.of("b"))),
        Arguments.of("AUTO_MERGE", List.of("b", "i"), new Person()),
        Arguments.of("AUTO_OVERWRITE", List.of("b"), new Whole(true)),
        Arguments.of("AUTO_SKIP", List.of("b"), new Whole(false)));
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("each field goes by its rule, and one that asks leaves all to a person")
  void byField(String policy, List<String> fields, RuleSettlement expected) {
    // given
    Domain domain = Policies.V1.domain(Policies.domain(policy)).orElseThrow();
    // when
    RuleSettlement settlement = RuleSettlement.of(domain, fields, false, false);
    // then
    assertThat(settlement).isEqualTo(expected);
  }

  static Stream<Arguments> ofDeletes() {
    return Stream.of(
        Arguments.of("INTERACTIVE", true, false, new Person()),
        Arguments.of("INTERACTIVE", false, true, new Person()),
        Arguments.of("AUTO_MERGE", true, false, new Whole(true)),
        Arguments.of("AUTO_MERGE", false, true, new Whole(false)),
        Arguments.of("AUTO_OVERWRITE", false, true, new Whole(true)),
        Arguments.of("AUTO_SKIP", true, false, new Whole(false)));
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("rules of fields say nothing of deletes")
  void ofDeletes(
      String policy, boolean existingDeleted, boolean incomingDeleted, RuleSettlement expected) {
    // given
    Domain domain = Policies.V1.domain(Policies.domain(policy)).orElseThrow();
    // when
    RuleSettlement settlement =
        RuleSettlement.of(domain, List.of(), existingDeleted, incomingDeleted);
    // then
    assertThat(settlement).isEqualTo(expected);
  }
}
