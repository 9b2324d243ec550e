package dev.crossfade.core.blueprint;

/**
 * A column that holds the id of a row of another table, or of its own.
 *
 * @param column the column of {@code table} that refers
 * @param references the table of the row referred to; its id is the last of the key columns
 * @param onDelete {@link OnDelete#PARK} also where nothing is checked
 * @param checked whether PostgreSQL is to hold it; false for {@link Missing#UNCHECKED}, and from a
 *     table without a tenant column to one with it
 */
public record ForeignKey(
    Table table,
    Column column,
    Table references,
    Missing missing,
    OnDelete onDelete,
    boolean checked) {}
