package dev.crossfade.testsupport.history;

import java.nio.charset.StandardCharsets;

/** Where a tenant's events belong: Kafka's murmur2 over the bytes of the tenant. */
final class Partitions {
  private static final int M = 0x5bd1e995;

  private Partitions() {}

  static int of(String tenant, int partitions) {
    byte[] data = tenant.getBytes(StandardCharsets.UTF_8);
    int length = data.length;
    int h = 0x9747b28c ^ length;
    int i = 0;
    for (; i + 4 <= length; i += 4) {
      int k =
          (data[i] & 0xff)
              | (data[i + 1] & 0xff) << 8
              | (data[i + 2] & 0xff) << 16
              | (data[i + 3] & 0xff) << 24;
      k *= M;
      k ^= k >>> 24;
      k *= M;
      h *= M;
      h ^= k;
    }
    int rest = length - i;
    if (rest > 0) {
      for (int j = rest - 1; j >= 0; j--) {
        h ^= (data[i + j] & 0xff) << (8 * j);
      }
      h *= M;
    }
    h ^= h >>> 13;
    h *= M;
    h ^= h >>> 15;
    return (h & Integer.MAX_VALUE) % partitions;
  }
}
