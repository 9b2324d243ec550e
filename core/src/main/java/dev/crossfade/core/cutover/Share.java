package dev.crossfade.core.cutover;

/**
 * Mode and share together.
 *
 * @param basisPoints 0 to 10,000; it counts in hybrid mode only, and is kept through the others
 */
public record Share(Mode mode, int basisPoints) {
  /** What a migration begins with. */
  public static final Share START = new Share(Mode.HYBRID, 0);

  /** All of them. */
  public static final int ALL = Sticky.BUCKETS;

  public Share {
    if (!isShare(basisPoints)) {
      throw new IllegalArgumentException("a share has 0 to 10,000 basis points");
    }
  }

  /** Whether it is a number of basis points (I8). */
  public static boolean isShare(long basisPoints) {
    return basisPoints >= 0 && basisPoints <= ALL;
  }

  /** Which way a change goes. */
  public enum Direction {
    /** At least one more tenant may read from PostgreSQL: it needs proof and open gates. */
    RAISE,
    /** At least one fewer may: it needs a reason, and no gate. */
    LOWERING,
    /** Nobody's reads move. */
    LEVEL
  }

  /** Which way it goes from here to there. */
  public Direction towards(Share next) {
    int change = Integer.compare(next.reach(), reach());
    return change > 0 ? Direction.RAISE : change < 0 ? Direction.LOWERING : Direction.LEVEL;
  }

  /** Whether a tenant of this bucket may read from PostgreSQL, as far as the share goes. */
  public boolean includes(int bucket) {
    return bucket < reach();
  }

  /** Buckets below it are in. Target reaches further than any share: anything to it is a raise. */
  private int reach() {
    return switch (mode) {
      case LEGACY -> 0;
      case HYBRID -> basisPoints;
      case TARGET -> ALL + 1;
    };
  }
}
