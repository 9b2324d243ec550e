package dev.crossfade.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.compare.RowHash;
import dev.crossfade.core.json.Json;
import dev.crossfade.database.Database;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.database.rows.RowHashSql;
import dev.crossfade.database.rows.UserTables;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The hash of a row as Java computes it, and as PostgreSQL does from what was written. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowHashIT {
  private static final int ROWS = Integer.getInteger("hashes.rows", 3_000);
  private static final long SEED = Long.getLong("hashes.seed", 1);

  private static final String BLUEPRINT =
      """
      {"blueprint": 1, "name": "types", "schemaVersion": 1,
       "tables": [{"name": "hashes.TABLE", "key": "id", "columns": [{"id": "uuid"},
          {"a_text": "text(200)"}, {"a_uuid": "uuid"}, {"flag": "boolean"}, {"small": "integer"},
          {"big": "bigint"}, {"price": "numeric(12,2)"}, {"fine": "numeric(40,20)"},
          {"day": "date"}, {"hour": "time"}, {"moment": "timestamptz"}, {"any?{0}": "jsonb"},
          {"vec": "vector(4)"}, {"texts": "text[]"}, {"uuids": "uuid[]"}, {"flags": "boolean[]"},
          {"smalls": "integer[]"}, {"bigs": "bigint[]"}, {"prices": "numeric(8,2)[]"},
          {"days": "date[]"}, {"hours": "time[]"}, {"moments": "timestamptz[]"}]}],
       "domains": [{"name": "things", "id": {"field": "id", "scope": "tenant"},
         "conflicts": "AUTO_OVERWRITE", "schema": true,
         "rows": {"thing": {"table": "hashes.TABLE", "columns": {"id": {"record": "id"},
           "a_text": "/a_text", "a_uuid": "/a_uuid", "flag": "/flag", "small": "/small",
           "big": "/big", "price": "/price", "fine": "/fine", "day": "/day", "hour": "/hour",
           "moment": "/moment", "any?{0}": "/any", "vec": "/vec", "texts": "/texts",
           "uuids": "/uuids", "flags": "/flags", "smalls": "/smalls", "bigs": "/bigs",
           "prices": "/prices", "days": "/days", "hours": "/hours", "moments": "/moments"}}}}]}
      """;
  private static final String TABLES =
      """
      create schema hashes;
      create table hashes.exact (tenant text, id uuid, a_text text, a_uuid uuid, flag boolean,
        small integer, big bigint, price numeric(12,2), fine numeric(40,20), day date, hour time,
        moment timestamptz, "any?{0}" jsonb, vec double precision[], texts text[], uuids uuid[],
        flags boolean[], smalls integer[], bigs bigint[], prices numeric(8,2)[], days date[],
        hours time[], moments timestamptz[], primary key (tenant, id));
      create table hashes.wide (moments timestamptz[], hours time(6)[], days date[],
        prices numeric[], bigs bigint[], smalls integer[], flags boolean[], uuids uuid[],
        texts text[], vec double precision[], "any?{0}" jsonb, more text default 'x',
        moment timestamptz(6), hour time(6), day date, fine numeric, price numeric(30,8),
        big bigint, small integer, flag boolean, a_uuid uuid, a_text varchar(500), id uuid,
        tenant varchar, primary key (tenant, id));
      """;

  private Database database;

  @BeforeAll
  void open(TestDatabase test) {
    database =
        new Database(new DatabaseSettings(test.jdbcUrl(), test.user(), test.password()), "test", 2);
    database.migrate();
    execute(TABLES);
  }

  @AfterAll
  void close() {
    database.close();
  }

  private static Blueprint blueprint(String table) {
    return Blueprint.fromJson((ObjectNode) Json.MAPPER.readTree(BLUEPRINT.replace("TABLE", table)));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"exact", "wide"})
  @DisplayName("PostgreSQL hashes what was written as Java hashed what was meant to be written")
  void alike(String name) {
    // given
    Blueprint blueprint = blueprint(name);
    Table table = blueprint.tablesParentsFirst().getFirst();
    RandomValues values = new RandomValues(new Random(SEED));
    Map<UUID, Row> rows = new HashMap<>();
    for (int i = 0; i < ROWS; i++) {
      Row row = row(table, values, i);
      rows.put(row.key().id(), row);
    }
    RowStatements.upsert(database.dsl(), table, List.copyOf(rows.values()));
    for (String settings : SETTINGS) {
      // when
      Map<UUID, UUID> hashes = hashes(blueprint, table, settings);
      // then
      assertThat(hashes).hasSize(ROWS);
      hashes.forEach(
          (id, hash) -> {
            Row row = Objects.requireNonNull(rows.get(id));
            assertThat(hash)
                .as(() -> settings + ": " + Arrays.toString(row.values()))
                .isEqualTo(RowHash.of(row));
          });
    }
  }

  /** Of a function: the driver does not let a session change how dates are written. */
  private static final List<String> SETTINGS =
      List.of(
          "set timezone = 'UTC'",
          "set timezone = 'Asia/Kolkata' set datestyle = 'SQL, DMY' set extra_float_digits = -15"
              + " set bytea_output = 'escape'",
          "set timezone = 'America/St_Johns' set datestyle = 'German'"
              + " set intervalstyle = 'iso_8601'",
          "set timezone = 'Europe/Dublin' set datestyle = 'Postgres, MDY'"
              + " set standard_conforming_strings = off set escape_string_warning = off");

  private static Row row(Table table, RandomValues values, int number) {
    @Nullable Object[] row = new @Nullable Object[table.columns().size()];
    row[0] = "t-" + number % 7;
    row[1] = new UUID(number * 0x9E3779B97F4A7C15L, number);
    for (int c = 2; c < row.length; c++) {
      Column column = table.columns().get(c);
      row[c] = values.orNull(column);
    }
    return new Row(table, row);
  }

  private Map<UUID, UUID> hashes(Blueprint blueprint, Table table, String settings) {
    String hash = new RowHashSql(blueprint, table, (short) 1).row("t");
    String query = "select t.id, " + hash + " from " + table.quotedName() + " as t";
    execute(
        "create or replace function hashes.styled() returns table (id uuid, hash uuid) "
            + settings
            + " language plpgsql as $$ begin return query execute $q$"
            + query
            + "$q$; end $$");
    Map<UUID, UUID> found = new HashMap<>();
    database
        .dsl()
        .fetch("select id, hash from hashes.styled()")
        .forEach(r -> found.put((UUID) r.get(0), (UUID) r.get(1)));
    return found;
  }

  private void execute(String statement) {
    database.dsl().connection(c -> c.createStatement().execute(statement));
  }

  @Test
  @DisplayName("what somebody puts there that sync never would has another hash, and no error")
  void foreign() {
    // given
    Blueprint blueprint = blueprint("exact");
    Table table = blueprint.tablesParentsFirst().getFirst();
    RowHashSql sql = new RowHashSql(blueprint, table, (short) 1);
    List<String> odd =
        List.of(
            "day = 'infinity'",
            "day = '-infinity'",
            "moment = 'infinity'",
            "moment = '-infinity'",
            "hour = '24:00'",
            "price = 'NaN'",
            "vec = '{NaN,Infinity,-Infinity,null}'",
            "texts = '{}'",
            "texts = '{null}'",
            "texts = '{{a,b},{c,d}}'",
            "texts = '{a,b,c,d}'",
            "texts = '[0:4]={a,b,c,d,e}'",
            "\"any?{0}\" = '1'",
            "\"any?{0}\" = '\"1\"'");
    List<UUID> hashes = new ArrayList<>();
    UUID id = UUID.randomUUID();
    Row row = new Row(table, new @Nullable Object[table.columns().size()]);
    row.values()[0] = "odd";
    row.values()[1] = id;
    for (String change : odd) {
      // when
      RowStatements.upsert(database.dsl(), table, List.of(row));
      UUID before = hash(sql, table, id);
      execute("update hashes.exact set " + change + " where id = '" + id + "'");
      // then
      assertThat(before).isEqualTo(RowHash.of(row));
      hashes.add(hash(sql, table, id));
    }
    execute("delete from hashes.exact where id = '" + id + "'");
    assertThat(hashes).doesNotHaveDuplicates().doesNotContain(RowHash.of(row));
  }

  private UUID hash(RowHashSql sql, Table table, UUID id) {
    return database
        .dsl()
        .select(DSL.field(sql.row("t"), UUID.class))
        .from(UserTables.table(table).as("t"))
        .where(DSL.field("t.id", UUID.class).eq(id))
        .fetchSingle()
        .value1();
  }

  @Test
  @DisplayName("the hash of no rows is the one that stands in for a set that is not there")
  void emptySet() {
    assertThat(RowHash.ofSet(List.of())).isEqualTo(RowHashSql.EMPTY_SET);
  }
}
