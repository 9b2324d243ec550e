package dev.crossfade.standalone.compare;

import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.ElementTable;
import dev.crossfade.core.blueprint.SqlType;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.event.RecordKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements of somebody with a console: a session in which neither triggers nor foreign keys
 * count. Each says whether it changed anything.
 */
final class Rows implements AutoCloseable {
  private static final Set<SqlType> PLAIN =
      EnumSet.of(SqlType.INTEGER, SqlType.BIGINT, SqlType.NUMERIC, SqlType.BOOLEAN, SqlType.DATE);
  private static final int WIDE = 20;

  private final LoadedMigration migration;
  private final Connection session;

  Rows(LoadedMigration migration) throws SQLException {
    this.migration = migration;
    this.session = migration.site.connect();
    run("set session_replication_role = replica");
  }

  private int run(String sql) throws SQLException {
    try (var statement = session.createStatement()) {
      statement.execute(sql);
      return statement.getUpdateCount();
    }
  }

  private @Nullable String ask(String sql) throws SQLException {
    try (var statement = session.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  private static Table table(Domain domain) {
    return domain.mapping().recordTable();
  }

  /** The row of a record, by the name {@code t}. */
  private static String at(Domain domain, RecordKey key, String alias) {
    Column tenant = table(domain).tenantColumn();
    String id = alias + "." + table(domain).idColumn().quotedName();
    String of = tenant == null ? "" : " and " + alias + "." + tenant.quotedName() + " = ";
    return id + " = '" + domain.rowId(key) + "'" + of + (tenant == null ? "" : text(key.tenant()));
  }

  private boolean update(Domain domain, RecordKey key, String set, String and) throws SQLException {
    return run(
            "update %s as t set %s where %s%s"
                .formatted(table(domain).quotedName(), set, at(domain, key, "t"), and))
        == 1;
  }

  boolean remove(Domain domain, RecordKey key) throws SQLException {
    return run(
            "delete from %s as t where %s"
                .formatted(table(domain).quotedName(), at(domain, key, "t")))
        == 1;
  }

  @Nullable String row(Domain domain, RecordKey key) throws SQLException {
    return ask(
        "select to_json(t) from %s as t where %s"
            .formatted(table(domain).quotedName(), at(domain, key, "t")));
  }

  void put(Domain domain, String row) throws SQLException {
    String table = table(domain).quotedName();
    run(
        "insert into %s select * from json_populate_record(null::%s, %s)"
            .formatted(table, table, text(row)));
  }

  boolean putNew(Domain domain, String tenant, UUID id) throws SQLException {
    Column of = table(domain).tenantColumn();
    return run(
            "insert into %s (%s%s) values ('%s'%s)"
                .formatted(
                    table(domain).quotedName(),
                    table(domain).idColumn().quotedName(),
                    of == null ? "" : ", " + of.quotedName(),
                    id,
                    of == null ? "" : ", " + text(tenant)))
        == 1;
  }

  /** Whether there is a text to be changed in each row. */
  boolean changeable(Domain domain) {
    return !columns(domain, EnumSet.of(SqlType.TEXT)).isEmpty();
  }

  /** The fields of the column that it was done to; none where it could not be. */
  Set<String> changeText(Domain domain, RecordKey key, Random random) throws SQLException {
    for (Column column : shuffled(columns(domain, EnumSet.of(SqlType.TEXT)), random)) {
      String value = text("tampered-" + random.nextInt(1_000_000));
      if (update(domain, key, column.quotedName() + " = " + value, "")) {
        return fields(domain, column);
      }
    }
    return Set.of();
  }

  /** As for {@link #changeText}. */
  Set<String> changeType(Domain domain, RecordKey key, Random random) throws SQLException {
    for (Column column : shuffled(columns(domain, EnumSet.of(SqlType.JSONB)), random)) {
      String name = column.quotedName();
      String value =
          "case when %s = '\"1\"' then '1'::jsonb else '\"1\"'::jsonb end".formatted(name);
      if (update(domain, key, name + " = " + value, "")) {
        return fields(domain, column);
      }
    }
    for (Column column : shuffled(columns(domain, PLAIN), random)) {
      String name = column.quotedName();
      if (update(domain, key, name + " = null", " and " + name + " is not null")) {
        return fields(domain, column);
      }
    }
    return Set.of();
  }

  private static List<Column> columns(Domain domain, Set<SqlType> types) {
    List<Column> found = new ArrayList<>();
    for (Column column : table(domain).columns()) {
      boolean wide = column.type() != SqlType.TEXT || column.size() == 0 || column.size() >= WIDE;
      boolean key = table(domain).keyColumns().contains(column);
      if (types.contains(column.type()) && wide && !key && !fields(domain, column).isEmpty()) {
        found.add(column);
      }
    }
    return found;
  }

  private static Set<String> fields(Domain domain, Column column) {
    return Set.copyOf(
        domain.mapping().fields(table(domain), table(domain).position(column.name())));
  }

  private static List<Column> shuffled(List<Column> columns, Random random) {
    Collections.shuffle(columns, random);
    return columns;
  }

  private static String values(Domain domain, String alias) {
    return table(domain).columns().stream()
        .filter(column -> !table(domain).keyColumns().contains(column))
        .map(column -> alias + column.quotedName())
        .collect(Collectors.joining(", "));
  }

  /** Whether the other row has other values. */
  private boolean differ(Domain domain, RecordKey one, RecordKey other) throws SQLException {
    String table = table(domain).quotedName();
    String query =
        "select to_jsonb(row(%s)) <> to_jsonb(row(%s)) from %s as t, %s as o where %s and %s"
            .formatted(
                values(domain, "t."),
                values(domain, "o."),
                table,
                table,
                at(domain, one, "t"),
                at(domain, other, "o"));
    return "t".equals(ask(query));
  }

  boolean overwrite(Domain domain, RecordKey key, RecordKey from) throws SQLException {
    return differ(domain, key, from) && copy(domain, key, from);
  }

  private boolean copy(Domain domain, RecordKey key, RecordKey from) throws SQLException {
    String set =
        "(%s) = (select %s from %s as o where %s)"
            .formatted(
                values(domain, ""),
                values(domain, "o."),
                table(domain).quotedName(),
                at(domain, from, "o"));
    return update(domain, key, set, "");
  }

  boolean swap(Domain domain, RecordKey one, RecordKey other) throws SQLException {
    if (!differ(domain, one, other)) {
      return false;
    }
    String table = table(domain).quotedName();
    run(
        "create temp table swapped as select * from %s as t where %s"
            .formatted(table, at(domain, one, "t")));
    boolean first = copy(domain, one, other);
    String set =
        "(%s) = (select %s from swapped)".formatted(values(domain, ""), values(domain, ""));
    boolean second = update(domain, other, set, "");
    run("drop table swapped");
    return first && second;
  }

  boolean giveTo(Domain domain, RecordKey key, String tenant) throws SQLException {
    Table table = table(domain);
    Column column = table.tenantColumn();
    if (column == null) {
      return false;
    }
    String there =
        " and not exists (select from %s as o where o.%s = %s and o.%s = t.%s)"
            .formatted(
                table.quotedName(),
                column.quotedName(),
                text(tenant),
                table.idColumn().quotedName(),
                table.idColumn().quotedName());
    return update(domain, key, column.quotedName() + " = " + text(tenant), there);
  }

  boolean changeElement(Domain domain, RecordKey key, Random random) throws SQLException {
    for (ElementTable elements : domain.mapping().elementTables()) {
      Table table = elements.table();
      Column tenant = table.tenantColumn();
      String of =
          "%s = '%s'%s"
              .formatted(
                  elements.parent().quotedName(),
                  domain.rowId(key),
                  tenant == null ? "" : " and " + tenant.quotedName() + " = " + text(key.tenant()));
      String first = " and " + elements.place().quotedName() + " = 0";
      String sql =
          switch (random.nextInt(3)) {
            case 0 ->
                "update %s set %s = 17 where %s%s"
                    .formatted(table.quotedName(), elements.place().quotedName(), of, first);
            case 1 -> "delete from %s where %s%s".formatted(table.quotedName(), of, first);
            default ->
                "insert into %s (%s, %s%s) values (gen_random_uuid(), '%s'%s)"
                    .formatted(
                        table.quotedName(),
                        table.idColumn().quotedName(),
                        elements.parent().quotedName(),
                        tenant == null ? "" : ", " + tenant.quotedName(),
                        domain.rowId(key),
                        tenant == null ? "" : ", " + text(key.tenant()));
          };
      if (run(sql) == 1) {
        return true;
      }
    }
    return false;
  }

  /** Whether only this domain's records have rows there, one each. */
  boolean ownTable(Domain domain) {
    return domain.mapping().tables().size() == 1
        && migration.blueprint.domains().stream()
            .filter(other -> other != domain)
            .noneMatch(other -> other.mapping().tables().contains(table(domain)));
  }

  private String ofRecord(RecordKey key) {
    return " where migration = (select id from crossfade.migration where name = %s) and tenant = %s and domain = %s and id = %s"
        .formatted(
            text(migration.blueprint.name()),
            text(key.tenant()),
            text(key.domain()),
            text(key.id()));
  }

  boolean state(RecordKey key, String set) throws SQLException {
    return run("update crossfade.record_state set " + set + ofRecord(key)) == 1;
  }

  /** Decides a record otherwise, as sync might have: its bucket's sum follows. */
  boolean stateWithSum(RecordKey key) throws SQLException {
    String print = "crossfade.fingerprint_of(s.tenant, s.domain, s.id, s.decided_offset, %s)";
    String add =
        "crossfade.wrapped(b.%s::numeric - crossfade.eight_bytes(o.before, %d) +"
            + " crossfade.eight_bytes(o.after, %d))";
    return run(
            "with o as (select s.*, %s as before, %s as after from crossfade.record_state as s%s), u as (update crossfade.record_state set digest = sha256(digest)%s) update crossfade.bucket_sum as b set high = %s, low = %s from o where (b.migration, b.partition, b.domain, b.bucket) = (o.migration, o.partition, o.domain, o.bucket)"
                .formatted(
                    print.formatted("s.digest"),
                    print.formatted("sha256(s.digest)"),
                    ofRecord(key),
                    ofRecord(key),
                    add.formatted("high", 1, 1),
                    add.formatted("low", 9, 9)))
        == 1;
  }

  boolean forget(RecordKey key) throws SQLException {
    return run("delete from crossfade.record_state" + ofRecord(key)) == 1;
  }

  /** The domain and the place of a sum that was changed; null for none. */
  String @Nullable [] changeSum(Random random) throws SQLException {
    String sql =
        "update crossfade.bucket_sum as b set low = b.low # %d from (select * from crossfade.bucket_sum where migration = (select id from crossfade.migration where name = %s) and high <> 0 and low %% 2 = 0 order by md5(domain || bucket || partition || '%d') limit 1) as s where (b.partition, b.domain, b.bucket, b.migration) = (s.partition, s.domain, s.bucket, s.migration) returning b.domain || ' ' || b.partition || '/' || b.bucket"
            .formatted(1, text(migration.blueprint.name()), random.nextInt());
    String found = ask(sql);
    return found == null ? null : found.split(" ", 2);
  }

  @Override
  public void close() throws SQLException {
    session.close();
  }
}
