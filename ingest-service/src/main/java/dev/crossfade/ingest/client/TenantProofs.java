package dev.crossfade.ingest.client;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.kit.log.TopicFollower;
import dev.crossfade.kit.migration.Migration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Follows what is proven of each tenant of a migration. Thread-safe. */
final class TenantProofs implements AutoCloseable {
  private final Migration migration;
  private final ProofTable table = new ProofTable();
  private final Consumer<String> moved;
  private final TopicFollower follower;

  /**
   * Follows from now on; returns at once, whether or not the broker is there.
   *
   * @param client what reaches and authenticates with the broker
   * @param moved is told of each tenant whose proof was replaced, on the follower's thread
   */
  TenantProofs(Migration migration, Map<String, String> client, Consumer<String> moved) {
    this.migration = migration;
    this.moved = moved;
    this.follower =
        TopicFollower.open(migration.topics().tenants(), client, this::partitions, new Kept());
  }

  private int partitions() {
    return migration.log().map(ChangesLog::partitions).orElse(0);
  }

  /** Whether all that there was has been read. */
  boolean caughtUp() {
    return follower.caughtUp();
  }

  /** How many tenants have a proof. */
  int size() {
    return table.size();
  }

  /** As {@link ProofTable#find}. */
  @Nullable TenantProof find(String tenant, @Nullable String source) {
    return table.find(tenant, source);
  }

  private final class Kept implements TopicFollower.Sink {
    @Override
    public void clear() {
      table.clear();
    }

    @Override
    public void put(TopicFollower.Where where, byte @Nullable [] key, byte @Nullable [] value) {
      String tenant = TenantProof.tenant(key);
      // In another partition it would not be in order with the tenant's own entries.
      if (tenant == null || Partitioner.partition(tenant, partitions()) != where.partition()) {
        return;
      }
      TenantProof proof = TenantProof.parse(value);
      if (proof == null) {
        table.remove(tenant);
      } else {
        table.put(tenant, proof);
      }
      moved.accept(tenant);
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
