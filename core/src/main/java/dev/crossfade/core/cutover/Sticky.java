package dev.crossfade.core.cutover;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.commons.codec.digest.MurmurHash3;

/**
 * The bucket of a tenant, the same in every process and language, for ever: MurmurHash3 x86 32
 * (seed 0) of {@code salt + ":" + tenant} in UTF-8, unsigned, modulo 10,000. A tenant is in the
 * cohort when its bucket is below the share, so raising the share never takes one out (I9).
 *
 * <p>Ids are well-formed Unicode: ingest refuses unpaired surrogates, which have no UTF-8.
 */
public final class Sticky {
  /** As many buckets as basis points. */
  public static final int BUCKETS = 10_000;

  private Sticky() {}

  /** Between 0 and 9,999. */
  public static int bucket(String salt, String tenant) {
    return (int) (hash(salt, tenant) % BUCKETS);
  }

  /** The hash, unsigned. */
  static long hash(String salt, String tenant) {
    return Integer.toUnsignedLong(MurmurHash3.hash32x86((salt + ":" + tenant).getBytes(UTF_8)));
  }
}
