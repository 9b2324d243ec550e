package dev.crossfade.core.blueprint;

import java.util.List;
import java.util.UUID;

/**
 * The primary key of a row.
 *
 * @param values one a column of {@link Table#keyColumns()}, so the tenant first where there is one
 */
public record RowKey(Table table, List<Object> values) {

  static RowKey of(Table table, String tenant, UUID id) {
    return new RowKey(table, table.tenantColumn() == null ? List.of(id) : List.of(tenant, id));
  }

  /** The row's id. */
  public UUID id() {
    return (UUID) values.getLast();
  }
}
