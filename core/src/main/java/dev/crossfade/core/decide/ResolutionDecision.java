package dev.crossfade.core.decide;

import dev.crossfade.core.decide.Outcome.Applied;
import dev.crossfade.core.decide.Outcome.Held;
import dev.crossfade.core.decide.Outcome.Stale;
import dev.crossfade.core.decide.Outcome.Unchanged;
import dev.crossfade.core.decide.Outcome.Why;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides what operators resolved, line by line as docs/conflicts.md has it. It counts only where
 * the record still is what the person looked at.
 */
final class ResolutionDecision {
  private final States states;
  private final VersionMerge merge;

  ResolutionDecision(States states, VersionMerge merge) {
    this.states = states;
    this.merge = merge;
  }

  Outcome decide(RecordResolved resolved, Position at) {
    RecordState state = states.record(resolved.record());
    if (state.heldSince() != null) {
      return new Held(Why.BEHIND_UNREADABLE);
    }
    if (!resolved.base().equals(state.position())) {
      return new Stale();
    }
    Position conflict = resolved.conflict();
    String loser = null;
    if (conflict != null) {
      loser = conflict.partition() == at.partition() ? state.waitingAt(conflict.offset()) : null;
      if (loser == null) {
        return new Stale();
      }
    }
    RecordState settled =
        loser == null ? state : state.knowing(loser, state.known(loser).waitingFor(null));
    return switch (resolved.take()) {
      case EXISTING -> {
        states.record(resolved.record(), settled);
        yield new Unchanged(false);
      }
      case INCOMING -> apply(resolved, at, settled, Objects.requireNonNull(loser));
      case CORRECTED -> apply(resolved, at, settled, Objects.requireNonNull(state.source()));
      case MERGED, DISCARDED, REPAIRED -> apply(resolved, at, settled, ChangeEvent.OPERATOR);
    };
  }

  /**
   * @param by whose the record then is
   */
  private Outcome apply(RecordResolved resolved, Position at, RecordState state, String by) {
    VersionMerge.Merged becomes = merge.merge(resolved, state);
    Document document = becomes.document();
    Digest content = document == null ? null : document.digest();
    RecordState next =
        state.next(
            new RecordState.Made(at, by, content, becomes.schema()),
            ChangeEvent.OPERATOR,
            state.known(ChangeEvent.OPERATOR),
            null);
    // What the maker's store holds is what it said, which need not be what the record now is.
    next = next.knowing(by, next.known(by).saying(said(next.known(by), content)));
    states.record(resolved.record(), next, document);
    return new Applied(document, becomes.schema());
  }

  private static @Nullable Digest said(Known knows, @Nullable Digest content) {
    Digest said = knows.said();
    return said == null || said.equals(content) ? null : said;
  }
}
