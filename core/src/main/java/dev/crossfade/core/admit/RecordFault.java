package dev.crossfade.core.admit;

import dev.crossfade.core.json.JsonRules.Violation;
import java.util.List;

/**
 * What keeps a record out of the log.
 *
 * @param violations at least one; each points into the JSON form of what brings the record, where
 *     its data is the member {@code data}
 */
public record RecordFault(Rule rule, List<Violation> violations) {
  public RecordFault {
    violations = List.copyOf(violations);
  }

  /** The rule that is broken. */
  public enum Rule {
    /** The log cannot hold it. */
    UNSTORABLE_DATA,
    /** It does not keep to the domain's schema. */
    SCHEMA_VIOLATION,
    /** It is the data of another record. */
    ID_MISMATCH,
    /** Its values do not fit their columns. */
    UNMAPPABLE_DATA
  }
}
