package dev.crossfade.sync.catalog;

import java.util.List;

/**
 * An index.
 *
 * @param columns in its order; an expression is an empty name
 */
public record ExistingIndex(String name, Kind kind, List<String> columns) {

  /** What it forbids. */
  public enum Kind {
    PRIMARY,
    UNIQUE,
    EXCLUSION,
    PLAIN
  }
}
