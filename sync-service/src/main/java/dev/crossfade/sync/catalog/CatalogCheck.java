package dev.crossfade.sync.catalog;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Holds a blueprint against the tables that are there. */
public final class CatalogCheck {
  private CatalogCheck() {}

  /**
   * Reads the catalogue and compares; changes nothing.
   *
   * @param connection by the account that sync uses: what it may do is part of the answer
   * @return problems and warnings by table, parents first; empty when all goes together
   */
  public static List<Finding> run(Connection connection, Blueprint blueprint) throws SQLException {
    List<String> schemas =
        blueprint.tablesParentsFirst().stream().map(Table::schema).distinct().toList();
    Catalog catalog = Catalog.read(connection, schemas);
    List<Finding> findings = new ArrayList<>();
    for (Table table : blueprint.tablesParentsFirst()) {
      findings.addAll(new TableCheck(blueprint, table).run(catalog));
    }
    return List.copyOf(findings);
  }
}
