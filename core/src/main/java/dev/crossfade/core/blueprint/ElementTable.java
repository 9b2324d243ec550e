package dev.crossfade.core.blueprint;

/**
 * A table whose rows are the elements of an array of a domain's records.
 *
 * @param parent the column that holds the id of the record's own row
 * @param place the column that holds the element's place, from 0
 */
public record ElementTable(Table table, Column parent, Column place) {}
