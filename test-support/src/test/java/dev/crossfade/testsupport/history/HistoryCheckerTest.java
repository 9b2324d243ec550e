package dev.crossfade.testsupport.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HistoryCheckerTest {
  private static final int SEEDS = 8;

  @Test
  @DisplayName("200 histories in which nothing is wrong raise no alarm")
  void clean() {
    // given
    LongStream seeds = LongStream.range(0, 200);
    // when
    Stream<Verdict> alarms =
        seeds
            .mapToObj(seed -> HistoryChecker.check(LittleSystem.history(seed).history()))
            .filter(verdict -> !verdict.clean());
    // then
    assertThat(alarms).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("corruptions")
  @DisplayName("a corrupted history is found out, and the invariant named")
  void corrupted(Corruption corruption) {
    for (long seed = 0; seed < SEEDS; seed++) {
      // given
      Draft draft = LittleSystem.history(seed);
      corruption.act().accept(draft);
      // when
      Verdict verdict = HistoryChecker.check(draft.history());
      // then
      assertThat(verdict.counts())
          .as("%s, seed %d: %s", corruption.name(), seed, verdict)
          .containsKey(corruption.invariant());
    }
  }

  @Test
  @DisplayName("at least 40 kinds of corruption, of each invariant that is looked at")
  void enough() {
    assertThat(corruptions().map(Corruption::name)).doesNotHaveDuplicates().hasSizeGreaterThan(39);
    assertThat(corruptions().map(Corruption::invariant)).contains(1, 2, 3, 4, 5, 6, 7, 11, 16);
  }

  static Stream<Corruption> corruptions() {
    return Stream.of(
            LogCorruptions.all(),
            StateCorruptions.all(),
            RowCorruptions.all(),
            ReadCorruptions.all())
        .flatMap(all -> all);
  }
}
