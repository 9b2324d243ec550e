package dev.crossfade.reconcile.digest;

import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.reconcile.fold.FoldedDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What two decided states of one record say of each other. Pure. */
final class DigestRule {
  private DigestRule() {}

  /**
   * The difference between them; null where there is none.
   *
   * @param fold what the record is by the log; null where nothing in it has decided it
   * @param stored what PostgreSQL holds; null where it holds nothing
   */
  static @Nullable Difference compare(
      @Nullable FoldedDigest fold, @Nullable FoldedDigest stored, Position at) {
    FoldedDigest either = fold != null ? fold : stored;
    DifferenceType type = type(fold, stored);
    return either == null || type == null
        ? null
        : new Difference(type, either.record(), null, at, text(fold), text(stored), List.of());
  }

  private static @Nullable DifferenceType type(
      @Nullable FoldedDigest fold, @Nullable FoldedDigest stored) {
    if (fold == null) {
      return stored == null ? null : DifferenceType.EXTRA_RECORD;
    }
    // A tombstone that is lost lets a late duplicate raise the dead: it is missed like a record.
    if (stored == null) {
      return DifferenceType.MISSING_RECORD;
    }
    if (fold.equals(stored)) {
      return null;
    }
    if ((fold.digest() == null) == (stored.digest() == null)) {
      return DifferenceType.DATA_MISMATCH;
    }
    return fold.digest() == null ? DifferenceType.EXTRA_RECORD : DifferenceType.MISSING_RECORD;
  }

  private static @Nullable String text(@Nullable FoldedDigest state) {
    if (state == null) {
      return null;
    }
    return state.offset() + (state.digest() == null ? " deleted" : " " + state.digest().hex());
  }
}
