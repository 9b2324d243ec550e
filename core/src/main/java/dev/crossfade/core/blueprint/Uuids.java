package dev.crossfade.core.blueprint;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** UUIDs: read strictly, and derived from names (RFC 9562, version 5). */
final class Uuids {
  /** The namespace of all derived ids. Chosen once at random; it never changes. */
  static final UUID NAMESPACE = UUID.fromString("df7b903e-0e41-4a73-939f-f7d6f96e353b");

  private static final int LENGTH = 36;

  private Uuids() {}

  static UUID derive(byte[] name) {
    return derive(NAMESPACE, name);
  }

  static UUID derive(UUID namespace, byte[] name) {
    MessageDigest sha1;
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
    sha1.update(
        ByteBuffer.allocate(16)
            .putLong(namespace.getMostSignificantBits())
            .putLong(namespace.getLeastSignificantBits())
            .flip());
    ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name));
    long high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000L;
    long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  /**
   * The UUID that a text spells, in either case, or null. Unlike {@link UUID#fromString} it takes
   * no shortened groups: what is not exactly a UUID is an id like any other.
   */
  static @Nullable UUID parse(String text) {
    if (text.length() != LENGTH) {
      return null;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
      if (hyphen ? c != '-' : !isHex(c)) {
        return null;
      }
    }
    return UUID.fromString(text);
  }

  private static boolean isHex(char c) {
    return HexFormat.isHexDigit(c);
  }
}
