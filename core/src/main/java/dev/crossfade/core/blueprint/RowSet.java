package dev.crossfade.core.blueprint;

import java.util.List;

/**
 * The rows that an array becomes, in its order. They are written as a set: whatever else is there
 * under the key goes away.
 */
public record RowSet(RowSetKey key, List<Row> rows) {}
