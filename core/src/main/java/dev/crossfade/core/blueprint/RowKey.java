package dev.crossfade.core.blueprint;

import java.util.List;

/**
 * The primary key of a row.
 *
 * @param values one a column of {@link Table#keyColumns()}, so the tenant first
 */
public record RowKey(Table table, List<Object> values) {}
