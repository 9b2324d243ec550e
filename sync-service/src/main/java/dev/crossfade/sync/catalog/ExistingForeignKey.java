package dev.crossfade.sync.catalog;

import java.util.List;

/**
 * A foreign key.
 *
 * @param table that declares it
 * @param onDelete what PostgreSQL does to the referring rows by itself; empty when it does nothing
 */
public record ExistingForeignKey(
    String name,
    ExistingTable.Name table,
    List<String> columns,
    ExistingTable.Name references,
    List<String> referencedColumns,
    String onDelete,
    String onUpdate) {}
