package dev.crossfade.core.blueprint;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a blueprint says about a domain, before it is checked against the others and compiled. */
record DomainSpec(
    String name,
    DocumentIds ids,
    ConflictPolicy policy,
    SchemaFields schema,
    List<RowSpec> rows,
    Additions more,
    Section place) {

  List<CounterSpec> counters() {
    return more.counters();
  }

  List<UpcastEntry> upcast() {
    return more.upcast();
  }

  List<LegacyEntry> legacy() {
    return more.legacy();
  }

  Map<String, ConflictPolicy> fieldConflicts() {
    return more.fieldConflicts();
  }

  /** The member that holds the id and nothing else, or null. */
  @Nullable FieldPath idField() {
    return ids.member();
  }

  /** The row that bears the record's id, or null when there is none, which is a problem. */
  @Nullable RowSpec recordRow() {
    for (RowSpec row : rows) {
      if (row.isRecordRow() && row.each() == null) {
        return row;
      }
    }
    return null;
  }

  RowIds rowIds() {
    RowSpec row = recordRow();
    boolean derived = row != null && row.table().tenantColumn() == null;
    return new RowIds(name, ids.rule().scope(), ids.form(), derived);
  }
}
