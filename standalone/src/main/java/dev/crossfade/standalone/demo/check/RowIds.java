package dev.crossfade.standalone.demo.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The ids of rows, worked out a second time from the documents (docs/blueprint.md): a record's own
 * row has the record's id where that is a UUID, any other has a UUID of version 5 (RFC 9562) over
 * the JSON array of tenant, name and id.
 */
final class RowIds {
  private static final UUID NAMESPACE = UUID.fromString("df7b903e-0e41-4a73-939f-f7d6f96e353b");
  private static final Pattern FULL_UUID =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

  private RowIds() {}

  /** An id as the records' keys have it. */
  static String canonical(String id) {
    return FULL_UUID.matcher(id).matches() ? id.toLowerCase(Locale.ROOT) : id;
  }

  /** The row that bears a record's id. */
  static String ofRecord(String tenant, String domain, String id) {
    return FULL_UUID.matcher(id).matches()
        ? id.toLowerCase(Locale.ROOT)
        : derived(tenant, domain, id);
  }

  /** A further row of a record. */
  static String ofOwned(String tenant, String domain, String row, String id) {
    return derived(tenant, domain + "." + row, canonical(id));
  }

  private static String derived(String tenant, String name, String id) {
    byte[] json =
        ("[" + quoted(tenant) + "," + quoted(name) + "," + quoted(id) + "]").getBytes(UTF_8);
    byte[] hash;
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(
          ByteBuffer.allocate(16)
              .putLong(NAMESPACE.getMostSignificantBits())
              .putLong(NAMESPACE.getLeastSignificantBits())
              .array());
      hash = sha1.digest(json);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
    hash[6] = (byte) ((hash[6] & 0x0f) | 0x50);
    hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
    ByteBuffer bits = ByteBuffer.wrap(hash);
    return new UUID(bits.getLong(), bits.getLong()).toString();
  }

  /** Ids hold no control characters, so these two are all that JSON escapes in them. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
