package dev.crossfade.database.rows;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.ElementTable;
import dev.crossfade.core.blueprint.Mapping;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.event.RecordKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The rows that are noted of records, held against those that stand in the users' tables: one pass
 * over each table, inside PostgreSQL, from which only what differs comes out. Sees the caller's
 * transaction, and changes nothing.
 */
public final class NotedRows {
  private static final int FETCH = 500;

  /** Of a state: that it has rows, and nobody can tell whether they are as they were written. */
  private static final String UNKNOWN =
      "s.row_id is not null and w.id is null and (s.written_hashes is null or s.written_blueprint"
          + " is null or s.written_blueprint <> all ({0}))";

  private final DSLContext tx;
  private final short migration;
  private final Map<Short, Blueprint> numbers;
  private final String @Nullable [] tenants;

  /**
   * @param numbers the blueprints that rows were ever mapped by, by the numbers that they have in
   *     the table {@code blueprint}
   * @param tenants those to look at; null: all
   */
  public NotedRows(
      DSLContext tx,
      short migration,
      Map<Short, Blueprint> numbers,
      @Nullable Collection<String> tenants) {
    this.tx = tx;
    this.migration = migration;
    this.numbers = numbers;
    this.tenants = tenants == null ? null : tenants.toArray(String[]::new);
  }

  /** What is otherwise than it was noted. */
  public enum Kind {
    /** A row, or the rows of an array, should be there. */
    MISSING,
    /** Rows that no record has. */
    EXTRA,
    /** What stands there was not written so. */
    DIFFERENT
  }

  /**
   * A row, or the rows of one array of a record, in one table.
   *
   * @param tenant as the table has it, or the record; null where an extra row of a table without
   *     the column does not tell
   * @param id of the row; of an array's rows the id that they hold of their record's
   * @param owner whose it is as noted; null for what is extra
   * @param expected the hash that is noted; null for what is extra, and where nobody knows it
   * @param actual the hash of what stands there; null where nothing does
   */
  public record Difference(
      Kind kind,
      Table table,
      @Nullable String tenant,
      @Nullable UUID id,
      @Nullable Owner owner,
      @Nullable UUID expected,
      @Nullable UUID actual) {}

  /**
   * A record that has a row.
   *
   * @param parked whether a write of it waits
   * @param outdated whether its rows were mapped by another blueprint than the current one
   */
  public record Owner(RecordKey key, boolean parked, boolean outdated) {}

  /** Where one blueprint's records of a domain note a row of the table. */
  private record Place(short number, String domain, int row, int hash, boolean comparable) {}

  /**
   * Looks for differences in the rows of a table of the current blueprint. Rows by another
   * blueprint whose columns are not the same are looked for, but not compared.
   */
  public void differences(Blueprint current, Table table, Consumer<Difference> found) {
    List<Place> places = new ArrayList<>();
    Column parent = null;
    for (Domain domain : current.domains()) {
      for (ElementTable elements : domain.mapping().elementTables()) {
        parent = elements.table() == table ? elements.parent() : parent;
      }
    }
    for (Map.Entry<Short, Blueprint> one : numbers.entrySet()) {
      for (Domain domain : one.getValue().domains()) {
        Place place = place(one.getKey(), domain, table, parent);
        if (place != null) {
          places.add(place);
        }
      }
    }
    RowHashSql sql = new RowHashSql(current, table, migration);
    String actual = parent == null ? rows(sql, table) : sets(sql, table, parent);
    fetch(current, new Looked(table, places, actual, parent != null), found);
  }

  private static @Nullable Place place(
      short number, Domain domain, Table current, @Nullable Column parent) {
    Mapping mapping = domain.mapping();
    int others = 0;
    for (int i = 0; i < mapping.tables().size(); i++) {
      Table table = mapping.tables().get(i);
      boolean own = table == mapping.recordTable();
      others += own ? 0 : 1;
      if (parent == null && table.qualifiedName().equals(current.qualifiedName())) {
        boolean same = table.columns().equals(current.columns());
        return new Place(number, domain.name(), own ? 0 : others, i + 1, same);
      }
    }
    for (int i = 0; i < mapping.elementTables().size(); i++) {
      ElementTable elements = mapping.elementTables().get(i);
      if (elements.parent().equals(parent)
          && elements.table().qualifiedName().equals(current.qualifiedName())) {
        boolean same = elements.table().columns().equals(current.columns());
        return new Place(number, domain.name(), 0, mapping.tables().size() + i + 1, same);
      }
    }
    return null;
  }

