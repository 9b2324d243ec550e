package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * References that are null until their record is there, with foreign keys that are checked at each
 * statement, in tables that refer to each other in a circle and to themselves (invariants 4, 14).
 */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReferencesIT {
  private static final String BLUEPRINT =
      """
      {"blueprint": 1, "name": "references", "schemaVersion": 1,
       "tables": [
        {"name": "r.parents", "key": "id",
         "columns": [{"id": "uuid"}, {"self_id": "uuid"}, {"child_id": "uuid"}]},
        {"name": "r.children", "key": "id",
         "columns": [{"id": "uuid"}, {"a_id": "uuid"}, {"b_id": "uuid"}, {"loose_id": "uuid"}]},
        {"name": "r.strict", "key": "id", "columns": [{"id": "uuid"}, {"parent_id": "uuid"}]}],
       "domains": [
        {"name": "parents", "id": {"field": "id", "scope": "tenant"}, "conflicts": "AUTO_OVERWRITE",
         "schema": {"type": "object", "properties": {
           "id": {"type": "string"}, "self": {"type": "string"}, "child": {"type": "string"}}},
         "rows": {"parent": {"table": "r.parents", "columns": {"id": {"record": "id"},
           "self_id": {"from": "/self", "reference": "parents", "missing": "null", "onDelete": "null"},
           "child_id": {"from": "/child", "reference": "children", "missing": "null", "onDelete": "null"}}}}},
        {"name": "children", "id": {"field": "id", "scope": "tenant"}, "conflicts": "AUTO_OVERWRITE",
         "schema": {"type": "object", "properties": {
           "id": {"type": "string"}, "a": {"type": "string"}, "b": {"type": "string"},
           "loose": {"type": "string"}}},
         "rows": {"child": {"table": "r.children", "columns": {"id": {"record": "id"},
           "a_id": {"from": "/a", "reference": "parents", "missing": "null", "onDelete": "null"},
           "b_id": {"from": "/b", "reference": "parents", "missing": "null", "onDelete": "null"},
           "loose_id": {"from": "/loose", "reference": "parents", "missing": "unchecked"}}}}},
        {"name": "strict", "id": {"field": "id", "scope": "tenant"}, "conflicts": "AUTO_OVERWRITE",
         "schema": {"type": "object", "properties": {
           "id": {"type": "string"}, "parent": {"type": "string"}}},
         "rows": {"strict": {"table": "r.strict", "columns": {"id": {"record": "id"},
           "parent_id": {"from": "/parent", "reference": "parents", "missing": "park", "onDelete": "null"}}}}}]}
      """;
  private static final String TABLES =
      """
      create schema r;
      create table r.parents (tenant text, id uuid, self_id uuid, child_id uuid,
        primary key (tenant, id), foreign key (tenant, self_id) references r.parents);
      create table r.children (tenant text, id uuid, a_id uuid, b_id uuid, loose_id uuid,
        primary key (tenant, id), foreign key (tenant, a_id) references r.parents,
        foreign key (tenant, b_id) references r.parents);
      alter table r.parents add foreign key (tenant, child_id) references r.children;
      create table r.strict (tenant text, id uuid, parent_id uuid,
        primary key (tenant, id), foreign key (tenant, parent_id) references r.parents);
      """;

  private Sandbox sandbox;

  @BeforeAll
  void start(TestDatabase database) {
    sandbox = new Sandbox(database, BLUEPRINT, TABLES);
  }

  @AfterAll
  void stop() {
    sandbox.close();
  }

  /** A record's id is its row's id, so the rows of all tenants have the same ids. */
  private static String id(String domain, int number) {
    return new UUID(domain.equals("parents") ? 1 : 2, number).toString();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("I4: at each commit a column has its target's id if that is there, else null")
  void model(long seed) {
    // given
    Random random = new Random(seed);
    Sandbox.Log log = sandbox.log("model-" + seed);
    Map<String, Map<String, String>> model = new TreeMap<>();
    for (int batches = 0; batches < 8; batches++) {
      List<RecordChange> batch = new ArrayList<>();
      for (int left = 1 + random.nextInt(6); left > 0; left--) {
        batch.add(event(log, random, model));
      }
      // when
      var applied = log.apply(batch);
      // then
      assertThat(applied.parked()).isZero();
      assertThat(rows("model-" + seed)).isEqualTo(expected(model));
    }
    long waiting =
        model.values().stream()
            .flatMap(fields -> fields.entrySet().stream())
            .filter(f -> !f.getKey().equals("loose") && !model.containsKey(f.getValue()))
            .count();
    assertThat(
            sandbox.values(
                "select count(*) from crossfade.pending_reference where tenant = ?",
                "model-" + seed))
        .containsExactly(String.valueOf(waiting));
  }

  private static RecordChange event(
      Sandbox.Log log, Random random, Map<String, Map<String, String>> model) {
    boolean parent = random.nextBoolean();
    String domain = parent ? "parents" : "children";
    String id = id(domain, random.nextInt(2));
    if (random.nextInt(3) == 0) {
      model.remove(id);
      return log.gone(domain, id);
    }
    Map<String, String> fields = new TreeMap<>();
    for (String field : parent ? List.of("self", "child") : List.of("a", "b", "loose")) {
      if (random.nextInt(4) > 0) {
        fields.put(field, id(field.equals("child") ? "children" : "parents", random.nextInt(2)));
      }
    }
    model.put(id, fields);
    StringBuilder json = new StringBuilder("{\"id\":\"" + id + "\"");
    fields.forEach((name, value) -> json.append(",\"%s\":\"%s\"".formatted(name, value)));
    return log.put(domain, id, json + "}");
  }

  private static List<String> expected(Map<String, Map<String, String>> model) {
    List<String> lines = new ArrayList<>();
    model.forEach(
        (id, fields) -> {
          StringBuilder line = new StringBuilder(id);
          for (String field :
              id.equals(id("parents", 0)) || id.equals(id("parents", 1))
                  ? List.of("self", "child")
                  : List.of("a", "b", "loose")) {
            String target = fields.get(field);
            boolean there = field.equals("loose") || (target != null && model.containsKey(target));
            line.append('|').append(there && target != null ? target : "-");
          }
          lines.add(line.toString());
        });
    return lines;
  }

  private List<String> rows(String tenant) {
    return sandbox.values(
        "select id || '|' || coalesce(self_id::text, '-') || '|' || coalesce(child_id::text, '-')"
            + " as line from r.parents where tenant = ? union all select id || '|' ||"
            + " coalesce(a_id::text, '-') || '|' || coalesce(b_id::text, '-') || '|' ||"
            + " coalesce(loose_id::text, '-') from r.children where tenant = ? order by line",
        tenant,
        tenant);
  }

  @Test
  @DisplayName("missing: park, onDelete: null: nulled, filled again; a later write waits")
  void parkThenNull() {
    // given
    Sandbox.Log log = sandbox.log("strict");
    String parent = id("parents", 0);
    String strict = "{\"id\":\"s\",\"parent\":\"" + parent + "\"}";
    // when: it comes before its parent
    log.apply(log.put("strict", "s", strict));
    assertThat(parked("strict")).containsExactly("MISSING_REFERENCE");
    log.apply(log.put("parents", parent, "{\"id\":\"" + parent + "\"}"));
    // then
    assertThat(parked("strict")).isEmpty();
    assertThat(strictParents()).containsExactly(parent);
    // when: the parent goes, and the record is written once more
    log.apply(log.gone("parents", parent));
    assertThat(parked("strict")).isEmpty();
    assertThat(strictParents()).containsExactly("null");
    log.apply(log.put("strict", "s", strict));
    assertThat(parked("strict")).containsExactly("MISSING_REFERENCE");
    // when: it comes back
    log.apply(log.put("parents", parent, "{\"id\":\"" + parent + "\"}"));
    // then
    assertThat(parked("strict")).isEmpty();
    assertThat(strictParents()).containsExactly(parent);
  }

  private List<String> parked(String tenant) {
    return sandbox.values("select reason from crossfade.parked_write where tenant = ?", tenant);
  }

  private List<String> strictParents() {
    return sandbox.values("select parent_id from r.strict where tenant = ?", "strict");
  }

  @Test
  @DisplayName("the document is kept, also while nothing of it is missing")
  void document() {
    // given
    Sandbox.Log log = sandbox.log("document");
    // when
    log.apply(
        log.put("parents", "p", "{\"id\":\"p\"}"),
        log.put("children", "c", "{\"id\":\"c\",\"a\":\"p\",\"b\":\"q\"}"));
    // then
    assertThat(
            sandbox.values(
                "select document from crossfade.record_state where tenant = ? order by id",
                "document"))
        .containsExactly("{\"id\":\"c\",\"a\":\"p\",\"b\":\"q\"}", "{\"id\":\"p\"}");
  }

  @Test
  @DisplayName("I14: what cannot be filled stays null, and holds back nothing else")
  void notFilled() {
    // given
    sandbox
        .database
        .dsl()
        .execute("create unique index once on r.children (a_id) where tenant = 'unfit'");
    Sandbox.Log log = sandbox.log("unfit");
    log.apply(
        log.put("children", "c1", "{\"id\":\"c1\",\"a\":\"p\"}"),
        log.put("children", "c2", "{\"id\":\"c2\",\"a\":\"p\"}"));
    // when
    var applied = log.apply(log.put("parents", "p", "{\"id\":\"p\"}"));
    // then
    assertThat(applied.parked()).isZero();
    assertThat(
            sandbox.values(
                "select a_id is null from r.children where tenant = ? order by 1", "unfit"))
        .containsExactly("false", "true");
  }
}
