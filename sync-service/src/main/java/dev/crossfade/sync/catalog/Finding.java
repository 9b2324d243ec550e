package dev.crossfade.sync.catalog;

import org.jspecify.annotations.Nullable;

/**
 * Something about the existing tables that does not go with the blueprint.
 *
 * @param table as {@code schema.table}
 * @param column null when it is the table as a whole
 * @param sentence what is the matter and what to do
 * @param sql a statement that would put it right; null where there is no such statement, or where
 *     it needs a decision
 */
public record Finding(
    Severity severity,
    String table,
    @Nullable String column,
    String sentence,
    @Nullable String sql) {

  /** How bad it is. */
  public enum Severity {
    /** Records would be refused, lost or changed. */
    PROBLEM,
    /** It may be meant so. */
    WARNING
  }

  @Override
  public String toString() {
    return table + (column == null ? "" : "." + column) + ": " + sentence;
  }
}
