package dev.crossfade.reconcile.proof;

import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.kit.log.TopicFollower;
import dev.crossfade.kit.migration.Migration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What was published of each tenant of a migration, by whomever. Follows for ever; thread-safe. */
public final class ProofBoard implements AutoCloseable {
  private final Map<String, TenantProof> proofs = new ConcurrentHashMap<>();
  private final TopicFollower follower;

  private ProofBoard(Migration migration, Map<String, String> client) {
    this.follower =
        TopicFollower.open(
            migration.topics().tenants(),
            client,
            () -> migration.log().map(log -> log.partitions()).orElse(0),
            new Entries(proofs));
  }

  /**
   * Follows from now on; returns at once.
   *
   * @param client what reaches and authenticates with the broker
   */
  public static ProofBoard open(Migration migration, Map<String, String> client) {
    return new ProofBoard(migration, client);
  }

  /** Whether all that was published is known here; before, nothing may be concluded. */
  public boolean caughtUp() {
    return follower.caughtUp();
  }

  /** What is known of a tenant; empty when nothing was published. */
  public Optional<TenantProof> of(String tenant) {
    return Optional.ofNullable(proofs.get(tenant));
  }

  /** All of them; a live view. */
  public Map<String, TenantProof> all() {
    return java.util.Collections.unmodifiableMap(proofs);
  }

  private record Entries(Map<String, TenantProof> proofs) implements TopicFollower.Sink {
    @Override
    public void clear() {
      proofs.clear();
    }

    @Override
    public void put(int partition, byte @Nullable [] key, byte @Nullable [] value) {
      String tenant = TenantProof.tenant(key);
      if (tenant == null) {
        return;
      }
      TenantProof proof = TenantProof.parse(value);
      if (proof == null) {
        proofs.remove(tenant);
      } else {
        proofs.put(tenant, proof);
      }
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
