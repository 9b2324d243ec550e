package dev.crossfade.sync.read;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.json.Digest;
import dev.crossfade.kit.migration.Migration;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A domain as earlier blueprints had it. */
public final class PastDomains {
  private static final Duration CONTROL_PATIENCE = Duration.ofSeconds(2);

  private final Migration migration;

  public PastDomains(Migration migration) {
    this.migration = migration;
  }

  /**
   * The domain in the blueprint of a digest.
   *
   * @param blueprint null where none is noted: then it is the present one
   */
  Domain domain(byte @Nullable [] blueprint, Domain present) {
    if (blueprint == null) {
      return present;
    }
    Digest digest = Digest.stored(blueprint);
    if (migration.blueprint(digest).isEmpty()) {
      awaitControl();
    }
    // Another process has heard of a publish that has not come here: nobody reads wrongly for it.
    return migration
        .blueprint(digest)
        .orElseThrow(() -> new IllegalStateException("the blueprint of a record is not known yet"))
        .domain(present.name())
        .orElse(present);
  }

  private void awaitControl() {
    try {
      migration.control().awaitEnd(CONTROL_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
