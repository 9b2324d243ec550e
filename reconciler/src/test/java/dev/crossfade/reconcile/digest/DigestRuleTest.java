package dev.crossfade.reconcile.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.fold.FoldedDigest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DigestRuleTest {
  private static final RecordKey KEY = new RecordKey("school-1", "students", "42");

  private static @Nullable FoldedDigest state(String words) {
    if (words.equals("none")) {
      return null;
    }
    String[] parts = words.split(" ", -1);
    Digest digest =
        parts[1].equals("deleted") ? null : Digest.of(parts[1].getBytes(StandardCharsets.UTF_8));
    return new FoldedDigest(KEY, Long.parseLong(parts[0]), digest);
  }

  @ParameterizedTest(name = "{0} | {1} → {2}")
  @DisplayName("Two decided states of one record")
  @CsvSource({
    "none, none, equal",
    "5 ada, 5 ada, equal",
    "5 deleted, 5 deleted, equal",
    "5 ada, none, missing_record",
    "5 deleted, none, missing_record",
    "5 ada, 7 deleted, missing_record",
    "none, 5 ada, extra_record",
    "none, 5 deleted, extra_record",
    "7 deleted, 5 ada, extra_record",
    "5 ada, 5 eve, data_mismatch",
    "5 ada, 4 ada, data_mismatch",
    "5 deleted, 4 deleted, data_mismatch",
  })
  void rule(String fold, String stored, String type) {
    // when
    Difference found = DigestRule.compare(state(fold), state(stored), new Position(3, 10));
    // then
    assertThat(found == null ? "equal" : found.type().word()).isEqualTo(type);
    if (found != null) {
      assertThat(found.record()).isEqualTo(KEY);
      assertThat(found.expected() == null).isEqualTo(fold.equals("none"));
      assertThat(found.actual() == null).isEqualTo(stored.equals("none"));
      assertThat(found.sameAs(found)).isTrue();
    }
  }
}
