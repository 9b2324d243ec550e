package dev.crossfade.ingest.admit;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.kit.problem.Problem;
import org.jspecify.annotations.Nullable;

/** What became of an event that came in. */
public sealed interface Judged {
  /** It may go into the log. */
  record Admitted(ChangeEvent event) implements Judged {}

  /**
   * It may not.
   *
   * @param id the event's own, where it has a sound one
   */
  record Refused(@Nullable String id, Refusal refusal, Problem problem) implements Judged {}
}
