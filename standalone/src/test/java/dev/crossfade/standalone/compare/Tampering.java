package dev.crossfade.standalone.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.ElementTable;
import dev.crossfade.core.blueprint.SqlType;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.database.Database;
import dev.crossfade.reconcile.compare.DifferenceType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody can do to the rows behind sync's back, each kind once in each domain. */
final class Tampering {
  /** What is to be found. */
  final Map<RecordKey, DifferenceType> planted = new LinkedHashMap<>();

  /** The fields that are to be named. */
  final Map<RecordKey, String> fields = new LinkedHashMap<>();

  private final SampleTables sample;
  private final Database database;

  Tampering(SampleTables sample) {
    this.sample = sample;
    this.database = sample.database;
  }

  /** Does all of it. */
  void plant() {
    sql("set session_replication_role = replica");
    for (Domain domain : sample.blueprint.domains()) {
      List<RecordKey> keys = new ArrayList<>();
      sample.documents.keySet().stream()
          .filter(key -> key.domain().equals(domain.name()))
          .forEach(keys::add);
      Collections.reverse(keys);
      Deque<RecordKey> left = new ArrayDeque<>(keys);
      // The last one first: nothing must be missed at the tail.
      field(domain, left.poll());
      Collections.shuffle(keys, new Random(2));
      keys.retainAll(left);
      left = new ArrayDeque<>(keys);
      missing(domain, left.poll());
      typeInJson(domain, left.poll());
      anotherTenants(domain, left.poll());
      raised(domain, left.poll());
      rogue(domain);
      swapped(domain, left.poll(), left.poll());
      for (ElementTable elements : domain.mapping().elementTables()) {
        elements(domain, elements);
      }
    }
    sql("set session_replication_role = origin");
  }

  private int sql(String statement) {
    return database.dsl().execute(statement);
  }

  private Table table(Domain domain) {
    return domain.mapping().recordTable();
  }

  private String at(Domain domain, RecordKey key) {
    Column tenant = table(domain).tenantColumn();
    String where =
        " where " + table(domain).idColumn().quotedName() + " = '" + domain.rowId(key) + "'";
    return tenant == null
        ? where
        : where + " and " + tenant.quotedName() + " = '" + key.tenant() + "'";
  }

  private void field(Domain domain, @Nullable RecordKey key) {
    Column column = column(domain, SqlType.TEXT);
    if (key == null || column == null) {
      return;
    }
    sql(
        "update %s set %s = 'tampered'%s"
            .formatted(table(domain).quotedName(), column.quotedName(), at(domain, key)));
    planted.put(key, DifferenceType.DATA_MISMATCH);
    int place = table(domain).position(column.name());
    fields.put(key, domain.mapping().fields(table(domain), place).getFirst());
  }

  /** One that is filled from a field. */
  private @Nullable Column column(Domain domain, SqlType type) {
    for (int i = 0; i < table(domain).columns().size(); i++) {
      Column column = table(domain).columns().get(i);
      boolean wide = column.size() == 0 || column.size() >= 8;
      if (column.type() == type && wide && !domain.mapping().fields(table(domain), i).isEmpty()) {
        return column;
      }
    }
    return null;
  }

  private void missing(Domain domain, @Nullable RecordKey key) {
    if (key != null) {
      sql("delete from " + table(domain).quotedName() + at(domain, key));
      planted.put(key, DifferenceType.MISSING_RECORD);
    }
  }

  private void typeInJson(Domain domain, @Nullable RecordKey key) {
    Column column = column(domain, SqlType.JSONB);
    if (key != null && column != null) {
      String name = column.quotedName();
      sql(
          "update %s set %s = case when %s = '\"1\"' then '1'::jsonb else '\"1\"'::jsonb end%s"
              .formatted(table(domain).quotedName(), name, name, at(domain, key)));
      planted.put(key, DifferenceType.DATA_MISMATCH);
    }
  }

  private void anotherTenants(Domain domain, @Nullable RecordKey key) {
    Column tenant = table(domain).tenantColumn();
    if (key != null && tenant != null) {
      sql(
          "update %s set %s = 'another'%s"
              .formatted(table(domain).quotedName(), tenant.quotedName(), at(domain, key)));
      planted.put(key, DifferenceType.MISSING_RECORD);
      planted.put(
          new RecordKey("another", domain.name(), domain.rowId(key).toString()),
          DifferenceType.EXTRA_RECORD);
    }
  }

