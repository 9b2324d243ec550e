package dev.crossfade.core.blueprint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something to add to a table once the move is done. Crossfade prints it and never runs it. */
public sealed interface AfterMove {
  Table table();

  /**
   * An index.
   *
   * @param columns without the tenant column, which goes in front
   * @param where the condition of a partial index, SQL of the blueprint's author
   */
  record Index(Table table, List<Column> columns, boolean unique, @Nullable String where)
      implements AfterMove {}

  /**
   * A check.
   *
   * @param condition SQL of the blueprint's author
   */
  record Check(Table table, String name, String condition) implements AfterMove {}

  /** Columns that may not be null any more. */
  record NotNull(Table table, List<Column> columns) implements AfterMove {}
}
