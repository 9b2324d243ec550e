package dev.crossfade.reconcile.proof;

import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.kit.log.TopicFollower;
import dev.crossfade.kit.migration.Migration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What was published of each tenant of a migration, by whomever. Follows for ever; thread-safe. */
public final class ProofBoard implements AutoCloseable {
  private final Map<String, TenantProof> proofs = new ConcurrentHashMap<>();
  private final Map<String, Long> news = new ConcurrentHashMap<>();
  private final TopicFollower follower;

  private ProofBoard(Migration migration, Map<String, String> client) {
    this.follower =
        TopicFollower.open(
            migration.topics().tenants(),
            client,
            () -> migration.log().map(log -> log.partitions()).orElse(0),
            new Entries(proofs, news));
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

  /**
   * What was read since this was asked last: each tenant, with the offset of its latest entry. For
   * one caller.
   */
  Map<String, Long> takeNews() {
    Map<String, Long> taken = new HashMap<>();
    for (String tenant : List.copyOf(news.keySet())) {
      Long offset = news.remove(tenant);
      if (offset != null) {
        taken.put(tenant, offset);
      }
    }
    return taken;
  }

  private record Entries(Map<String, TenantProof> proofs, Map<String, Long> news)
      implements TopicFollower.Sink {
    @Override
    public void clear() {
      proofs.clear();
    }

    @Override
    public void put(TopicFollower.Where where, byte @Nullable [] key, byte @Nullable [] value) {
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
      // Behind the entry: who takes the news finds it.
      news.put(tenant, where.offset());
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
