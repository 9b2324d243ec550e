package dev.crossfade.sync.catalog;

import dev.crossfade.sync.catalog.ExistingTable.Name;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What PostgreSQL's catalogue says of the tables of some schemas, read once. Immutable. */
public final class Catalog {
  private final Map<Name, ExistingTable> tables;

  private Catalog(Map<Name, ExistingTable> tables) {
    this.tables = tables;
  }

  /** Reads; the connection stays open. */
  public static Catalog read(Connection connection, Collection<String> schemas)
      throws SQLException {
    CatalogQueries queries = new CatalogQueries(connection, schemas);
    Map<Name, List<ExistingColumn>> columns = queries.columns();
    Map<Name, List<ExistingIndex>> indexes = queries.indexes();
    List<ExistingForeignKey> keys = queries.foreignKeys();
    Map<Name, List<String>> triggers = queries.triggers();
    Map<Name, ExistingTable> tables = new LinkedHashMap<>();
    for (CatalogQueries.Relation relation : queries.relations()) {
      Name name = relation.name();
      tables.put(
          name,
          new ExistingTable(
              name,
              relation.kind(),
              columns.getOrDefault(name, List.of()),
              indexes.getOrDefault(name, List.of()),
              keys.stream().filter(key -> key.table().equals(name)).toList(),
              keys.stream().filter(key -> key.references().equals(name)).toList(),
              triggers.getOrDefault(name, List.of()),
              relation.access()));
    }
    return new Catalog(tables);
  }

  /** The names of all schemas that are not PostgreSQL's or ours. */
  public static List<String> schemas(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(CatalogQueries.SCHEMAS);
        ResultSet found = query.executeQuery()) {
      while (found.next()) {
        names.add(found.getString(1));
      }
    }
    return names;
  }

  /** By schema and name. */
  public List<ExistingTable> tables() {
    return List.copyOf(tables.values());
  }

  public Optional<ExistingTable> table(String schema, String name) {
    return Optional.ofNullable(tables.get(new Name(schema, name)));
  }

  static List<String> texts(ResultSet row, int column) throws SQLException {
    return Arrays.stream((Object[]) row.getArray(column).getArray()).map(String::valueOf).toList();
  }
}
