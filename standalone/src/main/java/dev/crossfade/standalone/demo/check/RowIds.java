package dev.crossfade.standalone.demo.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ids of records and rows, worked out a second time from what the application sent
 * (docs/blueprint.md): derived ones are UUIDs of version 5 (RFC 9562) over a JSON array of texts.
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

  /**
   * The id by which everybody but its source knows a record.
   *
   * @param source null where sources share their records
   */
  static String ofKey(String tenant, String domain, String id, @Nullable String source) {
    return source == null ? canonical(id) : derived(List.of(tenant, source, domain, canonical(id)));
  }

  /**
   * The row that bears a record's id.
   *
   * @param always whether it is derived even where the id is a UUID
   */
  static String ofRecord(String tenant, String domain, String key, boolean always) {
    return !always && FULL_UUID.matcher(key).matches()
        ? key.toLowerCase(Locale.ROOT)
        : derived(List.of(tenant, domain, key));
  }

  /** A further row of a record. */
  static String ofOwned(String tenant, String domain, String row, String key) {
    return derived(List.of(tenant, domain + "." + row, key));
  }

  /** The row of an element of an array. */
  static String ofElement(String tenant, String domain, String row, String key, int index) {
    return derived(List.of(tenant, domain + "." + row, key, Integer.toString(index)));
  }

  private static String derived(List<String> name) {
    String json = name.stream().map(RowIds::quoted).collect(Collectors.joining(",", "[", "]"));
    byte[] hash;
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(
          ByteBuffer.allocate(16)
              .putLong(NAMESPACE.getMostSignificantBits())
              .putLong(NAMESPACE.getLeastSignificantBits())
              .array());
      hash = Arrays.copyOf(sha1.digest(json.getBytes(UTF_8)), 16);
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
