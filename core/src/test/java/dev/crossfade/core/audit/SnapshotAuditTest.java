package dev.crossfade.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Small stores, and what the audit tells of them. */
class SnapshotAuditTest {

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("references: what is not there, what must be, and what leads in a circle")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          f {'id': 'a'}                                        | {}
          f {'id': 'a', 'parentId': 'b'}; f {'id': 'b'}        | {}
          f {'id': 'b'}; f {'id': 'a', 'parentId': 'b'}        | {}
          f {'id': 'a', 'parentId': 'x'}                       | {'orphanedReferences': [{'domain': 'folders', 'recordId': 'a', 'pointer': '/parentId', 'to': 'folders', 'id': 'x'}]}
          n {'id': 'n', 'folderId': 'x', 'ownerId': 5}         | {'orphanedReferences': [{'domain': 'notes', 'recordId': 'n', 'pointer': '/folderId', 'to': 'folders', 'id': 'x'}, {'domain': 'notes', 'recordId': 'n', 'pointer': '/ownerId', 'to': 'users', 'id': '5'}]}
          f {'id': '5'}; u {'id': 5}; n {'id': 'n', 'folderId': '5', 'ownerId': 5.0} | {}
          u {'id': 1}; f {'id': 'a'}; n {'id': 'n', 'folderId': 'a', 'ownerId': 1, 'links': [{'to': 'a'}, {'to': 'x'}, {'to': null}]} | {'orphanedReferences': [{'domain': 'notes', 'recordId': 'n', 'pointer': '/links/1/to', 'to': 'folders', 'id': 'x'}], 'missingReferences': [{'domain': 'notes', 'recordId': 'n', 'pointer': '/links/2/to', 'to': 'folders'}]}
          u {'id': 1}; n {'id': 'n', 'folderId': null, 'ownerId': 1} | {'missingReferences': [{'domain': 'notes', 'recordId': 'n', 'pointer': '/folderId', 'to': 'folders'}]}
          f {'id': 'a'}; n {'id': 'n', 'folderId': 'a'}        | {'missingReferences': [{'domain': 'notes', 'recordId': 'n', 'pointer': '/ownerId', 'to': 'users'}]}
          f {'id': 'a', 'parentId': 'a'}                       | {'circularReferences': [{'domain': 'folders', 'records': ['a']}]}
          f {'id': 'a', 'parentId': 'b'}; f {'id': 'b', 'parentId': 'a'} | {'circularReferences': [{'domain': 'folders', 'records': ['a', 'b']}]}
          f {'id': 'b', 'parentId': 'c'}; f {'id': 'a', 'parentId': 'b'}; f {'id': 'c', 'parentId': 'a'} | {'circularReferences': [{'domain': 'folders', 'records': ['b', 'c', 'a']}]}
          f {'id': 'z', 'parentId': 'a'}; f {'id': 'a', 'parentId': 'b'}; f {'id': 'b', 'otherId': 'a', 'parentId': 'a'} | {'circularReferences': [{'domain': 'folders', 'records': ['a', 'b']}]}
          f {'id': 'a', 'parentId': 'b', 'otherId': 'c'}; f {'id': 'b', 'parentId': 'a'}; f {'id': 'c', 'parentId': 'a'} | {'circularReferences': [{'domain': 'folders', 'records': ['a', 'b', 'c']}]}
          u {'id': 1, 'favourite': 'n'}; f {'id': 'a'}; n {'id': 'n', 'folderId': 'a', 'ownerId': 1} | {'circularReferences': [{'domain': 'users', 'records': ['1', 'n'], 'domains': ['users', 'notes']}]}
          """)
  void references(String store, String expected) {
    // given
    SnapshotAudit audit = SnapshotAudit.of(Desk.BLUEPRINT);

    // when
    for (String record : store.split("; ", -1)) {
      Domain domain =
          switch (record.charAt(0)) {
            case 'f' -> Desk.FOLDERS;
            case 'n' -> Desk.NOTES;
            default -> Desk.USERS;
          };
      assertThat(Desk.add(audit, domain, record.substring(2))).isTrue();
    }

    // then
    ObjectNode told = audit.finish();
    ObjectNode lists = Json.MAPPER.createObjectNode();
    for (var list : told.get("dataIntegrity").properties()) {
      assertThat(told.at("/found/" + list.getKey()).asInt()).isEqualTo(list.getValue().size());
      if (!list.getValue().isEmpty()) {
        lists.set(list.getKey(), list.getValue());
      }
    }
    assertThat(lists).isEqualTo(json(expected.replace('\'', '"')));
    assertThat(told.get("references").stringValue()).isEqualTo("checked");
  }

  @Test
  @DisplayName("the first record of an id counts; the others, and what is broken, are rejected")
  void rejected() {
    // given
    SnapshotAudit audit = SnapshotAudit.of(Desk.BLUEPRINT);
    Document first = document("{\"id\": \"a\", \"parentId\": \"gone\"}");
    Document second = document("{\"id\": \"a\", \"parentId\": \"x\"}");

    // when
    boolean added = audit.add(Desk.FOLDERS, "a", first, "/0");
    boolean again = audit.add(Desk.FOLDERS, "a", second, "/1");
    audit.corrupted(Desk.FOLDERS, "gone", "app", "/2/name", "schema-violation", "is missing");
    audit.corrupted(Desk.NOTES, null, "notes", "", "undecodable", "is no JSON");
    audit.unknownKey();
    audit.size(40);
    audit.size(2);

    // then
    assertThat(added).isTrue();
    assertThat(again).isFalse();
    assertThat(json(audit.finish().toString()))
        .isEqualTo(
            json(
                """
                {"needed": true, "itemCount": 4, "storageSize": 42,
                 "recommendation": "Migrate: 1 of 4 records is sound; look at the 3 others first; one key belongs to no domain.",
                 "totalRecords": 4,
                 "domains": {
                   "notes": {"recordCount": 1, "mapped": 0, "rejected": 1, "lastModified": null,
                     "dataHealth": "damaged", "reasons": {"undecodable": 1}},
                   "users": {"recordCount": 0, "mapped": 0, "rejected": 0, "lastModified": null,
                     "dataHealth": "empty", "reasons": {}},
                   "folders": {"recordCount": 3, "mapped": 1, "rejected": 2, "lastModified": null,
                     "dataHealth": "damaged", "reasons": {"duplicate-id": 1, "schema-violation": 1}}},
                 "dataIntegrity": {
                   "orphanedReferences": [], "missingReferences": [], "circularReferences": [],
                   "duplicateIds": [{"domain": "folders", "recordId": "a", "pointer": "/1"}],
                   "corruptedRecords": [
                     {"domain": "folders", "recordId": "gone", "key": "app", "pointer": "/2/name",
                      "detail": "is missing"},
                     {"domain": "notes", "key": "notes", "pointer": "", "detail": "is no JSON"}]},
                 "found": {"orphanedReferences": 0, "missingReferences": 0, "circularReferences": 0,
                   "duplicateIds": 1, "corruptedRecords": 2},
                 "figures": "counted", "references": "checked"}
                """));
  }

  @Test
  @DisplayName("a broken record is there, however its id is spelled; a sound one of its id counts")
  void broken() {
    // given
    SnapshotAudit audit = SnapshotAudit.of(Desk.BLUEPRINT);
    String uuid = "6fa459ea-ee8a-4ca4-894e-db77e160355e";

    // when
    String upper = uuid.toUpperCase(Locale.ROOT);
    audit.corrupted(Desk.FOLDERS, upper, null, null, "schema-violation", "is missing");
    Desk.add(audit, Desk.FOLDERS, "{'id': 'a', 'parentId': '" + uuid + "'}");
    boolean sound = Desk.add(audit, Desk.FOLDERS, "{'id': '" + uuid + "'}");

    // then
    assertThat(sound).isTrue();
    assertThat(audit.finish().at("/found/orphanedReferences").intValue()).isZero();
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("last modified: the latest change that a telling field names, else the latest birth")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'id': 'a', 'updated_at': '2026-01-02T00:00:00Z', 'createdAt': '2026-05-01T00:00:00Z'}; {'id': 'b', 'updated_at': '2026-01-01T23:00:00-02:00'} | 2026-01-02T01:00:00Z
          {'id': 'a', 'updated_at': '2026-01-02T00:00:00Z'}; {'id': 'b', 'createdAt': '2026-01-03T00:00:00Z'} | 2026-01-03T00:00:00Z
          {'id': 'a', 'updated_at': 'yesterday'} | null
          {'id': 'a'} | null
          """)
  void lastModified(String store, String expected) {
    SnapshotAudit audit = SnapshotAudit.of(Desk.BLUEPRINT);
    for (String record : store.split("; ", -1)) {
      Desk.add(audit, Desk.FOLDERS, record);
    }

    assertThat(audit.finish().at("/domains/folders/lastModified").asString("null"))
        .isEqualTo(expected);
  }

  @Test
  @DisplayName("a time in milliseconds is one, too; a field with another name tells nothing")
  void epoch() {
    SnapshotAudit audit = SnapshotAudit.of(Desk.BLUEPRINT);
    Desk.add(
        audit,
        Desk.NOTES,
        "{'id': 'n', 'folderId': null, 'lastSaved': 1767225600000, 'dueAt':"
            + " '2027-01-01T00:00:00Z'}");

    JsonNode notes = audit.finish().at("/domains/notes");
    assertThat(notes.get("lastModified").stringValue()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(notes.get("dataHealth").stringValue()).isEqualTo("incomplete");
  }

  @ParameterizedTest(name = "{0} sound, {1} broken, {2} orphans → {3}")
  @DisplayName("the recommendation is a sentence that fits the figures")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0   | 0 | 0 | Nothing to migrate: there are no records.
          1   | 0 | 0 | Migrate: the one record is sound.
          120 | 0 | 0 | Migrate: all 120 records are sound.
          118 | 2 | 0 | Migrate: 118 of 120 records are sound; look at the 2 others first.
          2   | 1 | 0 | Migrate: 2 of 3 records are sound; look at the other one first.
          0   | 3 | 0 | Do not migrate yet: no record of 3 is sound.
          2   | 0 | 1 | Migrate: all 2 records are sound; one reference leads nowhere.
          3   | 0 | 2 | Migrate: all 3 records are sound; 2 references lead nowhere.
          """)
  void recommendation(int sound, int broken, int orphans, String expected) {
    // given
    SnapshotAudit audit = SnapshotAudit.of(Desk.BLUEPRINT);

    // when
    for (int i = 0; i < sound; i++) {
      String parent = i < orphans ? ", 'parentId': 'x" + i + "'" : "";
      Desk.add(audit, Desk.FOLDERS, "{'id': '" + i + "'" + parent + "}");
    }
    for (int i = 0; i < broken; i++) {
      audit.corrupted(Desk.FOLDERS, null, null, null, "schema-violation", "is missing");
    }

    // then
    ObjectNode told = audit.finish();
    assertThat(told.get("recommendation").stringValue()).isEqualTo(expected);
    assertThat(told.get("needed").booleanValue()).isEqualTo(sound + broken > 0);
  }

  @Test
  @DisplayName("each list has at most 100 members; found has the whole number")
  void capped() {
    SnapshotAudit audit = SnapshotAudit.of(Desk.BLUEPRINT);
    for (int i = 0; i < 250; i++) {
      String id = "{'id': '" + i + "', 'parentId': '" + i + "', 'otherId': 'x'}";
      Desk.add(audit, Desk.FOLDERS, id);
      Desk.add(audit, Desk.FOLDERS, id);
      audit.corrupted(Desk.FOLDERS, null, null, null, "undecodable", "is no JSON");
      Desk.add(audit, Desk.NOTES, "{'id': '" + i + "', 'folderId': null, 'ownerId': null}");
    }

    ObjectNode told = audit.finish();
    told.get("dataIntegrity").forEach(list -> assertThat(list.size()).isEqualTo(100));
    assertThat(json(told.get("found").toString()))
        .isEqualTo(
            json(
                """
                {"orphanedReferences": 250, "missingReferences": 500, "circularReferences": 250,
                 "duplicateIds": 250, "corruptedRecords": 250}
                """));
    assertThat(told.at("/dataIntegrity/circularReferences/99/records/0").stringValue())
        .isEqualTo("99");
  }

  @Test
  @DisplayName("from counts alone: the same form, its references not checked")
  void counts() {
    // given
    SnapshotAudit audit = SnapshotAudit.of(Desk.BLUEPRINT);

    // when
    ObjectNode told =
        new SnapshotCounts(Desk.BLUEPRINT)
            .mapped(Desk.NOTES, 10)
            .mapped(Desk.NOTES, 8)
            .rejected(Desk.NOTES, "schema-violation", 2)
            .rejected(Desk.NOTES, SnapshotAudit.DUPLICATE, 1)
            .mapped(Desk.USERS, 3)
            .size(99)
            .finish();

    // then
    ObjectNode other = audit.finish();
    assertThat(told.propertyNames()).containsExactlyElementsOf(other.propertyNames());
    assertThat(told.get("dataIntegrity")).isEqualTo(other.get("dataIntegrity"));
    assertThat(told.get("references").stringValue()).isEqualTo("not-checked");
    assertThat(told.get("recommendation").stringValue())
        .isEqualTo(
            "Migrate: 21 of 24 records are sound; look at the 3 others first; references between"
                + " records were not checked.");
    assertThat(told.at("/domains/notes").toString())
        .isEqualTo(
            "{\"recordCount\":21,\"mapped\":18,\"rejected\":3,\"lastModified\":null,"
                + "\"dataHealth\":\"damaged\",\"reasons\":{\"duplicate-id\":1,\"schema-violation\":2}}");
    assertThat(told.at("/found/corruptedRecords").intValue()).isEqualTo(2);
    assertThat(told.at("/found/duplicateIds").intValue()).isEqualTo(1);
  }

  @Test
  @DisplayName("no data stands in an audit, only ids, pointers and names")
  void noData() {
    // given
    Blueprint agent = Blueprint.load(resource("/blueprints/agent-tasks"));
    SnapshotAudit audit = SnapshotAudit.of(agent);
    Domain environments = agent.domain("environments").orElseThrow();
    Document secret = document("{\"id\": \"1\", \"name\": \"Live\", \"githubToken\": \"ghp_5\"}");

    // when
    audit.add(environments, "1", secret, "/0");
    audit.add(environments, "1", secret, "/1");

    // then
    assertThat(audit.finish().toString()).doesNotContain("ghp_5", "Live", "githubToken");
  }

  private static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(SnapshotAuditTest.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Document document(String json) {
    return Document.parse(json.getBytes(UTF_8));
  }

  private static JsonNode json(String text) {
    return Json.parse(text.getBytes(UTF_8));
  }
}
