package dev.crossfade.reconcile.run;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How deep a run compares: docs/reconciling.md, "Three comparisons". */
public enum Level {
  /** The fold with the decided states. */
  DIGEST,
  /** What was written with the rows, and all that {@link #DIGEST} compares. */
  ROWS,
  /** A source's last snapshot with the rows. */
  SNAPSHOT;

  /** How requests and reports spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The inverse of {@link #word}; null where it is none of them. */
  public static @Nullable Level ofWord(String word) {
    for (Level level : values()) {
      if (level.word().equals(word)) {
        return level;
      }
    }
    return null;
  }

  /** The levels whose differences this one would find again, were they still there. */
  Set<Level> covers() {
    return switch (this) {
      case DIGEST -> Set.of(DIGEST);
      case ROWS -> Set.of(DIGEST, ROWS);
      case SNAPSHOT -> Set.of(SNAPSHOT);
    };
  }
}
