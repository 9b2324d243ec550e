package dev.crossfade.core.blueprint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the rows that a record becomes.
 *
 * @param ownedName its name, where it is derived from the record and does not bear its id
 * @param fillers one a column of the table
 */
record MappedRow(Table table, @Nullable String ownedName, List<Filler> fillers) {}
