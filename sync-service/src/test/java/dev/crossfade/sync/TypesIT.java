package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Forward;
import dev.crossfade.core.blueprint.RecordContext;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.database.rows.UserTables;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import org.jooq.Field;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays and vectors on their way into PostgreSQL and back. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TypesIT {
  private static final String BLUEPRINT =
      """
      {"blueprint": 1, "name": "types", "schemaVersion": 1,
       "tables": [{"name": "types.things", "key": "id", "columns": [{"id": "uuid"},
          {"vec": "vector(4)"}, {"texts": "text(8)[]"}, {"uuids": "uuid[]"}, {"flags": "boolean[]"},
          {"smalls": "integer[]"}, {"bigs": "bigint[]"}, {"prices": "numeric(8,2)[]"},
          {"days": "date[]"}, {"hours": "time[]"}, {"moments": "timestamptz[]"}]}],
       "domains": [{"name": "things", "id": {"field": "id", "scope": "tenant"},
         "conflicts": "AUTO_OVERWRITE", "schema": true,
         "rows": {"thing": {"table": "types.things", "columns": {"id": {"record": "id"},
           "vec": "/vec", "texts": "/texts", "uuids": "/uuids", "flags": "/flags",
           "smalls": "/smalls", "bigs": "/bigs", "prices": "/prices", "days": "/days",
           "hours": "/hours", "moments": "/moments"}}}}]}
      """;
  private static final String TABLES =
      """
      create schema types;
      create table types.things (tenant text, id uuid, vec double precision[], texts text[],
        uuids uuid[], flags boolean[], smalls integer[], bigs bigint[], prices numeric(8,2)[],
        days date[], hours time[], moments timestamptz[], primary key (tenant, id));
      """;

  private Sandbox sandbox;
  private Sandbox.Log log;

  @BeforeAll
  void start(TestDatabase database) {
    sandbox = new Sandbox(database, BLUEPRINT, TABLES);
    log = sandbox.log("t");
  }

  @AfterAll
  void stop() {
    sandbox.close();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("what is read is what was written, by value")
  @ValueSource(
      strings = {
        "{\"id\": \"none\"}",
        """
        {"id": "empty", "texts": [], "uuids": [], "flags": [], "smalls": [], "bigs": [],
         "prices": [], "days": [], "hours": [], "moments": []}
        """,
        """
        {"id": "full", "vec": [0.1, -2e-300, 5e-324, 1.7976931348623157e308],
         "texts": ["", "NULL", "a,b", "{\\"\\\\ }", "'", "🎓"],
         "uuids": ["abcdefab-2222-4333-8444-abcdefabcdef"], "flags": [true, false],
         "smalls": [-2147483648, 2147483647], "bigs": [9223372036854775807, 0],
         "prices": [1.5, 123456.78, 0], "days": ["1900-01-01", "2200-12-31"],
         "hours": ["00:00", "23:59:59"],
         "moments": ["2024-07-01T09:30:00.000001Z", "1900-01-01T00:00:00.000Z"]}
        """
      })
  void sameAgain(String json) {
    // given
    RecordChange change = log.put("things", "x", json);
    Domain domain = sandbox.blueprint.domain("things").orElseThrow();
    var context = new RecordContext(change.record(), "s", Sandbox.START);
    Row mapped =
        ((Forward.Mapped) domain.mapping().forward(change.data(), context)).rows().getFirst();
    // when
    var applied = log.apply(change);
    // then
    Table table = domain.mapping().recordTable();
    assertThat(applied.parked()).isZero();
    var stored =
        sandbox
            .database
            .dsl()
            .select(table.columns().stream().map(UserTables::field).toList())
            .from(UserTables.table(table))
            .fetchSingle();
    assertThat(new Row(table, stored.intoArray()).values()).isEqualTo(mapped.values());
    assertThat(new Row(table, stored.intoArray())).isEqualTo(mapped);
    // and as a condition
    for (int i = 1; i < table.columns().size(); i++) {
      Field<Object> field = UserTables.field(table.columns().get(i));
      Object value = mapped.value(i);
      int found =
          sandbox
              .database
              .dsl()
              .fetchCount(
                  UserTables.table(table), value == null ? field.isNull() : field.eq(value));
      assertThat(found).as(table.columns().get(i).name()).isEqualTo(1);
    }
  }
}
