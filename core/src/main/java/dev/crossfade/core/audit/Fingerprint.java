package dev.crossfade.core.audit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Stands for a record: 128 bits of the SHA-256 of its domain and id. Among two million records two
 * have the same with a probability below 10⁻²⁶. Never all zero.
 */
record Fingerprint(long high, long low) {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /**
   * That of a record.
   *
   * @param digest of {@link #sha256()}; ready for the next one afterwards
   */
  static Fingerprint of(MessageDigest digest, int domain, String id) {
    digest.update((byte) (domain >> 8));
    digest.update((byte) domain);
    byte[] hash = digest.digest(id.getBytes(StandardCharsets.UTF_8));
    long low = (long) LONG.get(hash, Long.BYTES);
    return new Fingerprint((long) LONG.get(hash, 0), low == 0 ? 1 : low);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
