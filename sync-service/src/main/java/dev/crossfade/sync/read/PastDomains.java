package dev.crossfade.sync.read;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.json.Digest;
import dev.crossfade.kit.migration.Migration;
import org.jspecify.annotations.Nullable;

/** A domain as earlier blueprints had it. */
public final class PastDomains {
  private final PublishedBlueprints blueprints;

  public PastDomains(Migration migration) {
    this.blueprints = new PublishedBlueprints(migration);
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
    // Another process has heard of a publish that has not come here: nobody reads wrongly for it.
    return blueprints.apply(Digest.stored(blueprint)).domain(present.name()).orElse(present);
  }
}
