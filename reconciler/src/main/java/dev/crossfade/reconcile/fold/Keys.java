package dev.crossfade.reconcile.fold;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the fold's tables: a byte that names the table, then the parts, each of them ended by
 * 0x00, which no id can hold. So they lie in the order of their parts' UTF-8 bytes.
 */
final class Keys {
  // In the store of what lies everywhere.
  private static final byte RECORD = 'r';
  private static final byte INDEX = 'x';
  private static final byte SEEN = 's';
  private static final byte USED = 'u';
  private static final byte DELTA = 'd';

  // In the store of what is written again and again.
  private static final byte SUM = 'b';
  private static final byte SOURCE = 'p';
  private static final byte SNAPSHOT = 'n';
  private static final byte TENANT = 't';
  private static final byte PROGRESS = 'z';

  private Keys() {}

  /** A range of keys, both ends included; what is the upper end is no key of anything. */
  record Range(Bytes from, Bytes to) {}

  static Bytes record(RecordKey key) {
    return key(RECORD, key.tenant(), key.domain(), key.id());
  }

  static RecordKey record(Bytes key) {
    List<String> parts = parts(key, 1);
    return new RecordKey(parts.get(0), parts.get(1), parts.get(2));
  }

  /** The records of a tenant, or of one of its domains, behind this one. */
  static Range records(String tenant, @Nullable String domain, @Nullable String after) {
    byte[] all = domain == null ? bytes(RECORD, tenant) : bytes(RECORD, tenant, domain);
    if (domain == null && after != null) {
      // Behind the domain of that name.
      return new Range(behind(bytes(RECORD, tenant, after)), behind(all));
    }
    return after == null || domain == null
        ? within(all)
        : new Range(behind(bytes(RECORD, tenant, domain, after)), behind(all));
  }

  static Bytes index(RecordKey key, int bucket) {
    return Bytes.wrap(join(bucket(INDEX, key.domain(), bucket), parts(key.tenant(), key.id())));
  }

  static RecordKey index(Bytes key, String domain) {
    // The table, the domain and its end, the bucket.
    List<String> parts = parts(key, 1 + domain.getBytes(UTF_8).length + 1 + 1);
    return new RecordKey(parts.get(0), domain, parts.get(1));
  }

  /** The records of a bucket. */
  static Range bucket(String domain, int bucket, @Nullable RecordKey after) {
    byte[] all = bucket(INDEX, domain, bucket);
    return new Range(
        after == null ? Bytes.wrap(all) : behind(join(all, parts(after.tenant(), after.id()))),
        // A bucket may be 255: what follows is then the end of the domain.
        bucket == 255
            ? behind(bytes(INDEX, domain))
            : Bytes.wrap(bucket(INDEX, domain, bucket + 1)));
  }

  static Bytes sum(String domain, int bucket) {
    return Bytes.wrap(bucket(SUM, domain, bucket));
  }

  static String sumDomain(Bytes key) {
    return new String(key.get(), 1, key.get().length - 3, UTF_8);
  }

  static int sumBucket(Bytes key) {
    return Byte.toUnsignedInt(key.get()[key.get().length - 1]);
  }

  static Range sums() {
    return within(new byte[] {SUM});
  }

  static Bytes seen(SourceKey source, String eventId) {
    return key(SEEN, source.tenant(), source.source(), eventId);
  }

  static Range allSeen(@Nullable Bytes from) {
    Range all = within(new byte[] {SEEN});
    return from == null ? all : new Range(from, all.to());
  }

  /** Of the ids that a source has used, the one that is kept in this slot. */
  static Bytes used(SourceKey source, int slot) {
    byte[] all = bytes(USED, source.tenant(), source.source());
    return Bytes.wrap(join(all, new byte[] {(byte) (slot >> 8), (byte) slot}));
  }

  static Range used(SourceKey source) {
    return within(bytes(USED, source.tenant(), source.source()));
  }

  static Bytes delta(long offset) {
    return Bytes.wrap(ByteBuffer.allocate(9).put(DELTA).putLong(offset).array());
  }

  static long deltaOffset(Bytes key) {
    return ByteBuffer.wrap(key.get(), 1, Long.BYTES).getLong();
  }

  static Bytes source(SourceKey source) {
    return key(SOURCE, source.tenant(), source.source());
  }

  static SourceKey source(Bytes key) {
    List<String> parts = parts(key, 1);
    return new SourceKey(parts.get(0), parts.get(1));
  }

  static Range sources(String tenant) {
    return within(bytes(SOURCE, tenant));
  }

  static Bytes snapshot(SourceKey source, String snapshot) {
    return key(SNAPSHOT, source.tenant(), source.source(), snapshot);
  }

  static Bytes tenant(String tenant) {
    return key(TENANT, tenant);
  }

  static String tenant(Bytes key) {
    return parts(key, 1).getFirst();
  }

  static Range tenants(@Nullable String after) {
    Range all = within(new byte[] {TENANT});
    return after == null ? all : new Range(behind(bytes(TENANT, after)), all.to());
  }

  static Bytes progress() {
    return Bytes.wrap(new byte[] {PROGRESS});
  }

  private static Bytes key(byte table, String... parts) {
    return Bytes.wrap(bytes(table, parts));
  }

  private static byte[] bytes(byte table, String... parts) {
    return join(new byte[] {table}, parts(parts));
  }

  private static byte[] bucket(byte table, String domain, int bucket) {
    return join(bytes(table, domain), new byte[] {(byte) bucket});
  }

  private static byte[] parts(String... parts) {
    Packed.Writer out = new Packed.Writer();
    for (String part : parts) {
      out.raw(part.getBytes(UTF_8)).octet(0);
    }
    return out.done();
  }

  private static List<String> parts(Bytes key, int from) {
    byte[] bytes = key.get();
    List<String> parts = new ArrayList<>(3);
    int begin = from;
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        parts.add(new String(bytes, begin, i - begin, UTF_8));
        begin = i + 1;
      }
    }
    return parts;
  }

  private static Range within(byte[] prefix) {
    return new Range(Bytes.wrap(prefix), behind(prefix));
  }

  /** The end of all keys that begin so. The last byte of a prefix is an end or names a table. */
  private static Bytes behind(byte[] prefix) {
    byte[] end = prefix.clone();
    end[end.length - 1]++;
    return Bytes.wrap(end);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
