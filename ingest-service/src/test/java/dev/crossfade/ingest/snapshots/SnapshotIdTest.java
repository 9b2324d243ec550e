package dev.crossfade.ingest.snapshots;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SnapshotIdTest {
  @Test
  @DisplayName("golden: the name of a store never changes")
  void golden() {
    assertThat(SnapshotId.of("school-1", "browser-7f3a", "{}".getBytes(UTF_8)))
        .isEqualTo("1a60588f313e1612e3c441b9666d90fc");
  }

  @Test
  @DisplayName("a byte that moves from one part to the next makes another name")
  void unambiguous() {
    assertThat(SnapshotId.of("ab", "c", "d".getBytes(UTF_8)))
        .isNotEqualTo(SnapshotId.of("a", "bc", "d".getBytes(UTF_8)))
        .isNotEqualTo(SnapshotId.of("ab", "", "cd".getBytes(UTF_8)));
  }

  @Test
  void randomNames() {
    SecureRandom random = new SecureRandom();
    assertThat(SnapshotId.random(random))
        .matches("[0-9a-f]{32}")
        .isNotEqualTo(SnapshotId.random(random));
  }
}
