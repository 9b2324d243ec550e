package dev.crossfade.bench.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Figures are never tested: whether there are any is. */
class BackfillBenchIT {
  @Test
  @DisplayName("the benchmark runs, and has a verdict on each figure of each form")
  void runs() {
    // given
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(new BackfillBench()).setOut(new PrintWriter(out));
    // when
    int status = line.execute("--records", "50", "--rounds", "1", "--warm-up", "0");
    // then
    assertThat(status).as(out.toString()).isIn(0, 1);
    assertThat(out.toString().lines().filter(text -> text.matches("  (pass|FAIL) .*"))).hasSize(6);
  }
}
