package dev.crossfade.core.log;

import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.MurmurHash2;

/**
 * The partition of a tenant: chosen from the tenant alone, so that everything a tenant does is in
 * one order. It is what Kafka's own default partitioner answers for a key of the tenant's UTF-8
 * bytes (murmur2, made positive, modulo the partitions), so any Kafka client can find it. For ever.
 */
public final class Partitioner {
  private Partitioner() {}

  /** Between 0 and {@code partitions - 1}. */
  public static int partition(String tenant, int partitions) {
    byte[] bytes = tenant.getBytes(StandardCharsets.UTF_8);
    return (MurmurHash2.hash32(bytes, bytes.length) & Integer.MAX_VALUE) % partitions;
  }
}
