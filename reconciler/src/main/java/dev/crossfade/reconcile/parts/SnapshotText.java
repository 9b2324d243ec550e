package dev.crossfade.reconcile.parts;

import dev.crossfade.reconcile.snapshot.SnapshotRow;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a snapshot comes to in short, as it stands in issues: where it lies, by which it is
 * found again, and the digest of what it says.
 */
final class SnapshotText {
  private SnapshotText() {}

  static String of(SnapshotRow row) {
    return row.offset() + " " + row.read().data().digest();
  }

  /** Where the row lies; empty where the text is of none. */
  static OptionalLong offset(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,18} [0-9a-f]{64}")
        ? OptionalLong.of(Long.parseLong(text, 0, text.indexOf(' '), 10))
        : OptionalLong.empty();
  }
}
