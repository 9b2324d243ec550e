package dev.crossfade.ingest.snapshots;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/** The names of snapshots: 32 hexadecimal digits. */
final class SnapshotId {
  private static final int BYTES = 16;

  private SnapshotId() {}

  /**
   * The name of a store: the same body of the same source is the same snapshot. The first half of
   * SHA-256 over tenant, source and body, each with its length in eight bytes in front. For ever.
   */
  static String of(String tenant, String source, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : new byte[][] {tenant.getBytes(UTF_8), source.getBytes(UTF_8), body}) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(part.length).array());
        digest.update(part);
      }
      return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** A name that nobody has. */
  static String random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
