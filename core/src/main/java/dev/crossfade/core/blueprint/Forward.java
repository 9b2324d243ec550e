package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.JsonRules.Violation;
import java.util.List;

/** What a mapping makes of a document. */
public sealed interface Forward {

  /**
   * The rows of the record, parents first.
   *
   * @param exact whether the way back gives the very document again, as a value. If not, the
   *     document has to be kept beside the rows, or something of it is lost.
   */
  record Mapped(List<Row> rows, boolean exact) implements Forward {}

  /** Values that fit no column: nothing is cut, rounded or guessed. Never empty. */
  record Unmappable(List<Violation> violations) implements Forward {}
}
