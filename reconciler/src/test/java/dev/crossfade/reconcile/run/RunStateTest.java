package dev.crossfade.reconcile.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunStateTest {
  @ParameterizedTest
  @DisplayName("the verdict: failed, else drift, else indeterminate, else clean")
  @CsvSource({
    "true,  1, true,  FAILED",
    "true,  0, false, FAILED",
    "false, 1, true,  DRIFT",
    "false, 2, false, DRIFT",
    "false, 0, true,  INDETERMINATE",
    "false, 0, false, CLEAN",
  })
  void verdict(boolean failed, long drift, boolean indeterminate, RunState expected) {
    // given // when
    RunState verdict = RunState.verdict(failed, drift, indeterminate);
    // then
    assertThat(verdict).isEqualTo(expected);
    assertThat(RunState.ofWord(verdict.word())).isEqualTo(verdict);
  }
}