  private String rows(RowHashSql sql, Table table) {
    return "select %s as tenant, t.%s as id, %s as hash from %s as t%s"
        .formatted(
            tenant(table),
            table.idColumn().quotedName(),
            sql.row("t"),
            table.quotedName(),
            ofTenants(table));
  }

  private String sets(RowHashSql sql, Table table, Column parent) {
    return ("select h.tenant, h.parent as id, %s as hash from (select %s as tenant, t.%s as parent,"
            + " t.%s as id, %s as hash from %s as t%s) as h group by h.tenant, h.parent")
        .formatted(
            RowHashSql.set("h.hash", "h.id"),
            tenant(table),
            parent.quotedName(),
            table.idColumn().quotedName(),
            sql.row("t"),
            table.quotedName(),
            ofTenants(table));
  }

  private static String tenant(Table table) {
    Column tenant = table.tenantColumn();
    return tenant == null
        ? "null::text collate \"C\""
        : "(t." + tenant.quotedName() + ")::text collate \"C\"";
  }

  private String ofTenants(Table table) {
    Column tenant = table.tenantColumn();
    return tenant == null || tenants == null
        ? ""
        : " where (t." + tenant.quotedName() + ")::text = any ({0})";
  }

  /**
   * A table as it is looked at.
   *
   * @param actual the query of what stands there
   * @param sets whether its rows are those of arrays
   */
  private record Looked(Table table, List<Place> places, String actual, boolean sets) {}

  private void fetch(Blueprint current, Looked looked, Consumer<Difference> found) {
    Table table = looked.table();
    List<Place> places = looked.places();
    boolean sets = looked.sets();
    String actual = looked.actual();
    boolean noTenant = table.tenantColumn() == null;
    // Of rows without a tenant nobody can tell whether they are of those that are looked at.
    String join = noTenant && tenants != null ? "left join" : "full join";
    String values =
        String.join(
            ", ",
            places.stream()
                .map(
                    p ->
                        "(%d::smallint, %s, %d, %d, %s)"
                            .formatted(
                                p.number(),
                                RowHashSql.literal(p.domain()),
                                p.row(),
                                p.hash(),
                                p.comparable()))
                .toList());
    String noted =
        places.isEmpty()
            ? "select null::text as tenant, null::text as domain, null::text as id, null::uuid as"
                + " row_id, 0::smallint as blueprint, null::uuid as hash, false as comparable"
                + " where false"
            : ("select s.tenant, s.domain, s.id, case p.row_at when 0 then s.row_id else"
                    + " s.written_rows[p.row_at] end as row_id, s.written_blueprint as blueprint,"
                    + " s.written_hashes[p.hash_at] as hash, p.comparable and s.written_hashes is"
                    + " not null as comparable from crossfade.record_state as s join (values %s) as"
                    + " p (blueprint, domain, row_at, hash_at, comparable) on s.written_blueprint ="
                    + " p.blueprint and s.domain = p.domain where s.migration = %d and s.row_id is"
                    + " not null%s")
                .formatted(values, migration, tenants == null ? "" : " and s.tenant = any ({0})");
    String there = sets ? "coalesce(a.hash, '" + RowHashSql.EMPTY_SET + "'::uuid)" : "a.hash";
    String missing = sets ? "false" : "a.id is null";
    String parked =
        "exists (select from crossfade.parked_write as w where w.migration = %d and w.tenant = n.tenant and w.domain = n.domain and w.id = n.id)"
            .formatted(migration);
    String query =
        ("select n.tenant, n.domain, n.id, n.row_id, n.blueprint, n.hash, %s, a.tenant, a.id,"
             + " a.hash from (%s) as n %s (%s) as a on n.row_id = a.id%s where n.id is null or %s"
             + " or (n.comparable and n.hash is distinct from %s)")
            .formatted(
                parked,
                noted,
                join,
                actual,
                noTenant ? "" : " and n.tenant = a.tenant",
                missing,
                there);
    try (var cursor =
        tx.resultQuery(query, DSL.val(tenants == null ? new String[0] : tenants))
            .fetchSize(FETCH)
            .fetchLazy()) {
      for (Record r : cursor) {
        found.accept(difference(current, table, r));
      }
    }
  }

