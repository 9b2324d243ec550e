package dev.crossfade.core.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.Position;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * What a decided state comes to in a sum: the first 16 bytes of a SHA-256 over the record's key,
 * the offset of the event that made the state, and the digest of its document. PostgreSQL computes
 * the same from the columns of a state. For ever.
 *
 * @param high the first eight bytes, as a signed number
 * @param low the next eight
 */
public record Fingerprint(long high, long low) {
  private static final byte[] END = {0};

  /** That of a state; null where no event has made one yet. */
  public static @Nullable Fingerprint of(RecordKey key, RecordState state) {
    Position position = state.position();
    return position == null ? null : of(key, position.offset(), state.digest());
  }

  /**
   * That of a state made by the event at this offset.
   *
   * @param digest null for a tombstone
   */
  public static Fingerprint of(RecordKey key, long offset, @Nullable Digest digest) {
    MessageDigest sha = sha256();
    add(sha, key);
    sha.update(ByteBuffer.allocate(Long.BYTES).putLong(0, offset));
    if (digest != null) {
      sha.update(digest.bytes());
    }
    ByteBuffer bytes = ByteBuffer.wrap(sha.digest());
    return new Fingerprint(bytes.getLong(), bytes.getLong());
  }

  /** The bucket of a record, from 0 to 255: it follows from the key alone. For ever. */
  public static int bucket(RecordKey key) {
    MessageDigest sha = sha256();
    sha.update(key.tenant().getBytes(UTF_8));
    sha.update(END);
    sha.update(key.domain().getBytes(UTF_8));
    sha.update(END);
    sha.update(key.id().getBytes(UTF_8));
    return Byte.toUnsignedInt(sha.digest()[0]);
  }

  private static void add(MessageDigest sha, RecordKey key) {
    for (String part : new String[] {key.tenant(), key.domain(), key.id()}) {
      sha.update(part.getBytes(UTF_8));
      sha.update(END);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
