package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.JsonRules.Violation;
import java.util.ArrayList;
import java.util.List;

/** What a mapping makes of a document. */
public sealed interface Forward {

  /**
   * What the record becomes.
   *
   * @param rows those that there is one of, parents first
   * @param sets the rows from its arrays, one a table, an empty one too
   * @param exact whether the way back gives the very document again, as a value. If not, the
   *     document has to be kept beside the rows, or something of it is lost.
   */
  record Mapped(List<Row> rows, List<RowSet> sets, boolean exact) implements Forward {

    /** All of them, in the order in which they can be written. */
    public List<Row> allRows() {
      List<Row> all = new ArrayList<>(rows);
      sets.forEach(set -> all.addAll(set.rows()));
      return all;
    }
  }

  /** Values that fit no column: nothing is cut, rounded or guessed. Never empty. */
  record Unmappable(List<Violation> violations) implements Forward {}
}
