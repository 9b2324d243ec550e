package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.ddl.Ddl;
import dev.crossfade.core.json.Json;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

/** What a publish changes about references, met by live writes before records are rewritten. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RewritingIT {
  private static final String BLUEPRINT =
      """
      {"blueprint": 1, "name": "shelf", "schemaVersion": 1,
       "tables": [
        {"name": "w.shelves", "key": "id", "columns": [{"id": "uuid"}, {"name": "text"}]},
        {"name": "w.books", "key": "id", "columns": [{"id": "uuid"}, {"shelf_id": "uuid"}]},
        {"name": "w.marks", "key": "id",
         "columns": [{"id": "uuid"}, {"book_id": "uuid"}, {"place": "integer"}, {"shelf_id": "uuid"}]}],
       "domains": [
        {"name": "shelves", "id": {"field": "id", "scope": "tenant"}, "conflicts": "AUTO_OVERWRITE",
         "schema": {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}},
         "rows": {"shelf": {"table": "w.shelves",
           "columns": {"id": {"record": "id"}, "name": "/name"}}}},
        {"name": "books", "id": {"field": "id", "scope": "tenant"}, "conflicts": "AUTO_OVERWRITE",
         "schema": {"type": "object", "properties": {
           "id": {"type": "string"}, "shelf": {"type": "string"},
           "marks": {"type": "array", "items": {"type": "object", "properties": {"shelf": {"type": "string"}}}}}},
         "rows": {
           "book": {"table": "w.books", "columns": {"id": {"record": "id"},
             "shelf_id": {"from": "/shelf", "reference": "shelves", "missing": "park", "onDelete": "park"}}},
           "mark": {"table": "w.marks", "each": "/marks", "columns": {
             "id": {"row": "mark"}, "book_id": {"record": "id"}, "place": {"element": "index"},
             "shelf_id": {"from": "/shelf", "reference": "shelves", "missing": "park", "onDelete": "park"}}}}}]}
      """;

  private static final Blueprint STRICT = blueprint(BLUEPRINT);
  private static final Blueprint LOOSE =
      blueprint(
          BLUEPRINT.replace(
              "\"missing\": \"park\", \"onDelete\": \"park\"",
              "\"missing\": \"null\", \"onDelete\": \"null\""));

  private Sandbox sandbox;

  @BeforeAll
  void open(TestDatabase test) {
    sandbox = new Sandbox(test, BLUEPRINT, Ddl.of(STRICT));
  }

  @AfterAll
  void close() {
    sandbox.close();
  }

  private static Blueprint blueprint(String json) {
    return Blueprint.fromJson((ObjectNode) Json.MAPPER.readTree(json));
  }

  private String value(String query, String tenant) {
    return String.join(",", sandbox.values(query, tenant));
  }

  private void shelves(Sandbox.Log log) {
    log.apply(
        log.put("shelves", "s1", "{\"id\":\"s1\"}"),
        log.put("shelves", "s2", "{\"id\":\"s2\"}"),
        log.put("books", "b", "{\"id\":\"b\",\"shelf\":\"s1\",\"marks\":[{\"shelf\":\"s2\"}]}"));
  }

  @Test
  @DisplayName("I4: a reference that may only now become null is not lost before it is rewritten")
  void nothingLost() {
    // given
    Sandbox.Log log = sandbox.log("lost");
    shelves(log);
    assertThat(
            value(
                "select document from crossfade.record_state where tenant = ? and id = 'b'",
                "lost"))
        .isEqualTo("null");
    // when
    log.publish(LOOSE);
    log.apply(log.gone("shelves", "s1"));
    log.apply(log.gone("shelves", "s2"));
    log.rewrite(LOOSE);
    // then
    assertThat(
            value(
                "select document from crossfade.record_state where tenant = ? and id = 'b'",
                "lost"))
        .isEqualTo("{\"id\":\"b\",\"shelf\":\"s1\",\"marks\":[{\"shelf\":\"s2\"}]}");
    assertThat(value("select count(*) from w.shelves where tenant = ?", "lost")).isEqualTo("0");
    assertThat(value("select shelf_id from w.books where tenant = ?", "lost")).isEqualTo("null");
    assertThat(value("select shelf_id from w.marks where tenant = ?", "lost")).isEqualTo("null");
    assertThat(value("select id from crossfade.parked_write where tenant = ?", "lost")).isEmpty();
  }

  @Test
  @DisplayName(
      "I14: what waits for a row goes on when that row is rewritten, without another write")
  void woken() {
    // given: a shelf that cannot go, as a book written before the publish still refers to it
    Sandbox.Log log = sandbox.log("woken");
    shelves(log);
    log.publish(LOOSE);
    log.apply(log.gone("shelves", "s1"));
    assertThat(value("select reason from crossfade.parked_write where tenant = ?", "woken"))
        .isEqualTo("STILL_REFERENCED");
    // when
    log.rewrite(LOOSE);
    // then
    assertThat(value("select reason from crossfade.parked_write where tenant = ?", "woken"))
        .isEmpty();
    assertThat(value("select count(*) from w.shelves where tenant = ?", "woken")).isEqualTo("1");
  }

  @Test
  @DisplayName("I4: live writes of a book and its shelf in one batch, before the book is rewritten")
  void together() {
    // given
    Sandbox.Log log = sandbox.log("together");
    shelves(log);
    log.publish(LOOSE);
    // when
    log.apply(
        log.put("books", "b", "{\"id\":\"b\",\"shelf\":\"s1\"}"),
        log.gone("shelves", "s1"),
        log.gone("shelves", "s2"));
    // then
    assertThat(value("select id from crossfade.parked_write where tenant = ?", "together"))
        .isEmpty();
    assertThat(value("select count(*) from w.shelves where tenant = ?", "together")).isEqualTo("0");
    assertThat(
            value(
                "select column_name from crossfade.pending_reference where tenant = ?", "together"))
        .isEqualTo("shelf_id");
  }

  @Test
  @DisplayName("I4: the notes of references go with the mapping that made them")
  void notesForgotten() {
    // given
    Sandbox.Log log = sandbox.log("notes");
    log.publish(LOOSE);
    log.apply(
        log.put("books", "b", "{\"id\":\"b\",\"shelf\":\"s1\",\"marks\":[{\"shelf\":\"s2\"}]}"));
    assertThat(value("select count(*) from crossfade.pending_reference where tenant = ?", "notes"))
        .isEqualTo("2");
    // when: the mapping lets it wait instead
    log.publish(STRICT);
    log.rewrite(STRICT);
    // then
    assertThat(value("select reason from crossfade.parked_write where tenant = ?", "notes"))
        .isEqualTo("MISSING_REFERENCE");
    // when
    log.apply(
        log.put("shelves", "s1", "{\"id\":\"s1\"}"), log.put("shelves", "s2", "{\"id\":\"s2\"}"));
    // then
    assertThat(value("select count(*) from crossfade.pending_reference where tenant = ?", "notes"))
        .isEqualTo("0");
    assertThat(
            value(
                "select count(*) from w.books where shelf_id is not null and tenant = ?", "notes"))
        .isEqualTo("1");
    assertThat(value("select id from crossfade.parked_write where tenant = ?", "notes")).isEmpty();
  }
}
