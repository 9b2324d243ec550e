package dev.crossfade.sync.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.ddl.Ddl;
import dev.crossfade.core.ddl.SqlNames;
import dev.crossfade.core.json.Json;
import dev.crossfade.sync.catalog.Finding.Severity;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tables on a real PostgreSQL, held against a blueprint: sound, then one broken thing at a time.
 */
@ExtendWith(RealServers.class)
class CatalogCheckIT {
  private static final Blueprint SHOP =
      blueprint(
          """
          {"blueprint": 1, "name": "shop", "schemaVersion": 1,
           "tables": [
             {"name": "shop.customers", "key": "id", "columns": [
               {"id": "uuid"}, {"name": "text(100)"}, {"friend_id": "uuid"}]},
             {"name": "shop.orders", "key": "id", "columns": [
               {"id": "uuid"}, {"customer_id": "uuid"}, {"total": "numeric(10,2)"},
               {"at": "timestamptz"}, {"note": "text"}, {"count": "integer"}]}],
           "domains": [
             {"name": "customers", "id": {"field": "id", "scope": "tenant"},
              "conflicts": "AUTO_OVERWRITE",
              "schema": {"type": "object", "required": ["id", "name"], "properties": {
                "id": {"type": "string"}, "name": {"type": "string"},
                "friend": {"type": "string"}}},
              "rows": {"r": {"table": "shop.customers", "columns": {
                "id": {"record": "id"}, "name": "/name",
                "friend_id": {"from": "/friend", "reference": "customers",
                              "missing": "unchecked"}}}}},
             {"name": "orders", "id": {"field": "id", "scope": "tenant"},
              "conflicts": "AUTO_OVERWRITE",
              "schema": {"type": "object", "required": ["id"], "properties": {
                "id": {"type": "string"}, "customer": {"type": "string"},
                "total": {"type": "number"}, "at": {"type": "string"},
                "note": {"type": "string"}, "count": {"type": "integer"}}},
              "rows": {"r": {"table": "shop.orders", "columns": {
                "id": {"record": "id"}, "total": "/total", "at": {"from": "/at", "default": "$time"},
                "note": "/note", "count": "/count",
                "customer_id": {"from": "/customer", "reference": "customers", "missing": "park",
                                "onDelete": "park"}}}}}]}
          """);

  private final Connection connection;