  /** A tombstone whose row comes back. */
  private void raised(Domain domain, @Nullable RecordKey key) {
    if (key == null) {
      return;
    }
    sql(
        "create temp table raised as select * from %s%s"
            .formatted(table(domain).quotedName(), at(domain, key)));
    sql("set session_replication_role = origin");
    sample.apply(key.tenant(), List.of(sample.delete(key)));
    sql("set session_replication_role = replica");
    if (database
        .dsl()
        .fetch("select 1 from " + table(domain).quotedName() + at(domain, key))
        .isEmpty()) {
      sql("insert into %s select * from raised".formatted(table(domain).quotedName()));
      planted.put(key, DifferenceType.EXTRA_RECORD);
    }
    sql("drop table raised");
  }

  private void rogue(Domain domain) {
    UUID id = UUID.randomUUID();
    Column tenant = table(domain).tenantColumn();
    String tenantName = sample.documents.keySet().iterator().next().tenant();
    sql(
        tenant == null
            ? "insert into %s (%s) values ('%s')"
                .formatted(table(domain).quotedName(), table(domain).idColumn().quotedName(), id)
            : "insert into %s (%s, %s) values ('%s', '%s')"
                .formatted(
                    table(domain).quotedName(),
                    table(domain).idColumn().quotedName(),
                    tenant.quotedName(),
                    id,
                    tenantName));
    planted.put(
        new RecordKey(tenant == null ? "" : tenantName, domain.name(), id.toString()),
        DifferenceType.EXTRA_RECORD);
  }

  private void swapped(Domain domain, @Nullable RecordKey one, @Nullable RecordKey other) {
    if (one == null || other == null) {
      return;
    }
    String columns =
        String.join(
            ", ",
            table(domain).columns().stream()
                .filter(column -> !table(domain).keyColumns().contains(column))
                .map(Column::quotedName)
                .toList());
    String table = table(domain).quotedName();
    sql("create temp table swapped as select * from " + table + at(domain, one));
    sql(
        "update %s set (%s) = (select %s from %s as o%s)%s"
            .formatted(table, columns, columns, table, at(domain, other), at(domain, one)));
    sql(
        "update %s set (%s) = (select %s from swapped)%s"
            .formatted(table, columns, columns, at(domain, other)));
    sql("drop table swapped");
    planted.put(one, DifferenceType.DATA_MISMATCH);
    planted.put(other, DifferenceType.DATA_MISMATCH);
  }

  /** Of different records: an element changed, one taken away, one put in. */
  private void elements(Domain domain, ElementTable elements) {
    String table = elements.table().quotedName();
    String parent = elements.parent().quotedName();
    String place = elements.place().quotedName();
    List<UUID> parents =
        database
            .dsl()
            .fetch("select distinct " + parent + " from " + table + " order by 1")
            .map(r -> r.get(0, UUID.class));
    Map<UUID, RecordKey> owners = new LinkedHashMap<>();
    for (RecordKey key : sample.documents.keySet()) {
      if (key.domain().equals(domain.name()) && !planted.containsKey(key)) {
        owners.put(domain.rowId(key), key);
      }
    }
    List<UUID> free = parents.stream().filter(owners::containsKey).toList();
    assertThat(free).hasSizeGreaterThan(2);
    sql(
        "update %s set %s = 17 where %s = '%s' and %s = 0"
            .formatted(table, place, parent, free.get(0), place));
    sql("delete from %s where %s = '%s' and %s = 0".formatted(table, parent, free.get(1), place));
    Column tenant = elements.table().tenantColumn();
    RecordKey last = Objects.requireNonNull(owners.get(free.get(2)));
    sql(
        "insert into %s (%s, %s%s) values (gen_random_uuid(), '%s'%s)"
            .formatted(
                table,
                elements.table().idColumn().quotedName(),
                parent,
                tenant == null ? "" : ", " + tenant.quotedName(),
                free.get(2),
                tenant == null ? "" : ", '" + last.tenant() + "'"));
    for (UUID row : free.subList(0, 3)) {
      planted.put(Objects.requireNonNull(owners.get(row)), DifferenceType.DATA_MISMATCH);
    }
  }
}
