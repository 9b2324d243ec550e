package dev.crossfade.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** A blueprint with references of each kind: to itself, from arrays, and in a circle of domains. */
final class Desk {
  private static final String FORM =
      """
      {"blueprint": 1, "name": "desk", "schemaVersion": 1,
       "tables": [
         {"name": "desk.users", "key": "id", "columns": [
           {"id": "uuid"}, {"favourite_id": "uuid"}, {"created_at": "timestamptz"}]},
         {"name": "desk.folders", "key": "id", "columns": [
           {"id": "uuid"}, {"parent_id": "uuid"}, {"other_id": "uuid"}, {"updated_at": "timestamptz"},
           {"created_at": "timestamptz"}]},
         {"name": "desk.notes", "key": "id", "columns": [
           {"id": "uuid"}, {"folder_id": "uuid"}, {"owner_id": "uuid"}, {"saved": "timestamptz"},
           {"due_at": "timestamptz"}]},
         {"name": "desk.links", "key": "id", "columns": [
           {"id": "uuid"}, {"note_id": "uuid"}, {"place": "integer"}, {"folder_id": "uuid"}]}],
       "domains": [
         {"name": "notes", "id": {"field": "id", "scope": "source"}, "conflicts": "AUTO_SKIP",
          "schema": {"type": "object", "required": ["id", "folderId"], "properties": {
            "id": {"type": "string"}, "folderId": {"type": ["string", "null"]},
            "ownerId": {"type": ["integer", "null"]}, "lastSaved": {"type": "integer"},
            "dueAt": {"type": "string"},
            "links": {"type": "array", "items": {"type": "object", "required": ["to"],
              "properties": {"to": {"type": ["string", "null"]}}}}}},
          "rows": {
            "note": {"table": "desk.notes", "columns": {"id": {"record": "id"},
              "folder_id": {"from": "/folderId", "reference": "folders", "missing": "park",
                "onDelete": "park"},
              "owner_id": {"from": "/ownerId", "reference": "users", "missing": "null",
                "onDelete": "null"},
              "saved": {"from": "/lastSaved", "format": "epoch-millis"}, "due_at": "/dueAt"}},
            "link": {"table": "desk.links", "each": "/links", "columns": {"id": {"row": "link"},
              "note_id": {"record": "id"}, "place": {"element": "index"},
              "folder_id": {"from": "/to", "reference": "folders", "missing": "unchecked"}}}}},
         {"name": "users", "id": {"field": "id", "scope": "tenant"}, "conflicts": "AUTO_SKIP",
          "schema": {"type": "object", "properties": {"id": {"type": "integer"},
            "favourite": {"type": ["string", "null"]}, "createdAt": {"type": "string"}}},
          "rows": {"user": {"table": "desk.users", "columns": {"id": {"record": "id"},
            "favourite_id": {"from": "/favourite", "reference": "notes", "missing": "null",
              "onDelete": "null"}, "created_at": "/createdAt"}}}},
         {"name": "folders", "id": {"field": "id", "scope": "tenant"}, "conflicts": "AUTO_SKIP",
          "schema": {"type": "object", "properties": {"id": {"type": "string"},
            "parentId": {"type": ["string", "null"]}, "otherId": {"type": "string"},
            "updated_at": {"type": "string"}, "createdAt": {"type": "string"}}},
          "rows": {"folder": {"table": "desk.folders", "columns": {"id": {"record": "id"},
            "parent_id": {"from": "/parentId", "reference": "folders", "missing": "null",
              "onDelete": "null"},
            "other_id": {"from": "/otherId", "reference": "folders", "missing": "null",
              "onDelete": "null"}, "updated_at": "/updated_at", "created_at": "/createdAt"}}}}],
       "afterMove": [{"notNull": {"table": "desk.notes", "columns": ["owner_id"]}}]}
      """;

  static final Blueprint BLUEPRINT =
      Blueprint.fromJson((ObjectNode) Json.parse(FORM.getBytes(UTF_8)));
  static final Domain NOTES = BLUEPRINT.domain("notes").orElseThrow();
  static final Domain USERS = BLUEPRINT.domain("users").orElseThrow();
  static final Domain FOLDERS = BLUEPRINT.domain("folders").orElseThrow();

  private Desk() {}

  /** Adds the record, whose id stands in it. */
  static boolean add(SnapshotAudit audit, Domain domain, String json) {
    Document document = Document.parse(json.replace('\'', '"').getBytes(UTF_8));
    return audit.add(domain, domain.idOf(document).orElseThrow(), document, null);
  }
}
