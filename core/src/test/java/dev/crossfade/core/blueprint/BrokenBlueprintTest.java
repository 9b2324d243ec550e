package dev.crossfade.core.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sound little blueprint, broken in one place at a time. */
class BrokenBlueprintTest {
  private static final String BLUEPRINT =
      """
      blueprint: 1
      name: shop
      schemaVersion: 1
      tables:
        - name: shop.customers
          key: id
          columns:
            - id: uuid
            - name: text(100)
            - copied_name: text(100)
            - favourite_id: uuid
        - name: shop.orders
          key: id
          columns:
            - id: uuid
            - customer_id: uuid
            - total: numeric(10,2)
            - placed_at: timestamptz
            - kind: text
            - details: jsonb
      domains:
        - name: customers
          schema: customers.json
          id: {field: id, scope: tenant}
          conflicts: AUTO_OVERWRITE
          rows:
            customer:
              table: shop.customers
              columns:
                id: {record: id}
                name: /name
                copied_name: {from: /name, backward: false}
                favourite_id: {from: /favouriteId, reference: customers, missing: park, onDelete: park}
        - name: orders
          schema: orders.json
          id: {field: id, scope: tenant}
          conflicts: AUTO_OVERWRITE
          rows:
            order:
              table: shop.orders
              columns:
                id: {record: id}
                customer_id: {from: /customerId, reference: customers, missing: park, onDelete: park}
                total: {from: /total, default: 0}
                placed_at: {from: /placedAt, default: $time}
                kind: {constant: order}
                details: /details
      """;
  private static final String CUSTOMERS =
      """
      {"type": "object", "required": ["id"], "properties": {
        "id": {"type": "string"}, "name": {"type": "string"}, "favouriteId": {"type": "string"}}}
      """;
  private static final String ORDERS =
      """
      {"type": "object", "properties": {
        "id": {"type": "string"}, "customerId": {"$ref": "#/$defs/id"}, "total": {"type": "number"},
        "placedAt": {"type": "string"}, "details": {"properties": {"a": {}}}},
       "$defs": {"id": {"type": "string"}}}
      """;

  @TempDir Path folder;

