package dev.crossfade.reconcile.proof;

import dev.crossfade.core.log.Position;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the proof of a tenant rests on, at one moment.
 *
 * @param sources every one ever seen in the log, operators left out; in the order of their names
 * @param equalAt where a {@code rows} run last found no difference of it: the offset of the first
 *     event that did not count; null when none ever did
 * @param waits what waits
 * @param drift whether a confirmed difference of it is open: neither repaired nor accepted
 */
public record TenantEvidence(
    String tenant,
    List<Source> sources,
    @Nullable Position equalAt,
    Set<Waits> waits,
    boolean drift) {
  public TenantEvidence {
    sources = sources.stream().sorted(Comparator.comparing(Source::id)).toList();
    waits = Set.copyOf(waits);
  }

  /** What can wait of a tenant. */
  public enum Waits {
    HELD,
    PARKED,
    CONFLICT
  }

  /**
   * One source.
   *
   * @param hole whether a number of it is missing
   * @param snapshot its last one that is complete, an empty one too; null where there is none
   */
  public record Source(String id, boolean hole, @Nullable SnapshotEvidence snapshot) {}

  /**
   * A complete snapshot.
   *
   * @param end the position of its end
   * @param applied whether sync has applied that
   * @param equal whether the last {@code snapshot} comparison of it was clean
   */
  public record SnapshotEvidence(Position end, boolean applied, boolean equal) {}
}
