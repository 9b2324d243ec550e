package dev.crossfade.standalone.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small version of {@code scripts/jdbc-million}. */
class JdbcCrashIT {
  private static final Path JAR = Path.of("target", "crossfade.jar").toAbsolutePath();

  @TempDir private Path directory;

  @Test
  @DisplayName("I3 exactly once: 20,000 rows of an old backend, the reader killed on the way")
  void killedAndResumed() throws Exception {
    // given
    JdbcCrash crash = new JdbcCrash(JAR, directory, 20_000, 500, System.out);
    // when
    JdbcCrash.Report report = crash.run(7);
    // then
    assertThat(report.target()).isEqualTo(report.source());
    assertThat(report.source().rows()).isEqualTo(20_000);
    assertThat(report.notOnce()).as("records with another revision than 1").isZero();
    assertThat(report.parked()).isZero();
    assertThat(report.atKill()).isBetween(1L, report.parts() - 1);
    assertThat(report.again()).as("says what had arrived before").isTrue();
    assertThat(report.status()).isZero();
  }
}
