package dev.crossfade.core.blueprint;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a blueprint says about its tables as a whole.
 *
 * @param order parents first
 * @param filled the columns of each that no record leaves null
 */
record TableFacts(
    List<Table> order,
    List<ForeignKey> foreignKeys,
    List<AfterMove> afterMove,
    Map<Table, Set<Column>> filled) {
  TableFacts {
    order = List.copyOf(order);
    foreignKeys = List.copyOf(foreignKeys);
    afterMove = List.copyOf(afterMove);
    filled = Map.copyOf(filled);
  }
}
