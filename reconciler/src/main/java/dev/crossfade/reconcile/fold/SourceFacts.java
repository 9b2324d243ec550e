package dev.crossfade.reconcile.fold;

import dev.crossfade.core.decide.Holes;
import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.event.Limits;
import dev.crossfade.core.event.SourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fold knows of a source.
 *
 * @param first the offset of the first event that bore its name
 * @param last the offset of the last one
 * @param lastSequence the highest number that it has used; 0 for none
 * @param holes the numbers that it has left out
 * @param latestSnapshot the one that it started last; null before the first
 * @param completeSnapshot of those that are complete the one that was started last; null where none
 *     is
 */
public record SourceFacts(
    SourceKey source,
    long first,
    long last,
    long lastSequence,
    List<Holes.Range> holes,
    @Nullable SnapshotState latestSnapshot,
    @Nullable SnapshotState completeSnapshot) {
  public SourceFacts {
    holes = List.copyOf(holes);
  }

  /** Whether it is Crossfade's own, such as the operators': no store stands behind it. */
  public boolean own() {
    return Limits.isOwnSource(source.source());
  }
}
