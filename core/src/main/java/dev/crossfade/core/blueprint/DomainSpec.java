package dev.crossfade.core.blueprint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a blueprint says about a domain, before it is checked against the others and compiled. */
record DomainSpec(
    String name,
    IdRule.Field idRule,
    ConflictPolicy policy,
    SchemaFields schema,
    List<UpcastEntry> upcast,
    List<RowSpec> rows,
    List<CounterSpec> counters,
    Section place) {

  FieldPath idField() {
    return FieldPath.of(idRule.name());
  }

  /** The row that bears the record's id, or null when there is none, which is a problem. */
  @Nullable RowSpec recordRow() {
    for (RowSpec row : rows) {
      if (row.isRecordRow()) {
        return row;
      }
    }
    return null;
  }

  RowIds rowIds() {
    return new RowIds(name, idRule.scope());
  }
}