  private Difference difference(Blueprint current, Table table, Record r) {
    UUID actual = r.get(9, UUID.class);
    String id = r.get(2, String.class);
    if (id == null) {
      String tenant = r.get(7, String.class);
      return new Difference(Kind.EXTRA, table, tenant, r.get(8, UUID.class), null, null, actual);
    }
    RecordKey key = new RecordKey(r.get(0, String.class), r.get(1, String.class), id);
    Blueprint by = numbers.get(r.get(4, Short.class));
    boolean outdated = by == null || !by.digest().equals(current.digest());
    return new Difference(
        actual == null ? Kind.MISSING : Kind.DIFFERENT,
        table,
        key.tenant(),
        r.get(3, UUID.class),
        new Owner(key, Boolean.TRUE.equals(r.get(6, Boolean.class)), outdated),
        r.get(5, UUID.class),
        actual);
  }

  /**
   * How many records have rows, and of how many nobody can tell whether these are as they were
   * written: by domain.
   *
   * @param records that have rows
   * @param parked that have a write waiting
   * @param unknown that were written by another blueprint than the current one, or before hashes
   *     were noted, and are still to be rewritten
   */
  public record Counted(long records, long parked, long unknown) {}

  /** Counts records by domain. */
  public Map<String, Counted> count(Blueprint current) {
    Map<String, Counted> counts = new LinkedHashMap<>();
    tx.fetch(
            "select s.domain, count(*) filter (where s.row_id is not null), count(w.id),"
                + " count(*) filter (where "
                + UNKNOWN
                + ")"
                + withParked()
                + " group by s.domain order by s.domain",
            DSL.val(now(current)),
            DSL.val(migration),
            DSL.val(tenants == null ? new String[0] : tenants))
        .forEach(
            r ->
                counts.put(
                    r.get(0, String.class),
                    new Counted(r.get(1, Long.class), r.get(2, Long.class), r.get(3, Long.class))));
    return counts;
  }

  /**
   * The tenants that have records of which nobody can tell whether their rows are as they were
   * written, as {@link Counted#unknown} counts them; the first so many, in order.
   *
   * @param domains those to look at; null: all
   */
  public List<String> unknown(Blueprint current, @Nullable Collection<String> domains, int most) {
    return tx.fetch(
            "select distinct s.tenant"
                + withParked()
                + " and "
                + UNKNOWN
                + (domains == null ? "" : " and s.domain = any ({3})")
                + " order by 1 limit {4}",
            DSL.val(now(current)),
            DSL.val(migration),
            DSL.val(tenants == null ? new String[0] : tenants),
            DSL.val(domains == null ? new String[0] : domains.toArray(String[]::new)),
            DSL.val(most))
        .map(r -> r.get(0, String.class));
  }

  private String withParked() {
    return " from crossfade.record_state as s left join crossfade.parked_write as w"
        + " on w.migration = s.migration and w.tenant = s.tenant and w.domain = s.domain"
        + " and w.id = s.id where s.migration = {1}"
        + (tenants == null ? "" : " and s.tenant = any ({2})");
  }

  /** The numbers of the current blueprint. */
  private Short[] now(Blueprint current) {
    return numbers.entrySet().stream()
        .filter(one -> one.getValue().digest().equals(current.digest()))
        .map(Map.Entry::getKey)
        .toArray(Short[]::new);
  }
}
