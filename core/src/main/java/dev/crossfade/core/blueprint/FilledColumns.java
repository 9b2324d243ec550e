package dev.crossfade.core.blueprint;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the columns that have a value in every row, whichever domain writes it. */
final class FilledColumns {
  private FilledColumns() {}

  static Map<Table, Set<Column>> of(Collection<Table> tables, Collection<DomainSpec> domains) {
    Map<Table, Set<Column>> filled = new HashMap<>();
    for (Table table : tables) {
      Set<Column> columns = new HashSet<>(table.columns());
      for (DomainSpec domain : domains) {
        for (RowSpec row : domain.rows()) {
          if (row.table() == table) {
            FieldPath each = row.each();
            SchemaFields schema = each == null ? domain.schema() : domain.schema().items(each);
            columns.removeIf(
                column ->
                    !table.keyColumns().contains(column)
                        && !isFilled(schema, row.columns().get(column.name())));
          }
        }
      }
      filled.put(table, Set.copyOf(columns));
    }
    return filled;
  }

  private static boolean isFilled(SchemaFields schema, @Nullable ColumnSpec spec) {
    return switch (spec) {
      case null -> false;
      case ColumnSpec.FromField field ->
          field.absent() != null || schema.isAlwaysThere(field.path());
      case ColumnSpec.Composed(List<ColumnSpec.Member> members) ->
          members.stream().anyMatch(member -> schema.isAlwaysThere(member.path()));
      // A text of another form goes to the first as a whole.
      case ColumnSpec.Piece(FieldPath path, Template template, int index) ->
          index == 0 && schema.isAlwaysThere(path);
      case ColumnSpec.Joined(Template template, List<FieldPath> paths) ->
          paths.stream().anyMatch(schema::isAlwaysThere);
      case ColumnSpec.Link link ->
          link.missing() != Missing.NULL
              && link.onDelete() != OnDelete.NULL
              && schema.isAlwaysThere(link.path());
      case ColumnSpec.RecordId id -> true;
      case ColumnSpec.ElementIndex index -> true;
      case ColumnSpec.ElementValue value -> schema.isAlwaysThere();
      case ColumnSpec.RowId id -> true;
      case ColumnSpec.Constant constant -> true;
    };
  }
}
