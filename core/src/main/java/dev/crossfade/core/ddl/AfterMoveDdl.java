package dev.crossfade.core.ddl;

import dev.crossfade.core.blueprint.AfterMove;
import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Table;
import java.util.ArrayList;
import java.util.List;

/** Writes what is to be added once the move is done. */
final class AfterMoveDdl {
  private final Blueprint blueprint;
  private final ObjectNames names = new ObjectNames();

  AfterMoveDdl(Blueprint blueprint) {
    this.blueprint = blueprint;
    for (Table table : blueprint.tablesParentsFirst()) {
      names.take(table.schema(), table.name());
    }
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        Ddl.comment(
            """
            What the blueprint "%s" adds to its tables once the move is done. Look at it and run it
            yourself: Crossfade never does. Where tables are large, make the indexes CONCURRENTLY.\
            """
                .formatted(blueprint.name())));
    blueprint.afterMove().forEach(each -> text.append(statement(each)).append("\n"));
    return text.toString();
  }

  private String statement(AfterMove each) {
    String table = Ddl.name(each.table());
    return switch (each) {
      case AfterMove.Index index -> index(index);
      case AfterMove.Check check ->
          "ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s);"
              .formatted(table, SqlNames.of(check.name()), check.condition());
      case AfterMove.NotNull notNull ->
          "ALTER TABLE "
              + table
              + "\n"
              + String.join(
                  ",\n",
                  notNull.columns().stream()
                      .map(
                          column ->
                              "  ALTER COLUMN " + SqlNames.of(column.name()) + " SET NOT NULL")
                      .toList())
              + ";";
    };
  }

  private String index(AfterMove.Index index) {
    Table table = index.table();
    List<Column> columns = TablesDdl.behindTenant(table, index.columns());
    List<String> parts = new ArrayList<>(List.of(table.name()));
    columns.forEach(column -> parts.add(column.name()));
    parts.add(index.unique() ? "key" : "idx");
    String where = index.where() == null ? "" : " WHERE " + index.where();
    return "CREATE %sINDEX IF NOT EXISTS %s ON %s %s%s;"
        .formatted(
            index.unique() ? "UNIQUE " : "",
            SqlNames.of(names.choose(table.schema(), parts)),
            Ddl.name(table),
            Ddl.list(columns),
            where);
  }
}
