package dev.crossfade.core.compare;

import dev.crossfade.core.json.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The sum of the fingerprints of a bucket's states: whatever the order in which they came and went,
 * the same states give the same sum. Immutable. Additions wrap around, so they can be undone.
 *
 * @param states how many, tombstones too
 * @param live how many that are no tombstones
 * @param high the sum of their high parts, modulo 2^64
 * @param low the sum of their low parts, modulo 2^64
 */
public record BucketSum(long states, long live, long high, long low) {
  /** How many buckets the records of a domain have in each partition. */
  public static final int BUCKETS = 256;

  /** Of no states. */
  public static final BucketSum EMPTY = new BucketSum(0, 0, 0, 0);

  /** The sum of one state. */
  public static BucketSum of(Fingerprint fingerprint, @Nullable Digest digest) {
    return new BucketSum(1, digest == null ? 0 : 1, fingerprint.high(), fingerprint.low());
  }

  /** Both together. */
  public BucketSum plus(BucketSum other) {
    return new BucketSum(
        states + other.states, live + other.live, high + other.high, low + other.low);
  }

  /** The inverse of {@link #plus}. */
  public BucketSum minus(BucketSum other) {
    return new BucketSum(
        states - other.states, live - other.live, high - other.high, low - other.low);
  }
}
