package dev.crossfade.ingest.client;

import dev.crossfade.core.control.ControlState;
import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.CutoverDecision;
import dev.crossfade.core.cutover.CutoverRule;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides for the devices of one migration, from what its control log and its topic of tenants say.
 * Both are kept in memory, so a decision is a hash and two lookups. When the broker is away the
 * last that was read holds: nobody can raise or roll back then either. Thread-safe.
 */
final class Decisions implements AutoCloseable {
  private static final int RETRY_AFTER_SECONDS = 1;

  private final Migration migration;
  private final TenantProofs proofs;
  private final DecisionCounts counts;

  /**
   * Follows from now on; returns at once, whether or not the broker is there.
   *
   * @param client what reaches and authenticates with the broker
   * @param listeners are woken whenever an answer may have changed
   */
  Decisions(
      Migration migration,
      Map<String, String> client,
      Listeners listeners,
      MeterRegistry registry) {
    this.migration = migration;
    this.counts = new DecisionCounts(registry, migration.name());
    migration.control().onChange(listeners::allMoved);
    this.proofs = new TenantProofs(migration, client, listeners::moved);
    registry.gauge(
        "crossfade.ingest.tenants",
        List.of(Tag.of("migration", migration.name())),
        proofs,
        TenantProofs::size);
  }

  /** The migration's name. */
  String name() {
    return migration.name();
  }

  /** Whether both topics were read to their ends. */
  boolean known() {
    return migration.known() && proofs.caughtUp();
  }

  /**
   * What a device is told now, as it is counted.
   *
   * @param source null: about the tenant as a whole
   * @throws dev.crossfade.kit.problem.ProblemException 503 {@code not-ready} while not all is read
   */
  Told answer(String tenant, @Nullable String source) {
    Told told = decide(tenant, source);
    counts.count(told.decision());
    return told;
  }

  /** As {@link #answer}, for who looks whether it is another one by now. */
  Told decide(String tenant, @Nullable String source) {
    if (!known()) {
      throw Problem.of(
              503,
              "not-ready",
              "The service is not ready",
              "Who reads where has not been read from its topics yet.")
          .withRetryAfter(RETRY_AFTER_SECONDS)
          .exception();
    }
    ControlState control = migration.control().state();
    Cutover cutover = control.cutover();
    CutoverDecision decision =
        CutoverRule.decide(cutover, proofs.find(tenant, source), tenant, source);
    return new Told(
        decision,
        cutover.share().mode(),
        cutover.bucket(tenant),
        cutover.captures(),
        cutover.queues(tenant),
        control.version(),
        migration.blueprint().orElseThrow());
  }

  @Override
  public void close() {
    proofs.close();
  }
}