  CatalogCheckIT(TestDatabase database) throws SQLException {
    connection =
        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  private static Blueprint blueprint(String json) {
    return Blueprint.fromJson((ObjectNode) Json.parse(json.getBytes(StandardCharsets.UTF_8)));
  }

  @BeforeEach
  void tables() throws SQLException {
    sql(Ddl.of(SHOP));
  }

  @AfterEach
  void remove() throws SQLException {
    sql("RESET ROLE; DROP SCHEMA IF EXISTS shop, school, other CASCADE");
    connection.close();
  }

  @Test
  @DisplayName("what blueprint ddl makes goes with its blueprint, made twice too")
  void sound() throws SQLException {
    // when
    sql(Ddl.of(SHOP));

    // then
    assertThat(CatalogCheck.run(connection, SHOP)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("broken, it is told; what is proposed puts it right")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DROP TABLE shop.orders                                 | PROBLEM | shop.orders             | there is no such table
          DROP TABLE shop.orders; CREATE VIEW shop.orders AS SELECT 1 | PROBLEM | shop.orders        | is no table
          ALTER TABLE shop.orders DROP note                      | PROBLEM | shop.orders.note        | no such column
          ALTER TABLE shop.orders DROP note, ADD note varchar(50) | PROBLEM | shop.orders.note       | the blueprint allows any length
          ALTER TABLE shop.customers ALTER name TYPE varchar(99) | PROBLEM | shop.customers.name     | the blueprint allows 100 characters
          ALTER TABLE shop.customers ALTER name TYPE char(100)   | PROBLEM | shop.customers.name     | must be the same
          ALTER TABLE shop.orders ALTER total TYPE numeric(9,2)  | PROBLEM | shop.orders.total       | cannot hold
          ALTER TABLE shop.orders ALTER total TYPE numeric(11,1) | PROBLEM | shop.orders.total       | would round
          ALTER TABLE shop.orders ALTER total TYPE float8        | PROBLEM | shop.orders.total       | double precision
          ALTER TABLE shop.orders ALTER at TYPE timestamp        | PROBLEM | shop.orders.at          | without time zone
          ALTER TABLE shop.orders ALTER at TYPE timestamptz(3)   | PROBLEM | shop.orders.at          | rounds times
          ALTER TABLE shop.orders ALTER count TYPE bigint        | PROBLEM | shop.orders.count       | must be the same
          ALTER TABLE shop.orders ALTER count SET NOT NULL       | PROBLEM | shop.orders.count       | a record may leave it null
          ALTER TABLE shop.orders ALTER count SET NOT NULL, ALTER count SET DEFAULT 0 | PROBLEM | shop.orders.count | the default does not stand in
          ALTER TABLE shop.orders ADD extra text NOT NULL        | PROBLEM | shop.orders.extra       | the blueprint does not fill it
          ALTER TABLE shop.orders DROP count, ADD count integer GENERATED ALWAYS AS (1) STORED | PROBLEM | shop.orders.count | PostgreSQL makes its values
          ALTER TABLE shop.orders DROP count, ADD count integer GENERATED ALWAYS AS IDENTITY | PROBLEM | shop.orders.count | PostgreSQL makes its values
          ALTER TABLE shop.orders DROP CONSTRAINT orders_pkey    | PROBLEM | shop.orders             | has no primary key
          ALTER TABLE shop.orders DROP CONSTRAINT orders_pkey, ADD PRIMARY KEY (id) | PROBLEM | shop.orders | the primary key is (id)
          ALTER TABLE shop.orders DROP CONSTRAINT orders_pkey, ADD PRIMARY KEY (id, tenant) | PROBLEM | shop.orders | must be (tenant, id)
          ALTER TABLE shop.orders ADD UNIQUE (note)              | PROBLEM | shop.orders             | does not begin with tenant
          CREATE UNIQUE INDEX ON shop.orders (lower(note))       | PROBLEM | shop.orders             | does not begin with tenant
          ALTER TABLE shop.orders ADD EXCLUDE (note WITH =)      | PROBLEM | shop.orders             | the exclusion
          ALTER TABLE shop.orders DROP CONSTRAINT orders_tenant_customer_id_fkey | PROBLEM | shop.orders.customer_id | no foreign key holds it
          ALTER TABLE shop.orders DROP CONSTRAINT orders_tenant_customer_id_fkey, ADD FOREIGN KEY (tenant, customer_id) REFERENCES shop.customers ON DELETE CASCADE | PROBLEM | shop.orders | ON DELETE CASCADE
          ALTER TABLE shop.orders DROP CONSTRAINT orders_tenant_customer_id_fkey, ADD FOREIGN KEY (tenant, customer_id) REFERENCES shop.customers ON DELETE SET NULL (customer_id) | PROBLEM | shop.orders | ON DELETE SET NULL
          ALTER TABLE shop.orders DROP CONSTRAINT orders_tenant_customer_id_fkey, ADD FOREIGN KEY (tenant, customer_id) REFERENCES shop.customers ON UPDATE CASCADE | PROBLEM | shop.orders | ON UPDATE CASCADE
          ALTER TABLE shop.orders DROP CONSTRAINT orders_tenant_customer_id_fkey, ADD FOREIGN KEY (tenant, customer_id) REFERENCES shop.orders | PROBLEM | shop.orders.customer_id | the blueprint says shop.customers
          ALTER TABLE shop.customers ADD FOREIGN KEY (tenant, friend_id) REFERENCES shop.customers | PROBLEM | shop.customers.friend_id | missing: unchecked
          DROP INDEX shop.orders_tenant_customer_id_idx          | WARNING | shop.orders.customer_id | no index begins with
          CREATE TABLE shop.x (tenant text, c uuid, FOREIGN KEY (tenant, c) REFERENCES shop.customers ON DELETE CASCADE) | WARNING | shop.customers | takes its rows along
          CREATE SCHEMA other; CREATE TABLE other.x (tenant text, c uuid, FOREIGN KEY (tenant, c) REFERENCES shop.customers) | WARNING | shop.customers | is parked
          CREATE FUNCTION shop.f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end'; CREATE TRIGGER t BEFORE UPDATE ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.f() | WARNING | shop.orders | the trigger t fires
          ALTER TABLE shop.orders ADD extra text NOT NULL DEFAULT ''; ALTER TABLE shop.orders ADD other integer; ALTER TABLE shop.orders ALTER total TYPE numeric(20,4); ALTER TABLE shop.orders ADD UNIQUE (tenant, note) | '' | '' | ''
          CREATE DOMAIN shop.d AS text; ALTER TABLE shop.orders ALTER note TYPE shop.d | ''   | ''   | ''
          """)
  void broken(String change, String severity, String place, String sentence) throws SQLException {
    // given
    sql(change);

    // when
    List<Finding> findings = CatalogCheck.run(connection, SHOP);

    // then
    if (severity.isEmpty()) {
      assertThat(findings).isEmpty();
      return;
    }
    assertThat(findings).map(Finding::toString).anyMatch(told -> told.startsWith(place + ": "));
    Finding told =
        findings.stream()
            .filter(each -> each.toString().contains(sentence))
            .findFirst()
            .orElseThrow();
    assertThat(told.severity()).isEqualTo(Severity.valueOf(severity));
    assertThat(told.toString()).startsWith(place + ": ");
    if (told.sql() != null) {
      sql(told.sql());
      assertThat(CatalogCheck.run(connection, SHOP)).doesNotContain(told);
    }
  }

  @Test
  @DisplayName(
      "a table without a tenant column goes with what ddl makes of it, and may be referred to")
  void derivedTenancy() throws SQLException {
    // given
    Blueprint derived =
        Blueprint.fromJson(
            (ObjectNode)
                Json.MAPPER.readTree(
                    SHOP.json()
                        .toString()
                        .replace(
                            "{\"name\":\"shop.customers\",",
                            "{\"name\":\"shop.customers\",\"tenancy\":\"derived\",")));
    sql("DROP SCHEMA shop CASCADE");

    // when
    sql(Ddl.of(derived));
    List<Finding> sound = CatalogCheck.run(connection, derived);
    sql("DROP INDEX shop.orders_tenant_customer_id_idx");
    List<Finding> broken = CatalogCheck.run(connection, derived);

    // then
    assertThat(sound).isEmpty();
    assertThat(texts(broken)).singleElement().asString().contains("begins with (customer_id)");
  }

  @Test
  @DisplayName("row security without a policy for the account, and missing privileges, are told")
  void access() throws SQLException {
    // given
    sql(
        """
        DROP ROLE IF EXISTS clerk;
        CREATE ROLE clerk;
        ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
        GRANT USAGE ON SCHEMA shop TO clerk;
        GRANT SELECT, INSERT, UPDATE, DELETE ON shop.orders TO clerk;
        GRANT SELECT ON shop.customers TO clerk;
        SET ROLE clerk;
        """);

    // when
    List<String> without = texts(CatalogCheck.run(connection, SHOP));
    sql("RESET ROLE; CREATE POLICY p ON shop.orders TO clerk USING (true); SET ROLE clerk");
    List<String> with = texts(CatalogCheck.run(connection, SHOP));
    sql("RESET ROLE; REVOKE ALL ON ALL TABLES IN SCHEMA shop FROM clerk");

    // then
    assertThat(without).anyMatch(told -> told.startsWith("shop.orders: row security is on"));
    assertThat(without).anyMatch(told -> told.contains("customers: this account lacks INSERT"));
    assertThat(with).noneMatch(told -> told.contains("row security"));
  }

  @Test
  @DisplayName(
      "I13 isolation: the catalogue says that each key of the school begins with the tenant")
  void school() throws SQLException {
    // given
    Blueprint school = Blueprint.load(Path.of("../blueprints/school"));
    sql(Ddl.of(school));

    // when
    sql(Ddl.afterMove(school));
    Catalog catalog = Catalog.read(connection, List.of("school"));

    // then
    assertThat(catalog.tables()).hasSize(school.tablesParentsFirst().size());
    for (ExistingTable table : catalog.tables()) {
      assertThat(table.indexes()).map(index -> index.columns().getFirst()).containsOnly("tenant");
      assertThat(table.foreignKeys())
          .allSatisfy(
              key -> {
                assertThat(key.columns().getFirst()).isEqualTo("tenant");
                assertThat(key.referencedColumns()).startsWith("tenant");
                assertThat(key.onDelete() + key.onUpdate()).isEmpty();
              });
    }
    assertThat(catalog.tables().stream().mapToInt(table -> table.foreignKeys().size()).sum())
        .isEqualTo(school.foreignKeys().size());
    assertThat(CatalogCheck.run(connection, school))
        .as("the mapping fills what afterMove makes NOT NULL")
        .isEmpty();
  }

  @Test
  @DisplayName("each word that PostgreSQL reserves is quoted, and so is read as a name")
  void keywords() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet words =
            statement.executeQuery(
                "select word, catcode in ('R', 'T') from pg_get_keywords() order by 1")) {
      while (words.next()) {
        String word = words.getString(1);
        String quoted = words.getBoolean(2) ? '"' + word + '"' : word;
        assertThat(SqlNames.of(word)).isEqualTo(quoted);
      }
    }
  }

  private static List<String> texts(List<Finding> findings) {
    return findings.stream().map(Finding::toString).toList();
  }

  private void sql(String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(script);
    }
  }
}