  @Test
  @DisplayName("unbroken, it loads; a table may reference itself")
  void sound() throws IOException {
    write(BLUEPRINT, CUSTOMERS, ORDERS);

    assertThat(Blueprint.load(folder).domains()).hasSize(2);
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("broken, it tells the file, the path and what to do")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          blueprint: 1                  | blueprint: 2                 | blueprint      | only version 1
          blueprint: 1                  | blueprint: one               | blueprint      | must be a whole number
          name: shop                    | name: Shop                   | name           | lower-case letter
          name: shop                    | nam: shop                    | nam            | Did you mean "name"?
          schemaVersion: 1              | schemaVersion: 0             | schemaVersion  | counted from 1
          schemaVersion: 1              | ''                           | schemaVersion  | is missing
          name: shop.orders             | name: orders                 | tables.orders.name | schema.table, with one dot
          name: shop.orders             | name: shop.customers         | tables.shop.customers.name | declared twice
          name: shop.orders             | name: crossfade.orders       | tables.crossfade.orders.name | not yours to map
          name: shop.orders             | name: pg_catalog.orders      | tables.pg_catalog.orders.name | not yours to map
          key: id                       | key: idd                     | tables.shop.customers.key | Did you mean "id"?
          key: id                       | key: name                    | tables.shop.customers.key | must have the type uuid
          '- total: numeric(10,2)'      | '- total: numeric'           | tables.shop.orders.columns.total | like numeric(12,2)
          '- total: numeric(10,2)'      | '- total: numeric(2,3)'      | tables.shop.orders.columns.total | like numeric(12,2)
          '- total: numeric(10,2)'      | '- total: decimal(10,2)'     | tables.shop.orders.columns.total | is not known
          '- name: text(100)'           | '- name: txt(100)'           | tables.shop.customers.columns.name | Did you mean "text"?
          '- name: text(100)'           | '- name: text(0)'            | tables.shop.customers.columns.name | at least 1
          '- kind: text'                | '- kind: uuid(3)'            | tables.shop.orders.columns.kind | takes no length
          '- kind: text'                | '- kind'                     | tables.shop.orders.columns | one name and its type
          '- kind: text'                | '- tenant: text'             | tables.shop.orders.columns.tenant | stands there twice
          '- kind: text'                | '- a_column_name_of_more_than_sixty_three_bytes_that_postgresql_would_cut: text' | tables.shop.orders.columns.a_column_name_of_more_than_sixty_three_bytes_that_postgresql_would_cut | longer than 63 bytes
          '- kind: text'                | '- kind: text\\n      - extra: text' | tables.shop.orders.columns.extra | no domain fills this column
          'name: orders'                | 'name: Orders'               | domains.Orders.name | lower-case letter
          'name: orders'                | 'name: customers'            | domains.customers.name | two domains are called
          'scope: tenant'               | 'scope: device'              | domains.customers.id.scope | Known are: tenant, source
          ', scope: tenant'             | ''                           | domains.customers.id.scope | There is no default
          'field: id'                   | 'field: idd'                 | domains.customers.id.field | Did you mean "/id"?
          'field: id'                   | 'key: id'                    | domains.customers.id.key | can only be true
          'conflicts: AUTO_OVERWRITE'   | 'conflicts: auto_overwrite'  | domains.customers.conflicts | Did you mean "AUTO_OVERWRITE"?
          'conflicts: AUTO_OVERWRITE'   | 'conflict: AUTO_OVERWRITE'   | domains.customers.conflict | Did you mean "conflicts"?
          'conflicts: AUTO_OVERWRITE'   | 'conflicts: AUTO_OVERWRITE\\n    fieldConflicts: {name: AUTO_SKIP}' | domains.customers.fieldConflicts | AUTO_OVERWRITE does not look at fields
          'conflicts: AUTO_OVERWRITE'   | 'conflicts: AUTO_MERGE\\n    fieldConflicts: {nam: AUTO_SKIP}' | domains.customers.fieldConflicts.nam | Did you mean "name"?
          'conflicts: AUTO_OVERWRITE'   | 'conflicts: INTERACTIVE\\n    fieldConflicts: {name: AUTO_MERGE}' | domains.customers.fieldConflicts.name | cannot be "AUTO_MERGE"
          'conflicts: AUTO_OVERWRITE'   | 'conflicts: AUTO_MERGE\\n    fieldConflicts: name' | domains.customers.fieldConflicts | must be a mapping
          'table: shop.orders'          | 'table: shop.order'          | domains.orders.rows.order.table | Did you mean "shop.orders"?
          'name: /name'                 | 'nmae: /name'                | domains.customers.rows.customer.columns.nmae | Did you mean "name"?
          'name: /name'                 | 'name: /nmae'                | domains.customers.rows.customer.columns.name | Did you mean "/name"?
          'name: /name'                 | 'name: name'                 | domains.customers.rows.customer.columns.name | is not the way to a field
          'name: /name'                 | 'name: 5'                    | domains.customers.rows.customer.columns.name | must be a field
          'name: /name'                 | 'name: {row: buyer}'         | domains.customers.rows.customer.columns.name | needs a column of type uuid
          'name: /name'                 | 'name: {from: /name, constant: x}' | domains.customers.rows.customer.columns.name | exactly one of
          'name: /name'                 | 'name: {from: /name, defualt: x}' | domains.customers.rows.customer.columns.name.defualt | Did you mean "default"?
          'name: /name'                 | 'name: {from: /name, default: 5}' | domains.customers.rows.customer.columns.name | the default does not fit text
          'name: /name'                 | 'name: {from: /name, default: $time}' | domains.customers.rows.customer.columns.name | type timestamptz
          'name: /name'                 | 'name: {from: /name, backward: no}' | domains.customers.rows.customer.columns.name.backward | must be true or false
          'name: /name'                 | 'name: /id'                  | domains.customers.rows.customer.columns.name | is the record's id
          'name: /name'                 | 'tenant: /name'              | domains.customers.rows.customer.columns.tenant | filled by itself
          ', backward: false'           | ''                           | domains.customers.rows.customer.columns.copied_name | is already mapped to customer.name
          'kind: {constant: order}'     | 'kind: {constant: 5}'        | domains.orders.rows.order.columns.kind | the constant does not fit
          'kind: {constant: order}'     | 'kind: {record: total}'      | domains.orders.rows.order.columns.kind.record | can only be id
          'kind: {constant: order}'     | 'kind: {record: id}'         | domains.orders.rows.order.columns.kind | needs a column of type uuid
          'kind: {constant: order}'     | 'kind: /details/a'           | domains.orders.rows.order.columns.kind | lies within /details
          'kind: {constant: order}'     | 'kind: /total'               | domains.orders.rows.order.columns.kind | can be of type number
          'kind: {constant: order}'     | 'kind: {constant: }'         | domains.orders.rows.order.columns.kind.constant | has no value
          'kind: {constant: order}'     | 'kind: {from: }'             | domains.orders.rows.order.columns.kind.from | has no value
          'kind: {constant: order}'     | 'kind: {constant: "a\\u0000"}' | domains.1.rows.order.columns.kind.constant | U+0000
          'total: {from: /total, default: 0}' | 'total: {from: /total, default: .inf}' | domains.orders.rows.order.columns.total | does not fit
          'reference: customers'        | 'reference: '                | domains.customers.rows.customer.columns.favourite_id.reference | is missing
          'table: shop.orders'          | 'table: shop.customers'      | domains.orders.rows.order.columns | two owners
          'details: /details'           | ''                           | domains.orders.rows | no column holds the field /details/a
          'id: {record: id}'            | 'id: {row: customer}'        | domains.customers.rows | exactly one row
          'id: {record: id}'            | 'id: {row: custmer}'         | domains.customers.rows.customer.columns.id | Did you mean "customer"?
          'id: {record: id}'            | ''                           | domains.customers.rows.customer.columns.id | the key must be {record: id}
          'reference: customers'        | 'reference: customer'        | domains.customers.rows.customer.columns.favourite_id | Did you mean "customers"?
          'missing: park'               | 'missing: parked'            | domains.customers.rows.customer.columns.favourite_id.missing | Did you mean "park"?
          'missing: park'               | 'missing: unchecked'         | domains.customers.rows.customer.columns.favourite_id.onDelete | leave it out
          'onDelete: park'              | 'onDelete: cascade'          | domains.customers.rows.customer.columns.favourite_id.onDelete | cannot be "cascade"
          ', missing: park'             | ''                           | domains.customers.rows.customer.columns.favourite_id.missing | is missing
          ', onDelete: park'            | ''                           | domains.customers.rows.customer.columns.favourite_id.onDelete | is missing
          'reference: customers'        | 'reference: orders'          | tables | in a circle (shop.customers → shop.orders → shop.customers)
          'schema: orders.json'         | 'schema: ordres.json'        | ''             | ordres.json: cannot be read
          'schema: orders.json'         | 'schema: ../orders.json'     | ''             | within the blueprint's folder
          'schema: orders.json'         | ''                           | domains.orders.schema | is missing
          'blueprint: 1'                | 'blueprint: 1: 2'            | ''             | cannot be parsed
          'name: shop'                  | 'name: shop\\nname: shop'     | ''             | cannot be parsed
          """)
  void broken(String find, String replacement, String path, String sentence) throws IOException {
    // given
    assertThat(BLUEPRINT).contains(find);
    int at = BLUEPRINT.indexOf(find);
    String by = replacement == null ? "" : replacement.replace("\\n", "\n");
    write(
        BLUEPRINT.substring(0, at) + by + BLUEPRINT.substring(at + find.length()),
        CUSTOMERS,
        ORDERS);

    // when
    BlueprintProblems problems =
        catchThrowableOfType(BlueprintProblems.class, () -> Blueprint.load(folder));

    // then
    assertThat(problems).isNotNull();
    assertThat(problems.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo(path == null ? "" : path);
              assertThat(problem.toString()).contains(sentence);
            });
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("a broken schema is told with its own file")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "type": "number"     | "type": "nubmer"              | properties.total.type        | enum
          "$ref": "#/$defs/id" | "$ref": "#/$defs/ID"          | properties.customerId.$ref   | there is no
          "$ref": "#/$defs/id" | "$ref": "https://example.org" | properties.customerId.$ref   | the same file
          {"type": "object",   | {"$schema": "http://json-schema.org/draft-07/schema#", | $schema | only draft 2020-12
          "$ref": "#/$defs/id" | "$dynamicRef": "other.json"   | properties.customerId.$dynamicRef | the same file
          "type": "number"     | "pattern": "("                | properties.total.pattern     | the format regex
          {"type": "object",   | {"type": "object",,           | ''                           | cannot be parsed
          {"type": "object",   | {"type": "object", "type": 1, | ''                           | cannot be parsed
          """)
  void brokenSchema(String find, String replacement, String path, String sentence)
      throws IOException {
    // given
    assertThat(ORDERS).contains(find);
    write(BLUEPRINT, CUSTOMERS, ORDERS.replace(find, replacement));

    // when
    BlueprintProblems problems =
        catchThrowableOfType(BlueprintProblems.class, () -> Blueprint.load(folder));

    // then
    assertThat(problems).isNotNull();
    assertThat(problems.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.file()).isEqualTo("orders.json");
              assertThat(problem.path()).contains(path == null ? "" : path);
              assertThat(problem.sentence()).contains(sentence);
            });
  }

  @Test
  @DisplayName("all problems are told at once")
  void allAtOnce() throws IOException {
    // given
    write(
        BLUEPRINT
            .replace("name: shop\n", "nam: shop\n")
            .replace("missing: park", "missing: parked")
            .replace("scope: tenant", "scope: device"),
        CUSTOMERS,
        ORDERS.replace("number", "nubmer"));

    // when
    BlueprintProblems problems =
        catchThrowableOfType(BlueprintProblems.class, () -> Blueprint.load(folder));

    // then
    assertThat(problems.problems()).hasSize(8);
    assertThat(problems).hasMessageContaining("orders.json properties.total.type: ");
  }

  @Test
  @DisplayName("no folder, an empty file: a problem as well, not a fault")
  void nothingThere() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Files.writeString(empty.resolve("blueprint.yaml"), "", UTF_8);

    for (Path path : List.of(folder.resolve("missing"), empty)) {
      BlueprintProblems problems =
          catchThrowableOfType(BlueprintProblems.class, () -> Blueprint.load(path));
      assertThat(problems.problems()).hasSize(1).first().hasFieldOrPropertyWithValue("path", "");
    }
  }

  private void write(String blueprint, String customers, String orders) throws IOException {
    Files.writeString(folder.resolve("blueprint.yaml"), blueprint, UTF_8);
    Files.writeString(folder.resolve("customers.json"), customers, UTF_8);
    Files.writeString(folder.resolve("orders.json"), orders, UTF_8);
  }
}
