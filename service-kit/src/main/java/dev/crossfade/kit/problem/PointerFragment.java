package dev.crossfade.kit.problem;

import java.nio.charset.StandardCharsets;

/** JSON pointers as problems show them. */
final class PointerFragment {
  private static final String KEPT = "/-._~!$&'()*+,;=:@?";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private PointerFragment() {}

  /** The URI fragment of a pointer: RFC 6901, section 6. */
  static String of(String pointer) {
    StringBuilder text = new StringBuilder(pointer.length() + 1).append('#');
    for (byte b : pointer.getBytes(StandardCharsets.UTF_8)) {
      if (isKept(b)) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX[(b >> 4) & 0xf]).append(HEX[b & 0xf]);
      }
    }
    return text.toString();
  }

  private static boolean isKept(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || (b > 0 && KEPT.indexOf(b) >= 0);
  }
}
