package dev.crossfade.sync.catalog;

import dev.crossfade.sync.catalog.ExistingTable.Access;
import dev.crossfade.sync.catalog.ExistingTable.Kind;
import dev.crossfade.sync.catalog.ExistingTable.Name;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The questions to the catalogue. */
final class CatalogQueries {
  static final String SCHEMAS =
      """
      select nspname::text from pg_namespace
      where nspname !~ '^(pg_|information_schema$|crossfade)' order by 1
      """;
  private static final String RELATIONS =
      """
      select n.nspname, c.relname, c.relkind::text,
        array(select p from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p
              where not has_table_privilege(c.oid, p)),
        row_security_active(c.oid) and not exists (
          select from pg_policy p where p.polrelid = c.oid and (p.polroles = '{0}' or exists (
            select from unnest(p.polroles) r where pg_has_role(r, 'usage'))))
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any(?) and c.relkind in ('r', 'p', 'v', 'm', 'f')
      order by 1, 2
      """;
  private static final String COLUMNS =
      """
      select n.nspname, c.relname, a.attname,
        case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod)
             else format_type(a.atttypid, a.atttypmod) end,
        a.attnotnull or t.typnotnull, a.atthasdef or a.attidentity <> '',
        a.attgenerated <> '' or a.attidentity = 'a'
      from pg_attribute a join pg_class c on c.oid = a.attrelid
        join pg_namespace n on n.oid = c.relnamespace join pg_type t on t.oid = a.atttypid
      where n.nspname = any(?) and a.attnum > 0 and not a.attisdropped
        and c.relkind in ('r', 'p', 'v', 'm', 'f')
      order by 1, 2, a.attnum
      """;
  private static final String INDEXES =
      """
      select n.nspname, c.relname, ic.relname,
        case when i.indisprimary then 'PRIMARY' when i.indisexclusion then 'EXCLUSION'
             when i.indisunique then 'UNIQUE' else 'PLAIN' end,
        array(select coalesce(a.attname::text, '')
              from unnest(i.indkey::int2[]) with ordinality k (number, place)
                left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
              where k.place <= i.indnkeyatts order by k.place)
      from pg_index i join pg_class ic on ic.oid = i.indexrelid
        join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any(?) and i.indisvalid
      order by 1, 2, 3
      """;
  private static final String FOREIGN_KEYS =
      """
      select n.nspname, c.relname, k.conname, rn.nspname, rc.relname,
        array(select a.attname::text from unnest(k.conkey) with ordinality x (number, place)
                join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.number
              order by x.place),
        array(select a.attname::text from unnest(k.confkey) with ordinality x (number, place)
                join pg_attribute a on a.attrelid = k.confrelid and a.attnum = x.number
              order by x.place),
        case k.confdeltype when 'c' then 'CASCADE' when 'n' then 'SET NULL'
             when 'd' then 'SET DEFAULT' else '' end,
        case k.confupdtype when 'c' then 'CASCADE' when 'n' then 'SET NULL'
             when 'd' then 'SET DEFAULT' else '' end
      from pg_constraint k join pg_class c on c.oid = k.conrelid
        join pg_namespace n on n.oid = c.relnamespace
        join pg_class rc on rc.oid = k.confrelid join pg_namespace rn on rn.oid = rc.relnamespace
      where k.contype = 'f' and k.conparentid = 0 and (n.nspname = any(?) or rn.nspname = any(?))
      order by 1, 2, 3
      """;
  private static final String TRIGGERS =
      """
      select n.nspname, c.relname, t.tgname
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
        join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any(?) and not t.tgisinternal and t.tgenabled in ('O', 'A')
      order by 1, 2, 3
      """;

  private final Connection connection;
  private final String[] schemas;

  CatalogQueries(Connection connection, Collection<String> schemas) {
    this.connection = connection;
    this.schemas = schemas.toArray(String[]::new);
  }

  /** A table without what it consists of. */
  record Relation(Name name, Kind kind, Access access) {}

  /** What a row of an answer says. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  List<Relation> relations() throws SQLException {
    return rows(
        RELATIONS,
        row ->
            new Relation(
                name(row),
                switch (row.getString(3)) {
                  case "r", "p" -> Kind.TABLE;
                  case "f" -> Kind.FOREIGN_TABLE;
                  default -> Kind.VIEW;
                },
                new Access(Catalog.texts(row, 4), row.getBoolean(5))));
  }

  Map<Name, List<ExistingColumn>> columns() throws SQLException {
    return grouped(
        COLUMNS,
        row ->
            new ExistingColumn(
                row.getString(3),
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getBoolean(7)));
  }

  Map<Name, List<ExistingIndex>> indexes() throws SQLException {
    return grouped(
        INDEXES,
        row ->
            new ExistingIndex(
                row.getString(3),
                ExistingIndex.Kind.valueOf(row.getString(4)),
                Catalog.texts(row, 5)));
  }

  Map<Name, List<String>> triggers() throws SQLException {
    return grouped(TRIGGERS, row -> row.getString(3));
  }

  List<ExistingForeignKey> foreignKeys() throws SQLException {
    return rows(
        FOREIGN_KEYS,
        row ->
            new ExistingForeignKey(
                row.getString(3),
                name(row),
                Catalog.texts(row, 6),
                new Name(row.getString(4), row.getString(5)),
                Catalog.texts(row, 7),
                row.getString(8),
                row.getString(9)));
  }

  private static Name name(ResultSet row) throws SQLException {
    return new Name(row.getString(1), row.getString(2));
  }

  private <T> Map<Name, List<T>> grouped(String sql, Reading<T> reading) throws SQLException {
    Map<Name, List<T>> grouped = new LinkedHashMap<>();
    for (Map.Entry<Name, T> each : rows(sql, row -> Map.entry(name(row), reading.of(row)))) {
      grouped.computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(each.getValue());
    }
    return grouped;
  }

  private <T> List<T> rows(String sql, Reading<T> reading) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 1; i <= query.getParameterMetaData().getParameterCount(); i++) {
        query.setArray(i, connection.createArrayOf("text", schemas));
      }
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          rows.add(reading.of(found));
        }
      }
    }
    return rows;
  }
}
