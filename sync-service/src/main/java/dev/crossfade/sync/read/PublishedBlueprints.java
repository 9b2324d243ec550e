package dev.crossfade.sync.read;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Digest;
import dev.crossfade.kit.migration.Migration;
import java.time.Duration;
import java.util.function.Function;

/**
 * The blueprints of a migration by their digests, also of one that another process has heard of
 * before this one. Thread-safe.
 */
public record PublishedBlueprints(Migration migration) implements Function<Digest, Blueprint> {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException when the control log does not hold it
   */
  @Override
  public Blueprint apply(Digest digest) {
    if (migration.blueprint(digest).isEmpty()) {
      awaitControl();
    }
    return migration
        .blueprint(digest)
        .orElseThrow(() -> new IllegalStateException("a blueprint is not known yet"));
  }

  private void awaitControl() {
    try {
      migration.control().awaitEnd(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
