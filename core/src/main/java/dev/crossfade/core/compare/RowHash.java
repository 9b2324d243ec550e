package dev.crossfade.core.compare;

import dev.crossfade.core.blueprint.Row;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * What of a row is noted when it is written, and computed anew from what stands in the table: the
 * first 16 bytes of SHA-256, as a UUID. The form never changes (docs/reconciling.md, "Formats").
 */
public final class RowHash {
  private static final Comparator<UUID> UNSIGNED =
      Comparator.comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
          .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

  private RowHash() {}

  /** The hash of a row, over all of its table's columns in their order. */
  public static UUID of(Row row) {
    PlainBytes plain = new PlainBytes();
    var columns = row.table().columns();
    for (int i = 0; i < columns.size(); i++) {
      PlainForm.column(columns.get(i), row.value(i), plain);
    }
    return first16(plain);
  }

  /**
   * The hash of the rows of one array: of their hashes in the order of their ids, as PostgreSQL
   * orders them.
   *
   * @param rows in any order
   */
  public static UUID ofSet(List<Row> rows) {
    PlainBytes plain = new PlainBytes();
    rows.stream()
        .sorted(Comparator.comparing(row -> row.key().id(), UNSIGNED))
        .map(RowHash::of)
        .forEach(
            hash -> {
              plain.eightBytes(hash.getMostSignificantBits());
              plain.eightBytes(hash.getLeastSignificantBits());
            });
    return first16(plain);
  }

  private static UUID first16(PlainBytes plain) {
    ByteBuffer digest = ByteBuffer.wrap(plain.digest(sha256()));
    return new UUID(digest.getLong(), digest.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
