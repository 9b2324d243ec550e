package dev.crossfade.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class DemoIT {
  @Test
  @DisplayName("I8, I10, small but all the way: proven, raised, held by drift, repaired, finished")
  void allTheWay() {
    // given
    StringWriter said = new StringWriter();

    // when
    int status =
        new CommandLine(new DemoCommand())
            .setErr(new PrintWriter(said, true))
            .setOut(new PrintWriter(said, true))
            .execute("--port", "0", "--seconds", "1", "--scale", "0.02", "--seed", "5");

    // then
    assertThat(said.toString())
        .contains("3 of 3 tenants verified")
        .contains("the report tells drift: data_mismatch of ")
        .contains("the plan is held at 25 %: gate drift")
        .contains("repaired from the log")
        .contains("100 %: 3 of 3 tenants read from PostgreSQL")
        .contains("mode target")
        .contains("no difference. Nothing lost, nothing twice.");
    assertThat(status).isZero();
  }
}
