package dev.crossfade.ingest.admit;

import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.JsonRules.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a row of a snapshot. */
public sealed interface Reading {
  /**
   * It may go into the log.
   *
   * @param id by which its source knows the record, canonical
   * @param present the record in the present form
   */
  record Admitted(RecordRead event, String id, Document present) implements Reading {}

  /**
   * It may not.
   *
   * @param id as above, where there is a sound one
   * @param violations at least one, with RFC 6901 pointers into the record
   */
  record Refused(@Nullable String id, Refusal refusal, List<Violation> violations)
      implements Reading {
    public Refused {
      violations = List.copyOf(violations);
    }
  }
}
