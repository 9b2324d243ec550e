package dev.crossfade.ingest.snapshots;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a log had reached in each partition when an import was opened. Its text is opaque to
 * callers, and is refused by any log but the one that it is of. Immutable.
 */
final class Reach {
  private static final int VERSION = 1;
  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;
  private static final int MAX_TEXT = 8 * 1024;
  private static final int CHECK_BYTES = 4;

  private final long[] ends;

  /**
   * @param ends behind the last event of each partition
   */
  Reach(long[] ends) {
    this.ends = ends.clone();
  }

  /** Behind the last event of the partition. */
  long end(int partition) {
    return ends[partition];
  }

  /** Whether the log has reached all that this says. */
  boolean isWithin(long[] now) {
    for (int i = 0; i < ends.length; i++) {
      if (ends[i] > now[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The text that {@link #parse} reads.
   *
   * @param topicId of the log
   */
  String text(String topicId) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(VERSION);
    write(out, ends.length);
    for (long end : ends) {
      write(out, end);
    }
    byte[] body = out.toByteArray();
    byte[] all = ByteBuffer.allocate(body.length + CHECK_BYTES).put(body).array();
    ByteBuffer.wrap(all).putInt(body.length, check(topicId, body));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /** The inverse; null where the text is anything but this log's. */
  static @Nullable Reach parse(String text, String topicId, int partitions) {
    if (text.length() > MAX_TEXT) {
      return null;
    }
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (all.length < CHECK_BYTES) {
      return null;
    }
    byte[] body = Arrays.copyOf(all, all.length - CHECK_BYTES);
    if (ByteBuffer.wrap(all).getInt(body.length) != check(topicId, body)) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(body);
    if (!in.hasRemaining() || in.get() != VERSION || read(in) != partitions) {
      return null;
    }
    long[] ends = new long[partitions];
    for (int i = 0; i < partitions; i++) {
      ends[i] = read(in);
      if (ends[i] < 0) {
        return null;
      }
    }
    return in.hasRemaining() ? null : new Reach(ends);
  }

  private static int check(String topicId, byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(topicId.getBytes(StandardCharsets.UTF_8));
    crc.update(body);
    return (int) crc.getValue();
  }

  private static void write(ByteArrayOutputStream out, long number) {
    long rest = number;
    while (rest > SEVEN_BITS) {
      out.write((int) (rest & SEVEN_BITS) | MORE);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** Below 0 where there is none. */
  private static long read(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE - 1 && in.hasRemaining(); shift += 7) {
      int piece = in.get();
      number |= (long) (piece & SEVEN_BITS) << shift;
      if ((piece & MORE) == 0) {
        return number;
      }
    }
    return -1;
  }
}
