package dev.crossfade.core.blueprint;

import java.util.UUID;

/**
 * The rows of one array of one record: those that hold the record's row id.
 *
 * @param parent the column that holds it
 */
public record RowSetKey(Table table, Column parent, String tenant, UUID parentId) {}
